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

import { Knex } from 'knex';
import { idsIn } from '../../../database/sql';
import { timesOf, Window } from '../../Window';

/** A number as the drivers return it. */
type Cell = string | number;

/** The releases (`r`) of some entities in a window, with their rollouts (`ro`). */
export function releasesWithRollouts(
  knex: Knex,
  ids: number[],
  { fromDay, toDay }: Window,
): Knex.QueryBuilder {
  return knex('releases as r')
    .join('rollouts as ro', 'ro.release_id', 'r.id')
    .where(idsIn(knex, 'r.entity_id', ids))
    .where('r.day', '>=', fromDay)
    .where('r.day', '<', toDay);
}

/** The number of releases in a window that went to each workspace, and of their rollouts. */
export async function readReleased(
  knex: Knex,
  ids: number[],
  window: Window,
): Promise<Map<string, { releases: number; rollouts: number }>> {
  const rows: { workspace: string; releases: Cell; rollouts: Cell }[] =
    await releasesWithRollouts(knex, ids, window)
      .groupBy('ro.workspace')
      .select('ro.workspace')
      .countDistinct('r.id as releases')
      .count('* as rollouts');
  return new Map(
    rows.map(({ workspace, releases, rollouts }) => [
      workspace,
      { releases: Number(releases), rollouts: Number(rollouts) },
    ]),
  );
}

/** Rollouts to a workspace. */
interface RolledOut {
  /** Components with a rollout in the window */
  components: number;
  /** Time of the latest rollout up to the end of the window, ms since the epoch */
  latest?: number;
}

/** All workspaces that releases ever went to, up to the end of a window. */
export async function readRolledOut(
  knex: Knex,
  ids: number[],
  window: Window,
): Promise<Map<string, RolledOut>> {
  const { from, to } = timesOf(window);
  const rolledOut: {
    workspace: string;
    components: Cell;
    latest: Cell;
  }[] = await knex('rollouts as ro')
    .where(idsIn(knex, 'ro.entity_id', ids))
    .where('ro.time', '<', to)
    .groupBy('ro.workspace')
    .select(
      'ro.workspace',
      knex.raw(
        'count(distinct case when ro.time >= ? then ro.entity_id end) as components',
        [from],
      ),
    )
    .max('ro.time as latest');
  const later: { workspace: string }[] = await knex('rollouts as ro')
    .join('releases as r', 'r.id', 'ro.release_id')
    .where(idsIn(knex, 'ro.entity_id', ids))
    .where('ro.time', '>=', to)
    .where('r.time', '<', to)
    .distinct('ro.workspace');
  return new Map<string, RolledOut>([
    ...later.map(({ workspace }) => [workspace, { components: 0 }] as const),
    ...rolledOut.map(
      ({ workspace, components, latest }) =>
        [
          workspace,
          { components: Number(components), latest: Number(latest) },
        ] as const,
    ),
  ]);
}
