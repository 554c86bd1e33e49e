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

/** The number of items of a list on a day. */
export interface DayTotal {
  day: number;
  total: number;
}

/** The days that contain a page of a list in order of time. */
export interface PageDays extends DayRange {
  /** Offset of the page within these days */
  offset: number;
}

/** A range of consecutive parts of a list that contains a page. */
interface Stretch {
  /** Index of the first part */
  first: number;
  /** Index after the last part; equal to `first` when the page is beyond the end of the list */
  end: number;
  /** Number of items before the first part */
  before: number;
}

/** Finds the parts of a list that contain a page, from the number of items in each. */
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
 * The days that contain a page of a list in order of time; undefined when the page is beyond the end of the list.
 *
 * @param days - ascending
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
  // When clocks are set back at midnight, the end of a day repeats after the start of the next one: order of time may
  // then differ from order of days between neighbours.
  const from = Math.max(first - 1, 0);
  const last = Math.min(end, inOrder.length - 1);
  const ends = [inOrder[from].day, inOrder[last].day];
  return {
    fromDay: Math.min(...ends),
    toDay: Math.max(...ends) + 1,
    offset: page.offset - before + (from < first ? totals[from] : 0),
  };
}
