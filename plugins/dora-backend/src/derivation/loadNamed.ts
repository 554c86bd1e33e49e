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
import { LinkableRelease } from '../derive/incidents';
import { IncidentFact } from '../derive/types';

type BigInteger = string | number;

/** Releases with the commits that incidents name, of their rollouts and of the changes that they carry. */
async function loadCommits(
  tx: Knex.Transaction,
  entityIds: number[],
  commits: string[],
): Promise<{ releaseId: number; commit: string }[]> {
  const ofRollouts: { release_id: BigInteger; commit_sha: string }[] = await tx(
    'rollouts as r',
  )
    .join('deployments as d', 'd.pk', 'r.deployment_pk')
    .where(idsIn(tx, 'r.entity_id', entityIds))
    .whereIn('d.commit_sha', commits)
    .select('r.release_id', 'd.commit_sha');
  const ofChanges: {
    release_id: BigInteger;
    commit_sha: string | null;
    commit_shas: string | null;
  }[] = await tx('release_changes as r')
    .join('changes as c', 'c.pk', 'r.change_pk')
    .where(idsIn(tx, 'r.entity_id', entityIds))
    .where(query => {
      query.whereIn('c.commit_sha', commits).orWhereNotNull('c.commit_shas');
    })
    .select('r.release_id', 'c.commit_sha', 'c.commit_shas');

  const wanted = new Set(commits);
  return [
    ...ofRollouts.map(row => ({
      releaseId: Number(row.release_id),
      commit: row.commit_sha,
    })),
    ...ofChanges.flatMap(row =>
      [
        row.commit_sha,
        ...(row.commit_shas ? (JSON.parse(row.commit_shas) as string[]) : []),
      ].flatMap(commit =>
        commit !== null && wanted.has(commit)
          ? { releaseId: Number(row.release_id), commit }
          : [],
      ),
    ),
  ];
}

/**
 * Reads the releases of some components that incidents on one entity above them may be linked to by their causes; those
 * that match none are left out.
 */
export async function loadNamed(
  tx: Knex.Transaction,
  entityIds: number[],
  incidents: IncidentFact[],
): Promise<LinkableRelease[]> {
  const versions = new Set<string>();
  const commits = new Set<string>();
  for (const { cause } of incidents) {
    if (cause && 'version' in cause) {
      versions.add(cause.version);
    } else if (cause && 'commitSha' in cause) {
      commits.add(cause.commitSha);
    }
  }
  if (versions.size + commits.size === 0) {
    return [];
  }
  const committed =
    commits.size > 0 ? await loadCommits(tx, entityIds, [...commits]) : [];
  const rows: {
    release_id: BigInteger;
    time: BigInteger;
    version: string | null;
    source: string;
    id: string;
  }[] = await tx('releases as r')
    .join('deployments as d', 'd.pk', 'r.id')
    .where(idsIn(tx, 'r.id', new Set(committed.map(row => row.releaseId))))
    .orWhere(query => {
      query
        .where(idsIn(tx, 'r.entity_id', entityIds))
        .whereIn('r.version', [...versions]);
    })
    .select('r.id as release_id', 'r.time', 'r.version', 'd.source', 'd.id');

  const releases = new Map(
    rows.map(row => [
      Number(row.release_id),
      {
        releaseId: Number(row.release_id),
        time: Number(row.time),
        source: row.source,
        id: row.id,
        version: row.version ?? undefined,
        commits: new Set<string>(),
        rollouts: [],
      } as LinkableRelease,
    ]),
  );
  for (const { releaseId, commit } of committed) {
    releases.get(releaseId)!.commits.add(commit);
  }
  return [...releases.values()];
}
