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
import { NEVER, sinceRows } from '../load/sinceRows';
import { ComponentTask } from './takeWork';

/** How many deployments, with the changes that they carry, are in memory at once. */
const DEPLOYMENTS_AT_ONCE = 2000;

/** With more than this to derive, a component is derived bit by bit, as often as so many deployments have come. */
export interface Slices {
  above: number;
  deployments: number;
}

/** A container of 768 MB has room for that much of a component at once. */
export const SLICES: Slices = { above: 10_000, deployments: 5_000 };

/** Components that are derived at once. */
export interface TaskGroup {
  /**
   * - `whole`: from their first release on, whatever is stored of them
   * - `tails`: since the times of the tasks
   * - `slices`: a component of which nothing may be stored, the tasks one after the other
   */
  by: 'whole' | 'tails' | 'slices';
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

/** Cuts the whole history of a component into tasks of so many deployments. */
export async function cutTask(
  tx: Knex.Transaction,
  { entityId, replaced }: ComponentTask,
  { deployments: size }: Slices,
): Promise<ComponentTask[]> {
  const numbered = tx('deployments')
    .where({ entity_id: entityId })
    .whereNotNull('finished_at')
    .select(
      'finished_at',
      tx.raw('row_number() over (order by finished_at) as place'),
    );
  const rows: { finished_at: string | number }[] = await tx
    .from(numbered.as('n'))
    .whereRaw('place % ? = 0', [size])
    .distinct('finished_at')
    .orderBy('finished_at');
  const times = [0, ...rows.map(row => Number(row.finished_at))];
  return times.map((time, index) => ({
    ...{ entityId, replaced, since: time },
    until: times[index + 1] ?? NEVER,
  }));
}

/** Those of some tasks that are not to be derived in one go. */
export async function findTooLong(
  tx: Knex.Transaction,
  tasks: ComponentTask[],
  { above }: Slices,
): Promise<ComponentTask[]> {
  // Slices cannot be cut any further.
  const open = tasks.filter(({ until }) => until === undefined);
  if (open.length === 0) {
    return [];
  }
  const extents = await loadExtents(tx, open);
  return open.filter(
    ({ entityId }) => extents.get(entityId)!.deployments > above,
  );
}

/** Puts components together that are small, and takes apart those that are large. */
export async function groupTasks(
  tx: Knex.Transaction,
  tasks: ComponentTask[],
  slices: Slices,
): Promise<TaskGroup[]> {
  if (tasks.length === 0) {
    return [];
  }
  const extents = await loadExtents(tx, tasks);
  const isLarge = ({ entityId }: ComponentTask) =>
    extents.get(entityId)!.deployments > slices.above;
  const large = tasks.filter(isLarge);
  const small = tasks.filter(task => !isLarge(task));
  // A deployment that has moved leaves one component and joins another at once: its rows have the same key in both.
  const moving = small.filter(({ replaced }) => replaced.size > 0);
  const others = small.filter(({ replaced }) => replaced.size === 0);
  const groups: TaskGroup[] = [];
  if (moving.length > 0) {
    groups.push({ by: 'tails', tasks: moving });
  }
  for (const by of ['tails', 'whole'] as const) {
    let left = 0;
    for (const task of others) {
      const { deployments, begun } = extents.get(task.entityId)!;
      if (begun === (by === 'tails')) {
        if (left < deployments || left === 0) {
          groups.push({ by, tasks: [] });
          left = DEPLOYMENTS_AT_ONCE;
        }
        groups[groups.length - 1].tasks.push(task);
        left -= deployments;
      }
    }
  }
  for (const task of large) {
    groups.push({ by: 'slices', tasks: await cutTask(tx, task, slices) });
  }
  return groups;
}
