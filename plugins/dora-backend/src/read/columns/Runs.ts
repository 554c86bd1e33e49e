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

import { DAYS_PER_BLOCK } from '../../database/derivedBlocks';
import { DayRange } from '../Window';
import { countDays, daysBefore, durationOf, firstDayOf } from './blocks';

/** What there is of a run, in elements of {@link Runs.spans}. */
const WIDTH = 4;
const FROM = 0;
const TO = 1;
const FIRST = 2;
const RESTS = 3;

/**
 * Values of one section of many blocks, as far as they are in some days. A hundred thousand of them come and go in a
 * request, so they are no objects, and their arrays are used again.
 */
export class Runs {
  /** The number of runs */
  length = 0;
  /** The number of values in all of them */
  size = 0;
  #data: Int32Array[] = [];
  /**
   * Of each run: where its values begin and end, where those of the whole section begin, and where the bytes beside them
   * do, see `Block`.
   */
  #spans = new Int32Array(64 * WIDTH);

  clear() {
    this.length = 0;
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
      const end = this.length * WIDTH;
      if (end === this.#spans.length) {
        const spans = new Int32Array(2 * end);
        spans.set(this.#spans);
        this.#spans = spans;
      }
      this.#data[this.length] = data;
      this.#spans[end + FROM] = first + from;
      this.#spans[end + TO] = first + to;
      this.#spans[end + FIRST] = first;
      this.#spans[end + RESTS] = first + data[first - 1];
      this.length += 1;
      this.size += to - from;
    }
  }

  dataOf(run: number): Int32Array {
    return this.#data[run];
  }

  /** Where the values of a run begin in its data. */
  fromOf(run: number): number {
    return this.#spans[run * WIDTH + FROM];
  }

  /** Where the values of a run end in its data. */
  toOf(run: number): number {
    return this.#spans[run * WIDTH + TO];
  }

  /** What stands beside the element of a duration. */
  restAt(run: number, at: number): number {
    const nth = at - this.#spans[run * WIDTH + FIRST];
    const rests = this.#spans[run * WIDTH + RESTS];
    return (this.#data[run][rests + (nth >> 1)] >>> ((nth & 1) << 4)) & 0xffff;
  }

  durationAt(run: number, at: number): number {
    return durationOf(this.#data[run][at], this.restAt(run, at));
  }
}
