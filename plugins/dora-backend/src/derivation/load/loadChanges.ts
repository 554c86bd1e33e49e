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
import { factTime } from '../../database/InvalidValueError';
import { jsonRows } from '../../database/sql';
import { ChangeFact, DeploymentFact } from '../../rules/types';
import { ChangeLists, changeListReaders, commitsOf } from './packedFacts';

type BigInteger = string | number;

const optional = <T>(value: T | null): T | undefined => value ?? undefined;

/** A component with the deployments that may list changes, and the changes loaded so far. */
export interface Carrier {
  entityId: number;
  deployments: DeploymentFact[];
  changes: ChangeFact[];
}

interface ListedRow {
  carrier_id: number;
  pk: BigInteger;
  entity_id: number | null;
  source: string;
  id: string;
  first_commit_at: BigInteger;
  opened_at: BigInteger | null;
  first_review_at: BigInteger | null;
  merged_at: BigInteger | null;
  title: string | null;
  labels: string | null;
  size: BigInteger | null;
  commit_sha: string | null;
  commit_shas: string | null;
}

function toChange(row: ListedRow, lists: ChangeLists): ChangeFact {
  const time = (
    column: 'opened_at' | 'first_review_at' | 'merged_at',
  ): number | undefined => {
    const value = row[column];
    return value === null ? undefined : factTime(value, `changes.${column}`);
  };
  return {
    pk: Number(row.pk),
    source: row.source,
    id: row.id,
    ofComponent: row.entity_id === row.carrier_id,
    firstCommitAt: factTime(row.first_commit_at, 'changes.first_commit_at'),
    openedAt: time('opened_at'),
    firstReviewAt: time('first_review_at'),
    mergedAt: time('merged_at'),
    title: optional(row.title),
    labels: lists.labels(optional(row.labels)),
    size: row.size === null ? undefined : Number(row.size),
    commits: commitsOf(
      optional(row.commit_sha),
      lists.commits(optional(row.commit_shas)),
    ),
  };
}

/** The changes that deployments list but that are not loaded yet, without repetitions: component, source and id. */
function unknown({ entityId, deployments, changes }: Carrier) {
  const lists = new Set(
    deployments.flatMap(({ changes: list }) => (list ? [list] : [])),
  );
  if (lists.size === 0) {
    return [];
  }
  const sources = new Map<string, Set<string>>();
  const isNew = (source: string, id: string) => {
    let ids = sources.get(source);
    if (!ids) {
      ids = new Set();
      sources.set(source, ids);
    }
    const { size } = ids;
    return ids.add(id).size > size;
  };
  changes.forEach(({ source, id }) => isNew(source, id));
  const found: [number, string, string][] = [];
  for (const list of lists) {
    for (const { source, id } of list) {
      if (isNew(source, id)) {
        found.push([entityId, source, id]);
      }
    }
  }
  return found;
}

/**
 * Adds the changes that deployments list and that are not loaded yet: those of other components or of none.
 *
 * @param query - runs a query when the connection is free
 */
export async function addListed(
  tx: Knex.Transaction,
  carriers: Map<number, Carrier>,
  query: <T>(one: () => Promise<T>) => Promise<T>,
): Promise<void> {
  const wanted = [...carriers.values()].flatMap(unknown);
  if (wanted.length === 0) {
    return;
  }
  const columns = {
    carrier_id: 'integer',
    source: 'text',
    id: 'text',
  } as const;
  const rows: ListedRow[] = await query(() =>
    tx('changes as c')
      .join(jsonRows(tx, 'g', columns, wanted), join =>
        join.on('g.source', 'c.source').on('g.id', 'c.id'),
      )
      .select(
        'g.carrier_id',
        'c.pk',
        'c.entity_id',
        'c.source',
        'c.id',
        'c.first_commit_at',
        'c.opened_at',
        'c.first_review_at',
        'c.merged_at',
        'c.title',
        'c.labels',
        'c.size',
        'c.commit_sha',
        'c.commit_shas',
      ),
  );
  const lists = changeListReaders();
  for (const row of rows) {
    carriers.get(row.carrier_id)!.changes.push(toChange(row, lists));
  }
}
