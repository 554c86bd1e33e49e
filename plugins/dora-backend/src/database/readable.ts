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

/** Whether it is what a value that cannot be read leads to: a time that is none, or text that is no JSON. */
const isUnreadable = (error: unknown): boolean =>
  error instanceof RangeError || error instanceof SyntaxError;

/** What is shown of rows. One that cannot be read is left out, so that it fails no answer. */
export function readable<TRow, TItem>(
  rows: TRow[],
  toItem: (row: TRow) => TItem,
): TItem[] {
  return rows.flatMap(row => {
    try {
      return [toItem(row)];
    } catch (error) {
      if (!isUnreadable(error)) {
        throw error;
      }
      return [];
    }
  });
}
