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

/** Layout of a run in {@link Runs.spans}. */
const WIDTH = 4;
const FROM = 0;
const TO = 1;
const FIRST = 2;
const RESTS = 3;

/**
 * The values of one section in many blocks, on some days. A request uses a hundred thousand of these runs, so they are
 * not objects, and their arrays are reused.
 */
export class Runs {
  /** Number of runs */
  length = 0;
  /** Number of values in all runs */
  size = 0;
  #data: Int32Array[] = [];
  /**
   * For each run: start and end of its values, start of all values of its section, and start of the bytes that belong
   * to them, see `Block`.
   */
  #spans = new Int32Array(64 * WIDTH);

  clear() {
    this.length = 0;
    this.size = 0;
  }

  /**
   * Adds the values of a section on some days.
   *
   * @param at - index of the section in the data
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

  /** Index of the first value of a run. */
  fromOf(run: number): number {
    return this.#spans[run * WIDTH + FROM];
  }

  /** Index after the last value of a run. */
  toOf(run: number): number {
    return this.#spans[run * WIDTH + TO];
  }

  /** The {@link restOf} of the duration at an index. */
  restAt(run: number, at: number): number {
    const nth = at - this.#spans[run * WIDTH + FIRST];
    const rests = this.#spans[run * WIDTH + RESTS];
    return (this.#data[run][rests + (nth >> 1)] >>> ((nth & 1) << 4)) & 0xffff;
  }

  durationAt(run: number, at: number): number {
    return durationOf(this.#data[run][at], this.restAt(run, at));
  }
}
