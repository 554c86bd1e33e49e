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
import { StoredComponent } from './load/loadComponents';
import { excludedRow, releaseRows } from './store/componentRows';
import {
  addRows,
  DERIVED_TABLES,
  DerivedRows,
  noRows,
  RELEASE_TABLES,
} from './store/derivedTables';
import { Difference } from './store/Difference';
import { StoredTable } from './store/StoredTable';
import { RollUp } from './types';

/** How long the loop below may block the event loop, in ms. */
const TURN_MS = 20;

/** What rows are derived with. */
export interface DerivationContext {
  rules: Rules;
  hierarchy: RollUp;
  /** The day of a time, in days since the epoch in the time zone of the rules. */
  dayOf: (time: number) => number;
}

/**
 * Adds the rows of a release to `wanted` unless the same rows are stored.
 *
 * @param pk - `releases.id`
 */
function compare(
  wanted: DerivedRows,
  stored: Record<keyof DerivedRows, StoredTable>,
  pk: number,
  rows: DerivedRows,
): void {
  if (RELEASE_TABLES.every(name => stored[name].equals(pk, rows[name]))) {
    RELEASE_TABLES.forEach(name => stored[name].drop(pk));
  } else {
    addRows(wanted, rows);
  }
}

/** Derives some components and returns how the result differs from the stored rows. */
export async function compareComponents(
  components: StoredComponent[],
  { rules, hierarchy, dayOf }: DerivationContext,
): Promise<Difference> {
  const difference: Difference = {
    entityIds: components.map(({ entityId }) => entityId),
    stored: noRows(),
    wanted: noRows(),
    waiting: [],
  };
  let turn = -Infinity;
  const letOthers = async () => {
    await nextTurn();
    turn = Date.now();
  };
  const isOver = () => Date.now() - turn > TURN_MS;
  for (const component of components) {
    if (isOver()) {
      await letOthers();
    }
    const { entityId, changes, stored } = component;
    const { releases, excluded } = deriveComponent(
      component,
      hierarchy.settingsOf(entityId),
      rules,
    );
    const carried = new Set<number>();
    for (const release of releases) {
      if (isOver()) {
        await letOthers();
      }
      const rows = releaseRows(component, release, dayOf);
      compare(difference.wanted, stored, release.release.pk, rows);
      for (const { change } of release.changes) {
        carried.add(change.pk);
      }
    }
    for (const one of excluded) {
      const { pk } = one.deployment;
      const row = excludedRow(component, one, dayOf);
      if (stored.excluded.equals(pk, [row])) {
        stored.excluded.drop(pk);
      } else {
        difference.wanted.excluded.push(row);
      }
    }
    for (const { pk, ofComponent } of changes) {
      if (ofComponent && !carried.has(pk)) {
        difference.waiting.push(pk);
      }
    }
    for (const [name] of DERIVED_TABLES) {
      difference.stored[name].push(...stored[name].rest());
    }
  }
  return difference;
}
