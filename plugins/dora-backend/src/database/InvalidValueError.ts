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

/**
 * A stored value that its column should not contain: SQLite stores anything,
 * and JSON is text to both databases.
 */
export class InvalidValueError extends Error {
  /** @param where - the table and column, never the value */
  constructor(kind: 'InvalidJson' | 'InvalidNumber', where: string) {
    super(`${kind} in ${where}`);
    this.name = kind;
  }
}

/**
 * The integer in a column.
 *
 * @param where - the table and the column
 * @throws InvalidValueError if it is anything else
 */
export function wholeNumber(value: string | number, where: string): number {
  const number = typeof value === 'number' ? value : Number(value || NaN);
  if (!Number.isSafeInteger(number)) {
    throw new InvalidValueError('InvalidNumber', where);
  }
  return number;
}

/**
 * In the year 2109: rows derived from later times would not fit into the
 * reader's cached columns.
 */
const LATEST = 2 ** 42;

/**
 * The time of a fact in ms since the epoch.
 *
 * @param where - the table and the column
 * @throws InvalidValueError if no fact can have that time
 */
export function factTime(value: string | number, where: string): number {
  const time = wholeNumber(value, where);
  if (time < 0 || time > LATEST) {
    throw new InvalidValueError('InvalidNumber', where);
  }
  return time;
}
