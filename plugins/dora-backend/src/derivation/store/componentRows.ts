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

import { ComponentHistory, ComponentRelease } from '../../rules/component';
import { releaseId } from '../../rules/releaseId';
import { DerivedRollout } from '../../rules/releases';
import {
  addRows,
  columnOf,
  DerivedRow,
  DerivedRows,
  RELEASES,
} from './derivedTables';
import { Tail } from '../load/Tail';

const ROLLOUTS_AT = columnOf(RELEASES, 'rollouts');
const WORKSPACES_AT = columnOf(RELEASES, 'workspaces');
const LAST_ROLLOUT_AT = columnOf(RELEASES, 'last_rollout_at');

const lastOf = (rollouts: DerivedRollout[]) => rollouts[rollouts.length - 1];

const rolloutRows = (
  entityId: number,
  releasePk: number,
  rollouts: DerivedRollout[],
): DerivedRow[] =>
  rollouts.map(({ deployment, time, replaced }) => [
    deployment.pk,
    releasePk,
    entityId,
    deployment.workspace,
    time,
    replaced ? replaced.pk : null,
  ]);

/** The rows that the derived tables are to have of a release. */
export function releaseRows(
  { entityId, entityRef }: { entityId: number; entityRef: string },
  { release, kind, changes, reasons, ...more }: ComponentRelease,
  dayOf: (time: number) => number,
): DerivedRows {
  const { pk, rollouts } = release;
  const day = dayOf(release.time);
  return {
    releases: [
      [
        pk,
        entityId,
        release.version ?? null,
        release.occurrence,
        release.time,
        day,
        kind,
        rollouts.length,
        new Set(rollouts.map(r => r.deployment.workspace)).size,
        lastOf(rollouts).time,
        more.changesFrom,
        more.batchSize,
        changes.length,
        changes.filter(({ first }) => first).length,
        changes.filter(({ leadTime }) => leadTime !== undefined).length,
        releaseId(entityRef, release),
      ],
    ],
    rollouts: rolloutRows(entityId, pk, rollouts),
    changes: changes.map(carried => [
      pk,
      carried.change.pk,
      entityId,
      day,
      carried.first,
      carried.exclusion ?? null,
      carried.leadTime ?? null,
      carried.coding ?? null,
      carried.pickup ?? null,
      carried.review ?? null,
      carried.deploy ?? null,
    ]),
    reasons: reasons.map(({ reason, fix }) => [
      pk,
      entityId,
      reason,
      null,
      fix.pk,
    ]),
  };
}

/**
 * Adds the rows that the derived tables are to have of a component since the beginning of its tail.
 *
 * @param begun - rows of the releases that began before, by their ids
 */
export function addComponentRows(
  rows: DerivedRows,
  tail: Tail,
  { releases, joined, pastReasons }: ComponentHistory,
  begun: Map<number, DerivedRow>,
  dayOf: (time: number) => number,
): void {
  const { entityId, past } = tail;
  for (const release of releases) {
    addRows(rows, releaseRows(tail, release, dayOf));
  }
  for (const { release, reason, fix } of pastReasons) {
    rows.reasons.push([release.pk, entityId, reason, null, fix.pk]);
  }
  for (const { release, rollouts } of joined) {
    const before = past.workspacesOf.get(release.pk) ?? [];
    const row = [...begun.get(release.pk)!];
    row[ROLLOUTS_AT] = before.length + rollouts.length;
    row[WORKSPACES_AT] = new Set([
      ...before,
      ...rollouts.map(r => r.deployment.workspace),
    ]).size;
    row[LAST_ROLLOUT_AT] = lastOf(rollouts).time;
    rows.releases.push(row);
    rows.rollouts.push(...rolloutRows(entityId, release.pk, rollouts));
  }
}
