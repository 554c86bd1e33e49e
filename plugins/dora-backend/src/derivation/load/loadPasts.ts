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
import { wholeNumber } from '../../database/InvalidValueError';
import { jsonRows, idsIn } from '../../database/sql';
import { compareMoments, latest } from '../../rules/order';
import { releaseKey, versionKeyOf } from '../../rules/past';
import { sinceRows } from './sinceRows';
import { BegunRelease, Tail } from './Tail';

type BigInteger = string | number;

interface ReleaseRow {
  pk: BigInteger;
  entity_id: number;
  version: string | null;
  occurrence: number;
  time: BigInteger;
  kind: string;
  changes_from: string;
  source: string;
  id: string;
}

/** Of releases `r` with their first deployments `d`. */
const RELEASE = [
  'r.id as pk',
  'r.entity_id',
  'r.version',
  'r.occurrence',
  'r.time',
  'r.kind',
  'r.changes_from',
  'd.source',
  'd.id',
];

const toRelease = (row: ReleaseRow): BegunRelease => ({
  pk: Number(row.pk),
  version: row.version ?? undefined,
  occurrence: wholeNumber(row.occurrence, 'releases.occurrence'),
  time: wholeNumber(row.time, 'releases.time'),
  source: row.source,
  id: row.id,
  rollback: row.kind === 'rollback',
  kind: row.kind,
  changesFrom: row.changes_from,
});

/** The latest release of each component that is no rollback. */
async function loadPrevious(
  tx: Knex.Transaction,
  tails: Map<number, Tail>,
): Promise<void> {
  // The rollout that a release is called by is its first one.
  const rows: ReleaseRow[] = await tx
    .withMaterialized('last', query =>
      query.from(sinceRows(tx, tails.values())).select(
        'g.entity_id',
        tx.raw(
          `(select o.time from rollouts o join releases r on r.id = o.deployment_pk
            where o.entity_id = g.entity_id and o.time < g.since and r.kind <> 'rollback'
            order by o.time desc limit 1) as time`,
        ),
      ),
    )
    .from('last as l')
    .join('rollouts as o', join =>
      join.on('o.entity_id', 'l.entity_id').on('o.time', 'l.time'),
    )
    .join('releases as r', 'r.id', 'o.deployment_pk')
    .join('deployments as d', 'd.pk', 'r.id')
    .whereNot('r.kind', 'rollback')
    .select(RELEASE);
  for (const row of rows) {
    const { past } = tails.get(row.entity_id)!;
    const release = toRelease(row);
    past.previous = past.previous ? latest([past.previous, release]) : release;
  }
}

interface CurrentRow extends ReleaseRow {
  workspace: string;
  rollout_time: BigInteger;
  rollout_source: string;
  rollout_id: string;
}

const rolloutOf = (row: CurrentRow) => ({
  time: wholeNumber(row.rollout_time, 'rollouts.time'),
  source: row.rollout_source,
  id: row.rollout_id,
});

/** The releases that are current in the workspaces that the tails are about. */
async function loadCurrent(
  tx: Knex.Transaction,
  tails: Map<number, Tail>,
): Promise<void> {
  const given = [...tails.values()].flatMap(
    ({ entityId, since, deployments }) =>
      [...new Set(deployments.map(({ workspace }) => workspace))].map(
        workspace => [entityId, since, workspace],
      ),
  );
  const columns = {
    entity_id: 'integer',
    since: 'bigint',
    workspace: 'text',
  } as const;
  const rows: CurrentRow[] = await tx
    .withMaterialized('last', query =>
      query.from(jsonRows(tx, 'g', columns, given)).select(
        'g.entity_id',
        'g.workspace',
        tx.raw(
          `(select o.time from rollouts o
            where o.entity_id = g.entity_id and o.time < g.since and o.workspace = g.workspace
            order by o.time desc limit 1) as time`,
        ),
      ),
    )
    .from('last as l')
    .join('rollouts as o', join =>
      join
        .on('o.entity_id', 'l.entity_id')
        .on('o.time', 'l.time')
        .on('o.workspace', 'l.workspace'),
    )
    .join('deployments as p', 'p.pk', 'o.deployment_pk')
    .join('releases as r', 'r.id', 'o.release_id')
    .join('deployments as d', 'd.pk', 'r.id')
    .select([
      ...RELEASE,
      'o.workspace',
      'o.time as rollout_time',
      'p.source as rollout_source',
      'p.id as rollout_id',
    ]);
  // Of several at the same time, the last one stays.
  rows.sort((a, b) => compareMoments(rolloutOf(a), rolloutOf(b)));
  for (const row of rows) {
    tails.get(row.entity_id)!.past.workspaces.set(row.workspace, {
      current: toRelease(row),
      occurrences: new Map(),
    });
  }
}

/** The releases of the versions that the tails roll out or replace. */
async function loadVersions(
  tx: Knex.Transaction,
  tails: Map<number, Tail>,
): Promise<void> {
  const given = [...tails.values()].flatMap(
    ({ entityId, since, deployments, past }) =>
      [
        ...new Set([
          ...deployments.map(d => d.version ?? d.commitSha),
          ...[...past.workspaces.values()].map(w => w.current.version),
        ]),
      ].flatMap(version =>
        version === undefined ? [] : [[entityId, since, version]],
      ),
  );
  const columns = {
    entity_id: 'integer',
    since: 'bigint',
    version: 'text',
  } as const;
  const rows: ReleaseRow[] = await tx('releases as r')
    .join(jsonRows(tx, 'g', columns, given), join =>
      join
        .on('g.entity_id', 'r.entity_id')
        .on('g.version', 'r.version')
        .on('r.time', '<', 'g.since'),
    )
    .join('deployments as d', 'd.pk', 'r.id')
    .select(RELEASE);
  for (const row of rows) {
    const release = toRelease(row);
    tails
      .get(row.entity_id)!
      .past.releases.set(
        releaseKey(versionKeyOf(release), release.occurrence),
        release,
      );
  }
}

/** Where the versions of the past were rolled out, and how often they became current there. */
async function loadOccurrences(
  tx: Knex.Transaction,
  tails: Map<number, Tail>,
): Promise<void> {
  const releases = new Map<number, { tail: Tail; release: BegunRelease }>();
  for (const tail of tails.values()) {
    const { past } = tail;
    for (const release of past.releases.values()) {
      releases.set(release.pk, { tail, release });
    }
    for (const release of [
      ...past.releases.values(),
      ...[...past.workspaces.values()].map(({ current }) => current),
    ]) {
      if (release.occurrence === 1) {
        past.firstRolledOut.set(versionKeyOf(release), release);
      }
    }
  }
  if (releases.size === 0) {
    return;
  }
  const rollouts: {
    release_id: BigInteger;
    workspace: string;
    time: BigInteger;
  }[] = await tx('rollouts')
    .where(idsIn(tx, 'release_id', releases.keys()))
    .select('release_id', 'workspace', 'time');
  for (const { release_id: id, workspace, time } of rollouts) {
    const { tail, release } = releases.get(Number(id))!;
    const { since, past } = tail;
    if (wholeNumber(time, 'rollouts.time') < since) {
      const key = versionKeyOf(release);
      const before = past.workspaces.get(workspace)?.occurrences;
      before?.set(key, Math.max(before.get(key) ?? 0, release.occurrence));
      const workspaces = past.workspacesOf.get(release.pk) ?? [];
      workspaces.push(workspace);
      past.workspacesOf.set(release.pk, workspaces);
    }
  }
}

/** Reads what was before the tails of some components that began at a time after 0. */
export async function loadPasts(
  tx: Knex.Transaction,
  tails: Map<number, Tail>,
): Promise<void> {
  const later = new Map([...tails].filter(([, { since }]) => since > 0));
  if (later.size > 0) {
    await loadPrevious(tx, later);
    await loadCurrent(tx, later);
    await loadVersions(tx, later);
    await loadOccurrences(tx, later);
  }
}
