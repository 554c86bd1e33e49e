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

import { DayRange } from '../Window';

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

/** Which of some consecutive parts of a list a page lies in. */
interface Stretch {
  /** Index of the first part */
  first: number;
  /** Index of the part after the last one; the same where the list ends before the page */
  end: number;
  /** How many items come before the first part */
  before: number;
}

/** Finds the parts of a list that a page lies in by how many items each has. */
export function stretchOfPage(
  totals: number[],
  { limit, offset }: { limit: number; offset: number },
): Stretch {
  let before = 0;
  let first = 0;
  while (first < totals.length && before + totals[first] <= offset) {
    before += totals[first];
    first += 1;
  }
  let end = first;
  let items = before;
  while (end < totals.length && items < offset + limit) {
    items += totals[end];
    end += 1;
  }
  return { first, end, before };
}

/**
 * The days that a page of a list in order of time lies in; undefined where the list ends before it.
 *
 * @param days - rising
 */
export function daysOfPage(
  days: DayTotal[],
  order: 'asc' | 'desc',
  page: { limit: number; offset: number },
): PageDays | undefined {
  const inOrder = order === 'asc' ? days : [...days].reverse();
  const totals = inOrder.map(({ total }) => total);
  const { first, end, before } = stretchOfPage(totals, page);
  if (first === end) {
    return undefined;
  }
  // Clocks that are put back at midnight repeat the end of a day after the start of the next one, so that what is in
  // order of time is in order of days only up to the neighbours.
  const from = Math.max(first - 1, 0);
  const last = Math.min(end, inOrder.length - 1);
  const ends = [inOrder[from].day, inOrder[last].day];
  return {
    fromDay: Math.min(...ends),
    toDay: Math.max(...ends) + 1,
    offset: page.offset - before + (from < first ? totals[from] : 0),
  };
}
