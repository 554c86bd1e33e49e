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

/** Whether the error comes from an unreadable value: an invalid time, or text that is not JSON. */
const isUnreadable = (error: unknown): boolean =>
  error instanceof RangeError || error instanceof SyntaxError;

/**
 * Maps rows to the items shown. Unreadable rows are left out, so that they do
 * not fail the whole response.
 */
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
