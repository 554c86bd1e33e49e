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
import { sinceRows } from '../load/sinceRows';
import { ComponentTask } from './takeWork';

/** How many deployments, with the changes that they carry, are in memory at once; more only if a component has more. */
const DEPLOYMENTS_AT_ONCE = 2000;

/** Components that are derived at once. */
export interface TaskGroup {
  /**
   * - `whole`: from their first release on, whatever is stored of them
   * - `tails`: since the times of the tasks
   */
  by: 'whole' | 'tails';
  tasks: ComponentTask[];
}

interface Extent {
  /** Since the time of the task. */
  deployments: number;
  /** Whether there are deployments from before. */
  begun: boolean;
}

async function loadExtents(tx: Knex.Transaction, tasks: ComponentTask[]) {
  const rows: {
    entity_id: number;
    deployments: string | number;
    begun: boolean | number;
  }[] = await tx.from(sinceRows(tx, tasks)).select(
    'g.entity_id',
    tx.raw(
      `(select count(*) from deployments d
            where d.entity_id = g.entity_id and d.finished_at >= g.since) as deployments`,
    ),
    tx.raw(
      `exists (select 1 from deployments d
            where d.entity_id = g.entity_id and d.finished_at < g.since) as begun`,
    ),
  );
  return new Map(
    rows.map((row): [number, Extent] => [
      row.entity_id,
      {
        deployments: Number(row.deployments),
        begun: Boolean(row.begun),
      },
    ]),
  );
}

/**
 * Those that share a deployment that has moved from one to the other. They are derived at once: its rows have the same key
 * in both.
 */
export function findMoving(tasks: ComponentTask[]): Set<ComponentTask> {
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

/** Puts components together that are small, in their order. */
export async function groupTasks(
  tx: Knex.Transaction,
  tasks: ComponentTask[],
): Promise<TaskGroup[]> {
  const extents = await loadExtents(tx, tasks);
  const groups: TaskGroup[] = [];
  let left = 0;
  for (const task of tasks) {
    const { deployments, begun } = extents.get(task.entityId)!;
    // Only as a tail is it looked at what became of the deployments that were replaced.
    const by = begun || task.replaced.size > 0 ? 'tails' : 'whole';
    if (left < deployments || groups.at(-1)?.by !== by) {
      groups.push({ by, tasks: [] });
      left = DEPLOYMENTS_AT_ONCE;
    }
    groups.at(-1)!.tasks.push(task);
    left -= deployments;
  }
  return groups;
}
