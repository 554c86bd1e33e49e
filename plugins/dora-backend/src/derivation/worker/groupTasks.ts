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
import { idsIn } from '../../database/sql';
import { ComponentTask } from './takeWork';

/** How many deployments, with their changes, are in memory at once, unless a single component has more. */
const DEPLOYMENTS_AT_ONCE = 500;

/**
 * Components that share a deployment because it moved from one to the other. They are derived together: the
 * deployment's rows have the same keys in both.
 */
function findMoving(tasks: ComponentTask[]): Set<ComponentTask> {
  const first = new Map<number, ComponentTask>();
  const moving = new Set<ComponentTask>();
  for (const task of tasks) {
    for (const pk of task.replaced) {
      const other = first.get(pk);
      if (other) {
        moving.add(other).add(task);
      } else {
        first.set(pk, task);
      }
    }
  }
  return moving;
}

/** Groups components to derive together: small ones, in their order. */
export async function groupTasks(
  tx: Knex.Transaction,
  tasks: ComponentTask[],
): Promise<ComponentTask[][]> {
  const rows: { entity_id: number; deployments: string | number }[] = await tx(
    'deployments',
  )
    .where(
      idsIn(
        tx,
        'entity_id',
        tasks.map(({ entityId }) => entityId),
      ),
    )
    .groupBy('entity_id')
    .select('entity_id')
    .count('* as deployments');
  const counts = new Map(
    rows.map(row => [row.entity_id, Number(row.deployments)]),
  );
  const moving = findMoving(tasks);
  const groups: ComponentTask[][] = moving.size > 0 ? [[...moving]] : [];
  let left = 0;
  for (const task of tasks.filter(one => !moving.has(one))) {
    const deployments = counts.get(task.entityId) ?? 0;
    if (left < deployments || groups.length === 0) {
      groups.push([]);
      left = DEPLOYMENTS_AT_ONCE;
    }
    groups[groups.length - 1].push(task);
    left -= deployments;
  }
  return groups;
}
