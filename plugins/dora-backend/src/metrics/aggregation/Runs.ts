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

import { Block, countDays, DAYS_PER_BLOCK, daysBefore, firstDayOf } from './blocks';
import { DayRange } from '../Window';

/** Values of one section of many blocks, as far as they are in some days. Columns rather than objects, as there are many. */
export class Runs {
  readonly blocks: Block[] = [];
  /** Where the values begin and end */
  readonly from: number[] = [];
  readonly to: number[] = [];
  /** Where the values of the whole section begin, and what else they have, see {@link Block} */
  readonly first: number[] = [];
  readonly rests: number[] = [];
  /** The number of values */
  size = 0;

  clear() {
    this.blocks.length = 0;
    this.from.length = 0;
    this.to.length = 0;
    this.first.length = 0;
    this.rests.length = 0;
    this.size = 0;
  }

  /**
   * Adds values of a block.
   *
   * @param number - of the block
   * @param section - its index in the part
   */
  add(block: Block, number: number, section: number, { fromDay, toDay }: DayRange) {
    if (block.length === 0) {
      return;
    }
    const at = block[section];
    const bits = block[at];
    if (bits === 0) {
      return;
    }
    const start = firstDayOf(number);
    const first = at + 2 + countDays(bits);
    const before = (day: number) =>
      block[at + 1 + countDays(bits & daysBefore(day))];
    const from = fromDay <= start ? 0 : before(fromDay - start);
    const to =
      toDay >= start + DAYS_PER_BLOCK
        ? block[first - 1]
        : before(toDay - start);
    if (from < to) {
      this.blocks.push(block);
      this.from.push(first + from);
      this.to.push(first + to);
      this.first.push(first);
      this.rests.push(first + block[first - 1]);
      this.size += to - from;
    }
  }
}
