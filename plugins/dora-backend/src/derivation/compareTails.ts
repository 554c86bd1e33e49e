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
import { Rules } from '../rules/types';
import { addComponentRows } from './store/componentRows';
import {
  columnOf,
  DerivedRows,
  noRows,
  RELEASE_REASONS,
  RELEASES,
} from './store/derivedTables';
import { DerivedTail, deriveTails } from './deriveTails';
import { Difference } from './store/Difference';
import { loadStoredRows } from './load/storedRows';
import { ComponentTask } from './worker/takeWork';
import { changesSince } from './store/unreleasedChanges';

const at = {
  id: columnOf(RELEASES, 'id'),
  reasonOf: columnOf(RELEASE_REASONS, 'release_id'),
  fix: columnOf(RELEASE_REASONS, 'fix_release_id'),
};

/** The rows that the tables are to have, and why: the reasons that lie wholly before the tails stay. */
function wantedRows(
  derived: DerivedTail[],
  stored: DerivedRows,
  dayOf: (time: number) => number,
): DerivedRows {
  const rows = noRows();
  const begun = new Map(stored.releases.map(row => [Number(row[at.id]), row]));
  const within = new Set<number>();
  for (const { tail, history } of derived) {
    addComponentRows(rows, tail, history, begun, dayOf);
    for (const { releaseId, releaseTime } of tail.rollouts) {
      if (releaseTime >= tail.since) {
        within.add(releaseId);
      }
    }
  }
  rows.reasons.push(
    ...stored.reasons.filter(
      row =>
        !within.has(Number(row[at.reasonOf])) &&
        !within.has(Number(row[at.fix])),
    ),
  );
  return rows;
}

/** When a tail, or a release that it extends or extended, began. */
const beginningOf = ({ tail, history }: DerivedTail) =>
  Math.min(
    tail.since,
    ...history.joined.map(({ release }) => release.time),
    ...tail.rollouts
      .filter(({ releaseTime }) => releaseTime < tail.since)
      .map(({ releaseTime }) => releaseTime),
  );

/** Derives the releases of some components since some times, and reads what is stored of these. */
export async function compareTails(
  tx: Knex.Transaction,
  tasks: ComponentTask[],
  rules: Rules,
  dayOf: (time: number) => number,
): Promise<Difference> {
  const all = await deriveTails(tx, tasks, rules);
  const derived = all.filter(
    ({ tail }) => tail.deployments.length + tail.rollouts.length > 0,
  );
  const stored = await loadStoredRows(
    tx,
    derived.map(({ tail }) => tail),
    derived.flatMap(({ history }) =>
      history.joined.map(({ release }) => release.pk),
    ),
    rules,
  );
  const wanted = wantedRows(derived, stored, dayOf);
  return {
    components: derived.map(one => ({
      entityId: one.tail.entityId,
      from: beginningOf(one),
    })),
    stored,
    wanted,
    blamed: wanted.reasons.map(row => Number(row[at.reasonOf])),
    // Of all, also where there is no deployment since.
    waiting: await changesSince(tx, tasks),
  };
}
