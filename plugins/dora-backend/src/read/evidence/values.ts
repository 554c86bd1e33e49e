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

/** Whether a number is a time, in ms since the epoch. */
export const isTime = (time: number): boolean =>
  !Number.isNaN(new Date(time).getTime());

/** A bigint as the drivers return it; PostgreSQL's returns text. */
export type BigInteger = string | number;

/** The number in a column; undefined when it is null. */
export function optionalNumber(value: BigInteger | null): number | undefined {
  return value === null ? undefined : Number(value);
}

/** Formats a time (ms since the epoch) for responses. */
export function toTime(time: BigInteger): string {
  return new Date(Number(time)).toISOString();
}

/** As {@link toTime}; null when there is none. */
export function toTimeOrNull(time: BigInteger | null): string | null {
  return time === null ? null : toTime(time);
}

/** As {@link toTime}; undefined when there is none. */
export function toOptionalTime(time: BigInteger | null): string | undefined {
  return time === null ? undefined : toTime(time);
}

/** A duration in ms as seconds; null when there is none. */
export function toSeconds(duration: BigInteger | null): number | null {
  return duration === null ? null : Number(duration) / 1000;
}
