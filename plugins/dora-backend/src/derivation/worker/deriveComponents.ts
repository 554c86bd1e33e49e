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
import { queryWholes, toWholes } from '../load/loadWholes';
import { NEVER } from '../load/sinceRows';
import { Difference } from '../store/Difference';
import { findMoving, groupTasks, TaskGroup } from './groupTasks';
import { ComponentTask } from './takeWork';

/** How many components are looked at before it is known whether there is time for more. */
const TASKS_AT_ONCE = 25;

/** How components are derived. */
export interface DeriveOptions {
  rules: Rules;
  dayOf: (time: number) => number;
  /** When to begin no more of them, in ms since the epoch */
  deadline: number;
}

/** Reads what groups of components are derived from, the one after the other, in the order of the tasks. */
function createReader(
  tx: Knex.Transaction,
  tasks: ComponentTask[],
  rules: Rules,
) {
  const moving = findMoving(tasks);
  const rest = tasks.filter(task => !moving.has(task));
  const groups: TaskGroup[] =
    moving.size > 0 ? [{ by: 'tails', tasks: [...moving] }] : [];
  return async () => {
    if (groups.length === 0 && rest.length > 0) {
      groups.push(...(await groupTasks(tx, rest.splice(0, TASKS_AT_ONCE))));
    }
    const group = groups.shift();
    const ids = group?.tasks.map(({ entityId }) => entityId) ?? [];
    return (
      group && {
        ...group,
        texts:
          group.by === 'whole' ? await queryWholes(tx, ids, rules) : undefined,
      }
    );
  };
}

/**
 * Derives the releases of components from their facts, as many as there is time for, and at least one. While some are
 * derived, the database stores the ones before and reads the next ones; nothing that is stored of one concerns another.
 *
 * @param store - stores what some components have come to; with their deployments that are not what they were
 * @returns those that were derived, `entities.id`
 */
export async function deriveComponents(
  tx: Knex.Transaction,
  tasks: ComponentTask[],
  { rules, dayOf, deadline }: DeriveOptions,
  store: (difference: Difference, replaced: Set<number>) => Promise<void>,
): Promise<number[]> {
  // The connection of a transaction takes one query at a time; what waits is sent as soon as it is free.
  const query = pLimit(1);
  const isIdle = ({ since }: ComponentTask) => since === NEVER;
  const readNext = createReader(
    tx,
    tasks.filter(task => !isIdle(task)),
    rules,
  );
  const done = tasks.filter(isIdle);
  let reading = query(readNext);
  let storing = Promise.resolve();
  try {
    for (;;) {
      const group = await reading;
      if (!group || (done.length > 0 && Date.now() > deadline)) {
        break;
      }
      reading = query(readNext);
      // Heard of when it is waited for, which it is not after an error elsewhere.
      reading.catch(() => undefined);
      // The query is sent before anything else is done, and requests are answered meanwhile.
      await nextTurn();
      const { tasks: own, texts } = group;
      const difference = texts
        ? await compareWholes(
            await toWholes(tx, texts, rules, query),
            rules,
            dayOf,
          )
        : await query(() => compareTails(tx, own, rules, dayOf));
      await storing;
      storing = query(() =>
        store(
          difference,
          new Set(own.flatMap(({ replaced }) => [...replaced])),
        ),
      );
      storing.catch(() => undefined);
      done.push(...own);
    }
    await storing;
  } finally {
    // Nothing may be under way when the transaction is rolled back.
    await query(async () => undefined);
  }
  return done.map(({ entityId }) => entityId);
}
