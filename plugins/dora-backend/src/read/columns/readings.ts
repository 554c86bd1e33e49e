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

import { DistributionRequest } from '../statistics';
import { CountSection, Part, PARTS, ValueSection } from './parts';
import { AggregateWindow, Wanted } from './types';

/** What to read of a part. */
export interface Reading {
  part: Part;
  /** The windows that need it, by index, in order of time */
  windows: number[];
  counts: boolean;
  /** The values that they need, by index */
  values: number[];
}

function wantsValues(
  { counts, values, tallies }: Wanted,
  { name, recent, distinct, tally }: ValueSection,
): boolean {
  const own = [recent, distinct];
  return (
    name in values ||
    counts.some(count => own.includes(count)) ||
    tallies.some(wanted => wanted === tally)
  );
}

/** Whether start times of open durations are needed, in addition to ended durations. */
const wantsOpen = ({ values }: Wanted, part: Part, { name }: ValueSection) =>
  part.values.some(
    section =>
      section.open === name &&
      (values as Record<string, DistributionRequest>)[section.name]?.withOpen,
  );

/** Whether any counter of a part is wanted; all are counted then. */
export function wantsCounts({ counts, weeks }: Wanted, of?: CountSection) {
  const own = of ? [...of.names, of.days] : [];
  return (
    counts.some(count => own.includes(count)) ||
    (weeks && of?.days !== undefined)
  );
}

/** What to read for some windows. */
export function readingsOf(windows: AggregateWindow[]): Reading[] {
  return PARTS.map((part: Part): Reading => {
    const { counts, values } = part;
    const wanting = [...windows.keys()].filter(index => {
      const { wanted } = windows[index];
      return (
        wantsCounts(wanted, counts) ||
        values.some(section => wantsValues(wanted, section))
      );
    });
    const all = wanting.map(index => windows[index].wanted);
    return {
      part,
      windows: wanting,
      counts: all.some(wanted => wantsCounts(wanted, counts)),
      values: [...values.keys()].filter(nth =>
        all.some(
          wanted =>
            wantsValues(wanted, values[nth]) ||
            wantsOpen(wanted, part, values[nth]),
        ),
      ),
    };
  }).filter(reading => reading.windows.length > 0);
}
