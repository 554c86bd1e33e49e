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

import { Practice } from '../organisation';
import { HOUR } from './calendar';
import { Random } from './Random';

/** A later rollback or hotfix would not be seen as one that belongs to the release. */
const LATEST_FIX = 40 * HOUR;

/** How a release fails, and what is done about it. */
export interface Failure {
  /** When users begin to feel it. */
  onset: number;
  way: 'rollback' | 'hotfix' | 'endured';
  /** When another deployment ends it; undefined where none does. */
  fixed?: number;
}

/** Whether a release is going to fail, and how. */
export function planFailure(
  release: number,
  practice: Practice,
  random: Random,
): Failure | undefined {
  if (!random.chance(practice.failureRate)) {
    return undefined;
  }
  // Who mends quickly is also quick to notice.
  const notice = 0.5 * Math.min(1, practice.restore);
  const onset = release + random.logNormal(notice, 0.8) * HOUR;
  const fixed = onset + random.logNormal(practice.restore, 0.7) * HOUR;
  const way = random.weighted({ rollback: 30, hotfix: 35, endured: 35 });
  return way === 'endured' || fixed - release > LATEST_FIX
    ? { onset, way: 'endured' }
    : { onset, way, fixed };
}
