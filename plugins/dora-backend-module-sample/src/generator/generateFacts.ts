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

import { Facts } from '@backstage-dora/plugin-dora-common';
import { Organisation } from '../organisation/types';
import { DAY, Day, isWorkingDay } from './calendar';
import { LONGEST_LEAD_TIME_DAYS } from './changes';
import { History } from './History';
import { openIncident } from './incidents';
import { practicesAt } from './practices';
import { Random } from './Random';
import { Reporter } from './Reporter';
import { playSignals } from './signals';

/** Of which days facts are generated, each by its midnight in UTC, in ms since the epoch. */
export interface Period {
  /** The first day of the history. */
  start: number;
  /** The history is complete up to the end of the day before this one. */
  today: number;
  /** Omits what was already reported on this earlier day. */
  since?: number;
}

/**
 * The facts of some places. The same arguments give the same facts; a later
 * `today` only adds facts, and completes those that were not over yet.
 */
export function generateFacts(
  { habits, places }: Organisation,
  { start, today, since = -Infinity }: Period,
): Required<Facts> {
  const facts = {
    deployments: [],
    changes: [],
    incidents: [],
    signals: [],
    artifacts: [],
  };
  // Changes are at work before the release that carries them.
  const days = (today - start) / DAY + LONGEST_LEAD_TIME_DAYS;
  for (const place of places) {
    const reporter = new Reporter(place, habits);
    const history = new History();
    const practiceOn = practicesAt(place, habits);
    const isWide = ['Group', 'Domain'].includes(place.entity.kind);
    for (let index = 0; index < days; index++) {
      const midnight = start + index * DAY;
      const random = Random.of(habits.seed, place.ref, index);
      const practice = practiceOn(index);
      const day: Day = {
        ...{ index, midnight, practice, random, place, habits, reporter },
        isWorkingDay: isWorkingDay(midnight, habits.freeze),
      };
      if (place.deployed) {
        history.play(day);
      }
      if (isWide && random.chance(habits.chances.wideIncident)) {
        openIncident(day, midnight + random.next() * DAY, 2);
      }
      playSignals(day);
    }
    reporter.addTo(facts, today, since);
  }
  return facts;
}
