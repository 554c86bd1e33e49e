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
import { Scope, scopedRows } from './scope';

/** Counts the workspaces that the rollouts of releases went to, by index of the group. */
export async function countWorkspaces(
  knex: Knex,
  scope: Scope,
): Promise<number[]> {
  const rows: { g: number; workspaces: string | number }[] = await knex
    .select('g')
    .countDistinct('workspace as workspaces')
    .from(
      knex.raw('(?) as s', [
        scopedRows(knex, { table: 'releases' }, { id: 't.id' }, scope),
      ]),
    )
    .join('rollouts as r', 'r.release_id', 's.id')
    .groupBy('g');
  const counts = scope.groups.map(() => 0);
  for (const { g, workspaces } of rows) {
    counts[g] = Number(workspaces);
  }
  return counts;
}
