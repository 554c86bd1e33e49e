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

const MINUS = 45;
const ZERO = 48;

/**
 * Reads whole numbers out of a text, with one character between them; what is empty is NaN. Faster than any rows of the
 * drivers, and than a binary format, as no object is made.
 *
 * @param from - where in the text they begin
 * @returns the numbers, and where the text goes on
 */
export function readNumbers(
  text: string,
  length: number,
  from = 0,
): { numbers: Float64Array; end: number } {
  const numbers = new Float64Array(length);
  let at = from;
  for (let index = 0; index < length; index++) {
    const negative = text.charCodeAt(at) === MINUS;
    if (negative) {
      at += 1;
    }
    const start = at;
    let value = 0;
    let digit = text.charCodeAt(at) - ZERO;
    while (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      at += 1;
      digit = text.charCodeAt(at) - ZERO;
    }
    if (at === start) {
      value = NaN;
    }
    numbers[index] = negative ? -value : value;
    at += 1;
  }
  return { numbers, end: at };
}
