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

import fc from 'fast-check';
import { daysOfPage } from './pageDays';

const HOURS = 24;

interface Item {
  day: number;
  /** Hours since the first day began; no two items have the same */
  time: number;
}

/** Some items on some of ten days, where up to three hours of a day come after the start of the next one. */
const arbitraryItems = fc
  .uniqueArray(
    fc.record({
      day: fc.nat({ max: 9 }),
      hour: fc.nat({ max: HOURS + 2 }),
    }),
    { maxLength: 40, selector: ({ day, hour }) => day * HOURS + hour },
  )
  .map(items =>
    items.map(({ day, hour }): Item => ({ day, time: day * HOURS + hour })),
  );

describe('daysOfPage', () => {
  it('finds the days that have all of a page, and where in them it starts', () => {
    fc.assert(
      fc.property(
        arbitraryItems,
        fc.constantFrom('asc' as const, 'desc' as const),
        fc.record({
          limit: fc.nat({ max: 15 }),
          offset: fc.nat({ max: 45 }),
        }),
        (items, order, page) => {
          const sorted = (some: Item[]) =>
            [...some].sort((a, b) =>
              order === 'asc' ? a.time - b.time : b.time - a.time,
            );
          const cut = (some: Item[], offset: number) =>
            sorted(some).slice(offset, offset + page.limit);
          const days = Array.from({ length: 10 }, (_, day) => ({
            day,
            total: items.filter(item => item.day === day).length,
          })).filter(({ total }) => total > 0);

          const found = daysOfPage(days, order, page);
          expect(
            found
              ? cut(
                  items.filter(
                    ({ day }) => day >= found.fromDay && day < found.toDay,
                  ),
                  found.offset,
                )
              : [],
          ).toEqual(cut(items, page.offset));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('leaves out the days that a page has nothing of', () => {
    const days = [1, 2, 3, 4, 5, 6, 7].map(day => ({ day, total: 10 }));
    expect(daysOfPage(days, 'asc', { limit: 10, offset: 30 })).toEqual({
      fromDay: 3,
      toDay: 6,
      offset: 10,
    });
    expect(daysOfPage(days, 'desc', { limit: 5, offset: 0 })).toEqual({
      fromDay: 6,
      toDay: 8,
      offset: 0,
    });
    expect(daysOfPage(days, 'desc', { limit: 5, offset: 70 })).toBeUndefined();
  });
});
