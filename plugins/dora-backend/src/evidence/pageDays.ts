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

import { DayRange } from '../metrics/Window';

/** How many items of a list there are on a day. */
export interface DayTotal {
  day: number;
  total: number;
}

/** The part of a list in order of time that a page lies in. */
export interface PageDays extends DayRange {
  /** Where the page starts in that part */
  offset: number;
}

/**
 * The days that a page of a list in order of time lies in; undefined where the list ends before it.
 *
 * @param days - rising
 */
export function daysOfPage(
  days: DayTotal[],
  order: 'asc' | 'desc',
  { limit, offset }: { limit: number; offset: number },
): PageDays | undefined {
  const inOrder = order === 'asc' ? days : [...days].reverse();
  let before = 0;
  let first = 0;
  while (first < inOrder.length && before + inOrder[first].total <= offset) {
    before += inOrder[first].total;
    first += 1;
  }
  if (first === inOrder.length || limit === 0) {
    return undefined;
  }
  let last = first;
  let end = before + inOrder[first].total;
  while (last + 1 < inOrder.length && end < offset + limit) {
    last += 1;
    end += inOrder[last].total;
  }
  // Clocks that are put back at midnight repeat the end of a day after the start of the next one, so that what is in
  // order of time is in order of days only up to the neighbours.
  if (first > 0) {
    first -= 1;
    before -= inOrder[first].total;
  }
  last = Math.min(last + 1, inOrder.length - 1);
  const ends = [inOrder[first].day, inOrder[last].day];
  return {
    fromDay: Math.min(...ends),
    toDay: Math.max(...ends) + 1,
    offset: offset - before,
  };
}
