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
import { firstDayOf } from './blocks';

/** Counters for each of some days, added up over blocks. */
export class DayCounts {
  readonly #range: DayRange;
  readonly #width: number;
  readonly #counts: Float64Array;

  /** @param width - the number of counters */
  constructor(range: DayRange, width: number) {
    this.#range = range;
    this.#width = width;
    this.#counts = new Float64Array((range.toDay - range.fromDay) * width);
  }

  clear() {
    this.#counts.fill(0);
  }

  /**
   * Adds the counts of a block, its first section, for these days.
   *
   * @param start - index of the block in the data
   * @param number - of the block
   */
  add(data: Int32Array, start: number, number: number) {
    const first = firstDayOf(number) - this.#range.fromDay;
    const counts = this.#counts;
    const width = this.#width;
    let at = start + data[start + 1];
    let bits = data[at];
    at += 1;
    while (bits !== 0) {
      const to = (first + 31 - Math.clz32(bits & -bits)) * width;
      if (to >= 0 && to < counts.length) {
        for (let counter = 0; counter < width; counter++) {
          counts[to + counter] += data[at + counter];
        }
      }
      at += width;
      bits &= bits - 1;
    }
  }

  /** The sums of the counters over some days, followed by the number of days on which the first counter is not 0. */
  sum(days: DayRange): number[] {
    const width = this.#width;
    const sums = new Array<number>(width + 1).fill(0);
    const end = this.#placeOf(days.toDay);
    for (let at = this.#placeOf(days.fromDay); at < end; at += width) {
      if (this.#counts[at] > 0) {
        sums[width] += 1;
      }
      for (let counter = 0; counter < width; counter++) {
        sums[counter] += this.#counts[at + counter];
      }
    }
    return sums;
  }

  #placeOf(day: number): number {
    const { fromDay, toDay } = this.#range;
    return (Math.min(Math.max(day, fromDay), toDay) - fromDay) * this.#width;
  }
}
