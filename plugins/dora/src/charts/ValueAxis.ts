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

/** Where values have their place between the bottom and the top of a plot. */
export interface ValueAxis {
  /** Values that are written beside it, from the lowest to the highest. */
  ticks: number[];
  /** Place of a value: 0 at the bottom, 1 at the top. */
  share: (value: number) => number;
  isLogarithmic: boolean;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Durations that people know, each some times as long as the one before. */
const LANDMARKS = [
  ...[1, 10],
  ...[1, 10].map(minutes => minutes * MINUTE),
  ...[1, 6].map(hours => hours * HOUR),
  ...[1, 7, 30, 120, 365, 1500].map(days => days * DAY),
];

/** From here on, even steps would press most values to the bottom. */
const WIDE = 30;

/** What lies at an edge would be cut in half; so much lies between. */
const ROOM = 1.2;

/** Even steps from 0 to the last tick. */
export function linearAxis(ticks: number[]): ValueAxis {
  const top = ticks[ticks.length - 1];
  return { ticks, share: value => value / top, isLogarithmic: false };
}

/** Whether durations are so far apart that only their factors can be shown. */
export function isWide(durations: readonly number[]): boolean {
  const positive = durations.filter(duration => duration > 0);
  return (
    positive.length > 1 &&
    Math.max(...positive) / Math.max(1, Math.min(...positive)) >= WIDE
  );
}

/** The same height for the same factor; what is shorter than a second stands at the bottom. */
export function factorAxis(durations: readonly number[]): ValueAxis {
  const positive = durations.filter(duration => duration > 0);
  const [lowest, highest] = [Math.min(...positive), Math.max(...positive)];
  const first = Math.max(
    0,
    LANDMARKS.filter(landmark => landmark <= lowest / ROOM).length - 1,
  );
  const last = LANDMARKS.findIndex(landmark => landmark > highest * ROOM);
  const ticks = LANDMARKS.slice(first, last === -1 ? undefined : last + 1);
  const [bottom, top] = [ticks[0], ticks[ticks.length - 1]].map(Math.log);
  return {
    ticks,
    share: value =>
      value <= ticks[0]
        ? 0
        : Math.min(1, (Math.log(value) - bottom) / (top - bottom)),
    isLogarithmic: true,
  };
}
