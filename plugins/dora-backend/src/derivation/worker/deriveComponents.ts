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
import { compareComponents, DerivationContext } from '../compareComponents';
import { queryComponents, toComponents } from '../load/loadComponents';
import { Difference } from '../store/Difference';
import { groupTasks } from './groupTasks';
import { ComponentTask } from './takeWork';

/** What components are derived with. */
export interface DeriveOptions extends DerivationContext {
  /** Whether the time is up: no further components are started then */
  isOver: () => boolean;
}

/**
 * Derives the releases of components from their facts within the time limit, but at least one group. While a group is
 * being derived, the database stores the previous one and reads the next one: their stored rows are independent.
 *
 * @param store - stores the differences of some components
 * @returns the derived components, `entities.id`
 */
export async function deriveComponents(
  tx: Knex.Transaction,
  tasks: ComponentTask[],
  options: DeriveOptions,
  store: (difference: Difference) => Promise<void>,
): Promise<number[]> {
  const { rules, isOver } = options;
  // The connection of a transaction runs one query at a time; the next one is sent as soon as it is free.
  const query = pLimit(1);
  const groups = tasks.length > 0 ? await groupTasks(tx, tasks) : [];
  const readNext = async () => {
    const group = groups.shift();
    const ids = group?.map(({ entityId }) => entityId) ?? [];
    return group && { group, texts: await queryComponents(tx, ids, rules) };
  };
  const done: number[] = [];
  let reading = query(readNext);
  let storing = Promise.resolve();
  try {
    for (;;) {
      const read = await reading;
      if (!read || (done.length > 0 && isOver())) {
        break;
      }
      reading = query(readNext);
      // Prevents an unhandled rejection: after another error, nobody awaits it.
      reading.catch(() => undefined);
      // Sends the query before the work below begins, and lets requests be answered.
      await nextTurn();
      const { group, texts } = read;
      const difference = await compareComponents(
        await toComponents(tx, texts, rules, query),
        options,
      );
      await storing;
      storing = query(() => store(difference));
      storing.catch(() => undefined);
      done.push(...group.map(({ entityId }) => entityId));
    }
    await storing;
  } finally {
    // No query may be running when the transaction is rolled back.
    await query(async () => undefined);
  }
  return done;
}
