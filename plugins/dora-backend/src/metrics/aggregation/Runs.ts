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
import { countDays, DAYS_PER_BLOCK, daysBefore, firstDayOf } from './blocks';

/**
 * Values of one section of many blocks, as far as they are in some days. In columns rather than as objects, as there are
 * many.
 */
export class Runs {
  readonly data: Int32Array[] = [];
  /** Where the values begin and end */
  readonly from: number[] = [];
  readonly to: number[] = [];
  /** Where the values of the whole section begin, and what else they have, see `Block` */
  readonly first: number[] = [];
  readonly rests: number[] = [];
  /** The number of values */
  size = 0;

  clear() {
    this.data.length = 0;
    this.from.length = 0;
    this.to.length = 0;
    this.first.length = 0;
    this.rests.length = 0;
    this.size = 0;
  }

  /**
   * Adds what a section has in some days.
   *
   * @param at - where the section starts
   * @param number - of the block
   */
  add(
    data: Int32Array,
    at: number,
    number: number,
    { fromDay, toDay }: DayRange,
  ) {
    const bits = data[at];
    const start = firstDayOf(number);
    const first = at + 2 + countDays(bits);
    const from =
      fromDay <= start
        ? 0
        : data[at + 1 + countDays(bits & daysBefore(fromDay - start))];
    const to =
      toDay >= start + DAYS_PER_BLOCK
        ? data[first - 1]
        : data[at + 1 + countDays(bits & daysBefore(toDay - start))];
    if (from < to) {
      this.data.push(data);
      this.from.push(first + from);
      this.to.push(first + to);
      this.first.push(first);
      this.rests.push(first + data[first - 1]);
      this.size += to - from;
    }
  }
}
