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

import { WorkspaceItem } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { medianInterval, percentile } from '../../statistics';
import { Window } from '../../Window';
import { readLags } from './lags';
import { readReleased, readRolledOut } from './workspaceQueries';

const COLLATOR = new Intl.Collator('en', { numeric: true });

/** The workspaces that releases of some entities went to, in order of name. */
export async function listWorkspaces(
  knex: Knex,
  ids: number[],
  window: Window,
): Promise<WorkspaceItem[]> {
  const [rolledOut, released, lags] = await Promise.all([
    readRolledOut(knex, ids, window),
    readReleased(knex, ids, window),
    readLags(knex, ids, window),
  ]);
  const names = new Set([...rolledOut.keys(), ...released.keys()]);
  return [...names]
    .sort((a, b) => COLLATOR.compare(a, b) || (a < b ? -1 : 1))
    .map(workspace => {
      const { releases = 0, rollouts = 0 } = released.get(workspace) ?? {};
      const { components = 0, latest } = rolledOut.get(workspace) ?? {};
      const lag = lags.get(workspace);
      return {
        workspace,
        components,
        releases,
        rollouts,
        deploymentFrequency: releases / window.days,
        lag: {
          value: (lag && percentile(lag, 50)) ?? null,
          p90: (lag && percentile(lag, 90)) ?? null,
          ci: (lag && medianInterval(lag)) ?? null,
          sample: lag?.size ?? 0,
        },
        latest: latest === undefined ? null : new Date(latest).toISOString(),
      };
    });
}
