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
import { sinceRows } from './sinceRows';
import { ComponentTask } from './takeWork';

/** How many deployments, with the changes that they carry, are in memory at once; more only if a component has more. */
const DEPLOYMENTS_AT_ONCE = 4000;

/** Puts components together whose tails are small, and takes apart those whose tails are large. */
export async function groupTasks(
  tx: Knex.Transaction,
  tasks: ComponentTask[],
): Promise<ComponentTask[][]> {
  if (tasks.length < 2) {
    return tasks.length > 0 ? [tasks] : [];
  }
  const counts: { entity_id: number; deployments: string | number }[] = await tx
    .from(sinceRows(tx, tasks))
    .select(
      'g.entity_id',
      tx.raw(
        `(select count(*) from deployments d
            where d.entity_id = g.entity_id and d.finished_at >= g.since) as deployments`,
      ),
    );
  const deployments = new Map(
    counts.map(row => [row.entity_id, Number(row.deployments)]),
  );
  // A deployment that has moved leaves one component and joins another at once: its rows have the same key in both.
  const groups = [tasks.filter(({ replaced }) => replaced.size > 0)];
  let left = 0;
  for (const task of tasks) {
    if (task.replaced.size === 0) {
      const size = deployments.get(task.entityId) ?? 0;
      if (left < size) {
        groups.push([]);
        left = DEPLOYMENTS_AT_ONCE;
      }
      groups[groups.length - 1].push(task);
      left -= size;
    }
  }
  return groups.filter(group => group.length > 0);
}
