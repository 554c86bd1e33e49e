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

const SHORT_COMMIT = 7;

interface NamingRow {
  pk: string | number;
  entity_id: number;
  version: string | null;
  commit_sha: string | null;
  digest: string | null;
}

const commitIn = (name: string) =>
  /^[\da-f]{7,}$/.test(name) ? name.slice(0, SHORT_COMMIT) : name;

/** The names of a version in a fact, so that all that may be the same are the same: rather too many artifacts stay. */
const namesIn = ({ version, commit_sha: commit, digest }: NamingRow) =>
  [
    version && commitIn(version.toLowerCase().replace(/^(sha-|v(?=\d))/, '')),
    commit && commitIn(commit.toLowerCase()),
    digest?.toLowerCase(),
  ].filter(name => typeof name === 'string');

const COLUMNS = ['pk', 'entity_id', 'version', 'commit_sha', 'digest'];

/**
 * The artifacts of some components (`entities.id`) with a name of a deployment that is there, or of an artifact since a
 * time, or one that other artifacts join with these: what is the same version stays the same. To be asked once old
 * deployments are removed.
 *
 * @returns `artifacts.pk`
 */
export async function artifactsToKeep(
  tx: Knex.Transaction,
  entityIds: Set<number>,
  since: number,
): Promise<Set<number>> {
  const needed = new Set<string>();
  const keysOf = (row: NamingRow) =>
    namesIn(row).map(name => JSON.stringify([row.entity_id, name]));
  const add = (row: NamingRow) => keysOf(row).forEach(key => needed.add(key));
  const deployments: NamingRow[] = await tx('deployments')
    .where(idsIn(tx, 'entity_id', entityIds))
    .where('status', 'success')
    .select(COLUMNS);
  deployments.forEach(add);
  const artifacts: (NamingRow & { built_at: string | number })[] = await tx(
    'artifacts',
  )
    .where(idsIn(tx, 'entity_id', entityIds))
    .select([...COLUMNS, 'built_at']);
  const kept = new Set<number>();
  let others = artifacts;
  let found: typeof artifacts;
  do {
    found = others.filter(
      row =>
        Number(row.built_at) >= since ||
        keysOf(row).some(key => needed.has(key)),
    );
    for (const row of found) {
      add(row);
      kept.add(Number(row.pk));
    }
    others = others.filter(row => !kept.has(Number(row.pk)));
  } while (found.length > 0);
  return kept;
}
