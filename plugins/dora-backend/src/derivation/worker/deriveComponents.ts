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
import { setImmediate as nextTurn } from 'node:timers/promises';
import pLimit from 'p-limit';
import { Rules } from '../../rules/types';
import { compareTails } from '../compareTails';
import { compareWholes } from '../compareWholes';
import { Difference } from '../store/Difference';
import { cutTask, findTooLong, Slices, TaskGroup } from './groupTasks';
import { queryWholes, toWholes, WholeTexts } from '../load/loadWholes';
import { ComponentTask } from './takeWork';

/** What becomes of derived components. */
export interface Outcome {
  /** Stores what some components have come to; with their deployments that are not what they were */
  store(difference: Difference, replaced: Set<number>): Promise<void>;
  /** Deletes what is stored of a component, `entities.id` */
  forget(entityId: number): Promise<void>;
}

/**
 * Derives the releases of some groups of components from their facts. While one is derived, the database stores the one
 * before and reads the next one; nothing that is stored of one concerns another.
 */
export async function deriveComponents(
  tx: Knex.Transaction,
  groups: TaskGroup[],
  rules: Rules,
  dayOf: (time: number) => number,
  slices: Slices,
  { store, forget }: Outcome,
): Promise<void> {
  // The connection of a transaction takes one query at a time; what waits is sent as soon as it is free.
  const query = pLimit(1);
  // Before others are stored: deployments of these may have been theirs.
  for (const { by, tasks } of groups) {
    if (by === 'slices') {
      await forget(tasks[0].entityId);
    }
  }
  // Each slice builds upon the one before.
  const toStep = (task: ComponentTask): TaskGroup => ({
    by: 'tails',
    tasks: [task],
  });
  const steps = groups.flatMap(group =>
    group.by === 'slices' ? group.tasks.map(toStep) : group,
  );
  const read = (group?: TaskGroup): Promise<WholeTexts | undefined> =>
    query(async () =>
      group?.by === 'whole'
        ? queryWholes(
            tx,
            group.tasks.map(({ entityId }) => entityId),
            rules,
          )
        : undefined,
    );
  let reading = read(steps[0]);
  let storing = Promise.resolve();
  try {
    for (const [index, { tasks }] of steps.entries()) {
      const texts = await reading;
      reading = read(steps[index + 1]);
      // Heard of when it is waited for, which it is not after an error elsewhere.
      reading.catch(() => undefined);
      // The query is sent before anything else is done, and requests are answered meanwhile.
      await nextTurn();
      const { difference, tooLong } = texts
        ? {
            difference: await compareWholes(
              await toWholes(tx, texts, rules, query),
              rules,
              dayOf,
            ),
            tooLong: [],
          }
        : await query(() =>
            compareTails(tx, tasks, rules, dayOf, some =>
              findTooLong(tx, some, slices),
            ),
          );
      for (const task of tooLong) {
        await query(() => forget(task.entityId));
        const cut = await query(() => cutTask(tx, task, slices));
        steps.push(...cut.map(toStep));
      }
      await storing;
      storing = query(() =>
        store(
          difference,
          new Set(tasks.flatMap(({ replaced }) => [...replaced])),
        ),
      );
      storing.catch(() => undefined);
    }
    await storing;
  } finally {
    // Nothing may be under way when the transaction is rolled back.
    await query(async () => undefined);
  }
}
