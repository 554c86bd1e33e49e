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

import { Practice, Trajectory } from './types';

/** Every merge goes to production. */
export const continuous: Practice = {
  releasesPerWeek: 6,
  leadTime: 0.6,
  spread: 1.1,
  changesPerRelease: 1.2,
  failureRate: 0.06,
  restore: 0.35,
  stages: [4, 2, 3, 1],
  deployMinutes: 4,
};

/** A few small releases a week. */
export const frequent: Practice = {
  releasesPerWeek: 2.4,
  leadTime: 4.5,
  spread: 1,
  changesPerRelease: 2,
  failureRate: 0.15,
  restore: 1.6,
  stages: [4, 3, 3, 2],
  deployMinutes: 7,
};

/** About a release a week. */
export const weekly: Practice = {
  releasesPerWeek: 1.1,
  leadTime: 15,
  spread: 0.9,
  changesPerRelease: 3.6,
  failureRate: 0.26,
  restore: 5,
  stages: [4, 4, 3, 5],
  deployMinutes: 12,
};

/** Seldom, and after much checking. */
export const careful: Practice = {
  releasesPerWeek: 0.6,
  leadTime: 30,
  spread: 0.7,
  changesPerRelease: 4,
  failureRate: 0.08,
  restore: 2.5,
  stages: [3, 3, 6, 5],
  deployMinutes: 25,
};

/** A monolith that leaves every other week. */
export const train: Practice = {
  releasesPerWeek: 0.5,
  trainDays: 14,
  leadTime: 48,
  spread: 0.7,
  changesPerRelease: 14,
  failureRate: 0.45,
  restore: 26,
  stages: [4, 4, 3, 8],
  deployMinutes: 50,
};

/** Large releases that often break something. */
export const struggling: Practice = {
  releasesPerWeek: 0.55,
  leadTime: 65,
  spread: 0.9,
  changesPerRelease: 7,
  failureRate: 0.6,
  restore: 60,
  stages: [4, 6, 4, 8],
  deployMinutes: 40,
};

/** Twice a year, with everything that has come together. */
export const halfYearly: Practice = {
  releasesPerWeek: 0.04,
  trainDays: 178,
  leadTime: 170,
  spread: 0.5,
  changesPerRelease: 26,
  failureRate: 0.5,
  restore: 90,
  stages: [5, 3, 4, 12],
  deployMinutes: 180,
};

/** The same all the time. */
export function steady(practice: Practice): Trajectory {
  return () => practice;
}

/** From one practice to another, by an equal factor a day between two points of the history. */
export function shifting(
  from: Practice,
  to: Practice,
  between: { start: number; end: number },
): Trajectory {
  return progress => {
    const share = Math.min(
      1,
      Math.max(0, (progress - between.start) / (between.end - between.start)),
    );
    const blend = (a: number, b: number) => a ** (1 - share) * b ** share;
    return {
      releasesPerWeek: blend(from.releasesPerWeek, to.releasesPerWeek),
      leadTime: blend(from.leadTime, to.leadTime),
      spread: blend(from.spread, to.spread),
      changesPerRelease: blend(from.changesPerRelease, to.changesPerRelease),
      failureRate: blend(from.failureRate, to.failureRate),
      restore: blend(from.restore, to.restore),
      stages: [
        blend(from.stages[0], to.stages[0]),
        blend(from.stages[1], to.stages[1]),
        blend(from.stages[2], to.stages[2]),
        blend(from.stages[3], to.stages[3]),
      ],
      deployMinutes: blend(from.deployMinutes, to.deployMinutes),
    };
  };
}
