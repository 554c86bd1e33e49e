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
import { Rules } from '../derive/types';
import { addComponentRows } from './componentRows';
import {
  columnOf,
  DERIVED_TABLES,
  DerivedRows,
  noRows,
  RELEASE_CHANGES,
  RELEASE_REASONS,
  RELEASES,
  ROLLOUTS,
} from './derivedTables';
import { DerivedTail, deriveTails } from './deriveTails';
import { loadStoredRows } from './storedRows';
import { syncRows } from './syncRows';
import { ComponentTask } from './takeWork';
import { Blocks } from './touchBlocks';

/** A component that was derived. */
export interface DerivedPart {
  entityId: number;
  /** Facts since then may have changed, of releases that began since then; ms since the epoch */
  from: number;
  /** Time of its earliest release, old or new, that is not what it was; ms since the epoch, undefined when all are */
  changedSince?: number;
}

/** What deriving some components has changed. */
export interface DerivedChanges {
  components: DerivedPart[];
  /** Deployments that are part of another release than they were, or of none, `deployments.pk` */
  deploymentPks: Set<number>;
  /** Releases that are not what they were, `releases.id` */
  releaseIds: Set<number>;
  /** Releases whose failure may have come about or ended otherwise, `releases.id` */
  toAssess: Set<number>;
}

const at = {
  id: columnOf(RELEASES, 'id'),
  entityId: columnOf(RELEASES, 'entity_id'),
  time: columnOf(RELEASES, 'time'),
  day: columnOf(RELEASES, 'day'),
  rolloutPk: columnOf(ROLLOUTS, 'deployment_pk'),
  rolloutOf: columnOf(ROLLOUTS, 'release_id'),
  rolloutEntity: columnOf(ROLLOUTS, 'entity_id'),
  carriedBy: columnOf(RELEASE_CHANGES, 'release_id'),
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

/**
 * Derives the releases of some components from their facts and stores what is not as it was.
 */
export async function deriveComponents(
  tx: Knex.Transaction,
  tasks: ComponentTask[],
  rules: Rules,
  dayOf: (time: number) => number,
  blocks: Blocks,
): Promise<DerivedChanges> {
  const derived = (await deriveTails(tx, tasks, rules)).filter(
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
  const changed = noRows();
  for (const [rows, table] of DERIVED_TABLES) {
    changed[rows] = await syncRows(tx, table, stored[rows], wanted[rows]);
  }

  const releaseIds = new Set<number>([
    ...changed.releases.map(row => Number(row[at.id])),
    ...changed.rollouts.map(row => Number(row[at.rolloutOf])),
    ...changed.changes.map(row => Number(row[at.carriedBy])),
  ]);
  const changedSince = new Map<number, number>();
  for (const row of [...stored.releases, ...wanted.releases]) {
    if (releaseIds.has(Number(row[at.id]))) {
      const entityId = Number(row[at.entityId]);
      blocks.add(entityId, Number(row[at.day]));
      changedSince.set(
        entityId,
        Math.min(changedSince.get(entityId) ?? Infinity, Number(row[at.time])),
      );
    }
  }
  const replaced = new Set(tasks.flatMap(task => [...task.replaced]));
  return {
    components: derived.map(one => ({
      entityId: one.tail.entityId,
      from: beginningOf(one),
      changedSince: changedSince.get(one.tail.entityId),
    })),
    deploymentPks: new Set(
      changed.rollouts.map(row => Number(row[at.rolloutPk])),
    ),
    releaseIds,
    toAssess: new Set([
      ...releaseIds,
      ...changed.reasons.map(row => Number(row[at.reasonOf])),
      // The release that fixed them may have another time.
      ...wanted.reasons.map(row => Number(row[at.reasonOf])),
      // They may have been corrected.
      ...wanted.rollouts
        .filter(row => replaced.has(Number(row[at.rolloutPk])))
        .map(row => Number(row[at.rolloutOf])),
    ]),
  };
}
