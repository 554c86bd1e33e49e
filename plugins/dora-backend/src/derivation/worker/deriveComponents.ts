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

/** How components are derived. */
export interface DeriveOptions extends DerivationContext {
  /** Whether to begin no more of them */
  isOver: () => boolean;
}

/**
 * Derives the releases of components from their facts, as many as there is time for, and at least one. While some are
 * derived, the database stores the ones before and reads the next ones; nothing that is stored of one concerns another.
 *
 * @param store - stores what some components have come to
 * @returns those that were derived, `entities.id`
 */
export async function deriveComponents(
  tx: Knex.Transaction,
  tasks: ComponentTask[],
  options: DeriveOptions,
  store: (difference: Difference) => Promise<void>,
): Promise<number[]> {
  const { rules, isOver } = options;
  // The connection of a transaction takes one query at a time; what waits is sent as soon as it is free.
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
      // Heard of when it is waited for, which it is not after an error elsewhere.
      reading.catch(() => undefined);
      // The query is sent before anything else is done, and requests are answered meanwhile.
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
    // Nothing may be under way when the transaction is rolled back.
    await query(async () => undefined);
  }
  return done;
}
