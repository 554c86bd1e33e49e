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

/** What is expected, with numbers that differ by no more than other sums of the same do taken from what was received. */
export function withinRounding(expected: unknown, received: unknown): unknown {
  if (typeof expected === 'number' && typeof received === 'number') {
    const close =
      Math.abs(expected - received) <= 1e-9 * Math.max(1, Math.abs(expected));
    return close ? received : expected;
  }
  if (typeof expected === 'object' && expected !== null) {
    const other = (received ?? {}) as Record<string, unknown>;
    const entries = Object.entries(expected).map(([key, value]) => [
      key,
      withinRounding(value, other[key]),
    ]);
    return Array.isArray(expected)
      ? entries.map(([, value]) => value)
      : Object.fromEntries(entries);
  }
  return expected;
}
