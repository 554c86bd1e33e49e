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

/** A percentile by linear interpolation between closest ranks, as the backend has it. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const low = Math.floor(place);
  const high = Math.ceil(place);
  return sorted[low] + (sorted[high] - sorted[low]) * (place - low);
}

/** Turns a value into a place between 0 and 1. */
export type Scale = (value: number) => number;

/** Even steps for ratios. */
export function linearScale(top: number): Scale {
  return value => (top > 0 ? Math.min(1, value / top) : 0);
}

/** Even factors, since products differ by factors; what is not above 0 stands at 0. */
export function logScale(values: readonly number[]): Scale {
  const positive = values.filter(value => value > 0);
  if (positive.length === 0) {
    return () => 0;
  }
  const low = Math.log(Math.min(...positive));
  const high = Math.log(Math.max(...positive));
  // Leaves a little room at both ends, and all of it where there is one value.
  const room = Math.max(0.25, (high - low) * 0.04);
  return value =>
    value > 0 ? (Math.log(value) - low + room) / (high - low + 2 * room) : 0;
}
