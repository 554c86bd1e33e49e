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
import { idsIn } from '../database/sql';
import { ComponentHistory, deriveComponent } from '../rules/component';
import { countsMatcher } from '../rules/production';
import { Rules } from '../rules/types';
import { loadTails } from './load/loadTails';
import { reachesBack } from './reachesBack';
import { Tail } from './load/Tail';
import { ComponentTask } from './worker/takeWork';

/** How often the beginning of a tail is moved back to a release before all is derived. */
const MOVES = 3;

/** A tail and what comes out of it. */
export interface DerivedTail {
  tail: Tail;
  history: ComponentHistory;
}

/** The changes that some releases carry, by `releases.id`. */
async function loadCarriedBy(
  tx: Knex.Transaction,
  releaseIds: number[],
): Promise<Map<number, Set<number>>> {
  const carried = new Map<number, Set<number>>();
  if (releaseIds.length === 0) {
    return carried;
  }
  const rows: { release_id: string | number; change_pk: string | number }[] =
    await tx('release_changes')
      .where(idsIn(tx, 'release_id', releaseIds))
      .select('release_id', 'change_pk');
  for (const row of rows) {
    const id = Number(row.release_id);
    const pks = carried.get(id) ?? new Set();
    pks.add(Number(row.change_pk));
    carried.set(id, pks);
  }
  return carried;
}

/**
 * Derives the releases of some components since the times that are asked for. Where these make an earlier release
 * something else than it was, from that release on.
 */
export async function deriveTails(
  tx: Knex.Transaction,
  tasks: ComponentTask[],
  rules: Rules,
): Promise<DerivedTail[]> {
  const counts = countsMatcher(rules);
  const derived: DerivedTail[] = [];
  let open = tasks;
  for (let moves = 0; open.length > 0; moves++) {
    const tails = await loadTails(tx, open, rules, counts);
    const attempts = tails.map(tail => ({
      tail,
      history: deriveComponent(
        tail.deployments,
        tail.changes,
        rules,
        tail.past,
      ),
    }));
    const carriedBy = await loadCarriedBy(
      tx,
      attempts.flatMap(({ history }) =>
        history.joined.map(({ release }) => release.pk),
      ),
    );
    open = [];
    for (const { tail, history } of attempts) {
      const since = reachesBack(tail, history.joined, carriedBy);
      if (since === undefined) {
        derived.push({ tail, history });
      } else {
        const { entityId, replaced } = tail;
        open.push({
          ...{ entityId, replaced },
          since: moves < MOVES ? since : 0,
        });
      }
    }
  }
  return derived;
}
