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

/** Durations, to be told. */
export class Percentiles {
  readonly #values: number[] = [];

  add(ms: number): void {
    this.#values.push(ms);
  }

  toString(): string {
    const sorted = [...this.#values].sort((a, b) => a - b);
    const at = (share: number) =>
      sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
    return `${sorted.length}, p50 ${at(0.5)} ms, p95 ${at(
      0.95,
    )} ms, longest ${at(1)} ms`;
  }
}
