/*
 * Copyright 2026 The Backstage DORA Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { DAY, Day, HOUR, workingMoment } from './calendar';

/** Reports the signals of an entity on a day. */
export function playSignals(day: Day): void {
  const { index, midnight, habits, place, random, reporter } = day;
  const { kind, spec } = place.entity;
  const [year, month, date] = new Date(midnight).toISOString().split(/[-T]/);

  for (const name of (kind === 'System' && place.delivery.signals) || []) {
    const { chance, names, between, steps, everyDays, ...common } =
      habits.signals[name];
    const begins = chance
      ? day.isWorkingDay && random.chance(chance)
      : date === '01';
    if (begins) {
      const start = chance ? workingMoment(day) : midnight;
      const named = names && { name: random.pick(names) };
      const value = between && Number(random.between(...between).toFixed(2));
      (steps ?? [{ value }]).forEach((step, number) => {
        const id = reporter.nextId(name);
        const at = start + number * (everyDays ?? 0) * DAY;
        reporter.report('signals', { id, at, ...common, ...named, ...step });
      });
    }
  }

  const note = place.notes[index];
  if (note) {
    const id = reporter.nextId('note');
    const at = midnight + 9 * HOUR;
    reporter.report('signals', { id, at, type: 'note', name: note });
  }

  const { name, from, until: end } = habits.freeze;
  if (spec?.type === 'platform' && `${month}-${date}` === from) {
    const id = reporter.nextId('freeze');
    const until = Date.parse(`${Number(year) + 1}-${end}`);
    const what = { id, at: midnight, until, name };
    reporter.report('signals', { ...what, type: 'freeze' });
  }
}
