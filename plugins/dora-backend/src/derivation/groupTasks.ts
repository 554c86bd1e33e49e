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
const DEPLOYMENTS_AT_ONCE = 2000;

/** Components that are derived at once. */
export interface TaskGroup {
  /** Whether from their first release on, whatever is stored of them; otherwise by their tails. */
  whole: boolean;
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
      { deployments: Number(row.deployments), begun: Boolean(row.begun) },
    ]),
  );
}

/** Puts components together that are small, and takes apart those that are large. */
export async function groupTasks(
  tx: Knex.Transaction,
  tasks: ComponentTask[],
): Promise<TaskGroup[]> {
  if (tasks.length === 0) {
    return [];
  }
  // A deployment that has moved leaves one component and joins another at once: its rows have the same key in both.
  const moving = tasks.filter(({ replaced }) => replaced.size > 0);
  const others = tasks.filter(({ replaced }) => replaced.size === 0);
  const groups: TaskGroup[] = [];
  if (moving.length > 0) {
    groups.push({ whole: false, tasks: moving });
  }
  if (others.length > 0) {
    const extents = await loadExtents(tx, others);
    for (const whole of [false, true]) {
      let left = 0;
      for (const task of others) {
        const { deployments, begun } = extents.get(task.entityId)!;
        if (begun !== whole) {
          if (left < deployments || left === 0) {
            groups.push({ whole, tasks: [] });
            left = DEPLOYMENTS_AT_ONCE;
          }
          groups[groups.length - 1].tasks.push(task);
          left -= deployments;
        }
      }
    }
  }
  return groups;
}
