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
import { Rules } from '../derive/types';
import { compareTails } from './compareTails';
import { compareWholes } from './compareWholes';
import { Difference } from './Difference';
import { TaskGroup } from './groupTasks';
import { loadWholes, Whole } from './loadWholes';

/**
 * Derives the releases of some groups of components from their facts, one group after the other.
 *
 * @param store - called with what each group has come to, and with its deployments that are not what they were
 */
export async function deriveComponents(
  tx: Knex.Transaction,
  groups: TaskGroup[],
  rules: Rules,
  dayOf: (time: number) => number,
  store: (difference: Difference, replaced: Set<number>) => Promise<void>,
): Promise<void> {
  const load = async (group: TaskGroup | undefined): Promise<Whole[]> =>
    group?.whole
      ? loadWholes(
          tx,
          group.tasks.map(({ entityId }) => entityId),
          rules,
        )
      : [];
  let loaded = await load(groups[0]);
  let storing = Promise.resolve();
  for (const [index, { whole, tasks }] of groups.entries()) {
    const next = groups[index + 1];
    let difference: Difference;
    if (whole) {
      // The database stores the group before and reads the next one while this one is derived. Nothing that is stored of
      // one concerns another.
      const reading = storing.then(() => load(next));
      const comparing = compareWholes(loaded, rules, dayOf);
      // Both to the end: nothing may be under way when the transaction is rolled back.
      await Promise.allSettled([comparing, reading]);
      difference = await comparing;
      loaded = await reading;
    } else {
      await storing;
      difference = await compareTails(tx, tasks, rules, dayOf);
      loaded = await load(next);
    }
    storing = store(
      difference,
      new Set(tasks.flatMap(({ replaced }) => [...replaced])),
    );
    // Whoever waits for it, be it the next group or the end, hears of an error.
    storing.catch(() => undefined);
    // Requests are answered meanwhile.
    await nextTurn();
  }
  await storing;
}
