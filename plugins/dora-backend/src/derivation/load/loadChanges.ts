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
import { PackedPart } from '../../database/packedRows';
import { jsonRows } from '../../database/sql';
import { ChangeFact, DeploymentFact, Rules } from '../../rules/types';
import { changesFrom, labelReader } from './packedFacts';

type BigInteger = string | number;

const optional = <T>(value: T | null): T | undefined => value ?? undefined;

/** A component with the deployments that may list changes, and the changes that are known of it by now. */
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
}

function toChange(
  row: ListedRow,
  readLabels: (json: string | undefined) => string[] | undefined,
): ChangeFact {
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
    labels: readLabels(optional(row.labels)),
  };
}

/**
 * The changes of the rows `g`.
 *
 * @param after - those that joined after this time only; ms since the epoch, as SQL
 */
export function ownChanges(rules: Rules, after?: string): PackedPart {
  return changesFrom(
    after === undefined
      ? 'changes c where c.entity_id = g.entity_id'
      : `(select * from changes m where m.entity_id = g.entity_id
            and m.merged_at > ${after}
          union all
          select * from changes p where p.entity_id = g.entity_id and p.merged_at is null
            and p.first_commit_at > ${after}) c`,
    rules,
  );
}

/** What deployments list and is not known yet, each once: the component, and the source and id of the change. */
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
 * Adds the changes that deployments list and that are not known yet: those of other components, of none, or from before.
 *
 * @param query - has the database do something when it is free
 */
export async function addListed(
  tx: Knex.Transaction,
  carriers: Map<number, Carrier>,
  query: <T>(one: () => Promise<T>) => Promise<T> = one => one(),
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
      ),
  );
  const readLabels = labelReader();
  for (const row of rows) {
    carriers.get(row.carrier_id)!.changes.push(toChange(row, readLabels));
  }
}
