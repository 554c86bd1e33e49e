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

import { setImmediate as nextTurn } from 'node:timers/promises';
import { deriveComponent } from '../rules/component';
import { Rules } from '../rules/types';
import { releaseRows } from './store/componentRows';
import { addRows, DERIVED_TABLES, noRows } from './store/derivedTables';
import { Difference } from './store/Difference';
import { Whole } from './load/loadWholes';

/** How long others wait. */
const TURN_MS = 20;

/** Derives some components from their first release on, and tells what is not stored so. */
export async function compareWholes(
  wholes: Whole[],
  rules: Rules,
  dayOf: (time: number) => number,
): Promise<Difference> {
  const difference: Difference = {
    components: wholes.map(({ entityId }) => ({ entityId, from: 0 })),
    stored: noRows(),
    wanted: noRows(),
    blamed: [],
    waiting: [],
  };
  await nextTurn();
  let turn = Date.now();
  for (const whole of wholes) {
    const { deployments, changes, stored } = whole;
    const { releases } = deriveComponent(deployments, changes, rules);
    const carried = new Set<number>();
    for (const release of releases) {
      const { pk } = release.release;
      const rows = releaseRows(whole, release, dayOf);
      if (
        DERIVED_TABLES.every(([name]) => stored[name].equals(pk, rows[name]))
      ) {
        DERIVED_TABLES.forEach(([name]) => stored[name].drop(pk));
      } else {
        addRows(difference.wanted, rows);
      }
      if (rows.reasons.length > 0) {
        difference.blamed.push(pk);
      }
      release.changes.forEach(({ change }) => carried.add(change.pk));
    }
    for (const { pk, ofComponent } of changes) {
      if (ofComponent && !carried.has(pk)) {
        difference.waiting.push(pk);
      }
    }
    for (const [name] of DERIVED_TABLES) {
      difference.stored[name].push(...stored[name].rest());
    }
    if (Date.now() - turn > TURN_MS) {
      await nextTurn();
      turn = Date.now();
    }
  }
  return difference;
}
