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

/** Whether a release failed, and when it recovered; ms since the epoch, undefined while it has not. */
export interface Outcome {
  failed: boolean;
  recoveredAt?: number;
}

/**
 * Determines whether a release failed and when it recovered (docs/rules.md, Failures): at its first fix or at the end
 * of its last incident, if all have ended, whichever is earlier; but never before the release itself.
 *
 * @param time - time of the release
 * @param fixes - times of the rollbacks and hotfixes that are reasons for its failure
 * @param incidents - the ends of the incidents linked to it; undefined for an unresolved one
 * @param notAFailure - whether a correction says that it did not fail
 */
export function assessRelease(
  time: number,
  fixes: number[],
  incidents: (number | undefined)[],
  notAFailure: boolean,
): Outcome {
  if (notAFailure || fixes.length + incidents.length === 0) {
    return { failed: false };
  }
  const ends = [...fixes];
  const resolved = incidents.flatMap(end => end ?? []);
  if (incidents.length > 0 && resolved.length === incidents.length) {
    ends.push(Math.max(...resolved));
  }
  const recoveredAt = ends.filter(end => end >= time).sort((a, b) => a - b)[0];
  return { failed: true, recoveredAt };
}
