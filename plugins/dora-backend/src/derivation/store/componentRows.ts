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

import { ComponentRelease } from '../../rules/component';
import { releaseId } from '../../rules/releaseId';
import { ExcludedDeployment } from '../../rules/releases';
import { DerivedRow, DerivedRows } from './derivedTables';
import { toNamesText } from './releaseNames';

/** The component that owns the rows. */
interface Owner {
  entityId: number;
  entityRef: string;
}

/** The rows of a release for the derived tables. */
export function releaseRows(
  { entityId, entityRef }: Owner,
  { release, kind, changes, reasons, ...more }: ComponentRelease,
  dayOf: (time: number) => number,
): DerivedRows {
  const { pk, rollouts } = release;
  const day = dayOf(release.time);
  const commits: string[] = [];
  let firstChanges = 0;
  let leadTimes = 0;
  for (const { change, first, leadTime } of changes) {
    firstChanges += first ? 1 : 0;
    leadTimes += leadTime === undefined ? 0 : 1;
    if (change.commits) {
      commits.push(...change.commits);
    }
  }
  return {
    releases: [
      [
        pk,
        entityId,
        release.name?.slice(1) ?? null,
        release.occurrence,
        release.time,
        day,
        kind,
        rollouts.length,
        rollouts.length === 1
          ? 1
          : new Set(rollouts.map(r => r.deployment.workspace)).size,
        rollouts[rollouts.length - 1].time,
        more.changesFrom,
        more.batchSize,
        changes.length,
        firstChanges,
        leadTimes,
        releaseId(entityRef, release),
        toNamesText(release, commits),
      ],
    ],
    rollouts: rollouts.map(({ deployment, time, replaced }) => [
      deployment.pk,
      pk,
      entityId,
      deployment.workspace,
      time,
      replaced?.pk ?? null,
    ]),
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
      carried.change.size ?? null,
    ]),
    reasons: reasons.map(({ reason, fix }) => [
      pk,
      entityId,
      reason,
      null,
      fix.pk,
    ]),
    excluded: [],
  };
}

/** The row of a deployment that is not a rollout. */
export function excludedRow(
  { entityId }: Owner,
  { deployment, exclusion, release, echo }: ExcludedDeployment,
  dayOf: (time: number) => number,
): DerivedRow {
  const time = deployment.finishedAt!;
  return [
    deployment.pk,
    entityId,
    time,
    dayOf(time),
    exclusion,
    release?.pk ?? null,
    echo,
  ];
}
