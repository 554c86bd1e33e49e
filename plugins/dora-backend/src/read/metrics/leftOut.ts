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

import { LeftOut } from '@backstage-dora/plugin-dora-common';
import { Material } from '../columns/types';
import { Reads } from './aggregates';

/** The input of {@link toLeftOut}. */
export const LEFT_OUT: Reads = {
  counts: [
    'otherEnvironment',
    'failedAttempts',
    'cancelled',
    'configOnly',
    'otherSource',
  ],
  tallies: ['environments'],
};

/** The number of deployments in a window that do not count, by reason. */
export function toLeftOut({ counts, tallies }: Material): LeftOut {
  const { otherEnvironment, failedAttempts, cancelled } = counts;
  return {
    ...{ otherEnvironment, failed: failedAttempts, cancelled },
    configOnly: counts.configOnly,
    otherSource: counts.otherSource,
    environments: [...tallies.environments]
      .map(([name, deployments]) => ({ name, deployments }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
