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

import { Coverage, FactKind } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { Hierarchy, HierarchyEntity } from '../catalog/types';
import { idsIn } from '../database/sql';
import { EvidenceScope } from './types';
import { BigInteger, groupBy, isoTime } from './values';

/** The source of the facts of the sample organisation. */
const SAMPLE_SOURCE = 'sample';
const REJECTIONS_SHOWN = 200;
const UNMAPPED_SHOWN = 1000;

/** A fact's own time, by its kind. */
const TIMES: Record<FactKind, string> = {
  deployments: 'coalesce(finished_at, started_at, received_at)',
  changes: 'coalesce(merged_at, first_commit_at)',
  incidents: 'started_at',
  signals: 'at',
};

const KINDS = Object.keys(TIMES) as FactKind[];

/** Facts of a kind of one source on one entity. */
interface Count {
  kind: FactKind;
  source: string;
  entity_id: number | null;
  facts: number;
  first: number;
  last: number;
}

async function countFacts(knex: Knex): Promise<Count[]> {
  const counts = await Promise.all(
    KINDS.map(async kind => {
      const rows: {
        source: string;
        entity_id: number | null;
        facts: BigInteger;
        first: BigInteger;
        last: BigInteger;
      }[] = await knex(kind)
        .groupBy('source', 'entity_id')
        .select(
          'source',
          'entity_id',
          knex.raw('count(*) as facts'),
          knex.raw(`min(${TIMES[kind]}) as first`),
          knex.raw(`max(${TIMES[kind]}) as last`),
        );
      return rows.map(row => ({
        kind,
        source: row.source,
        entity_id: row.entity_id,
        facts: Number(row.facts),
        first: Number(row.first),
        last: Number(row.last),
      }));
    }),
  );
  return counts.flat();
}

function sum(counts: Count[]) {
  const facts = counts.reduce((total, count) => total + count.facts, 0);
  return {
    facts,
    first: facts === 0 ? null : isoTime(Math.min(...counts.map(c => c.first))),
    last: facts === 0 ? null : isoTime(Math.max(...counts.map(c => c.last))),
  };
}

function describeEntity(
  entity: HierarchyEntity,
  counts: Map<number | null, Count[]>,
  listed: Set<number>,
  hierarchy: Hierarchy,
): Coverage['entities'][number] {
  const below = hierarchy.idsUnder(entity.ref);
  const of = (kind: FactKind, ids: number[]) =>
    sum(ids.flatMap(id => counts.get(id) ?? []).filter(c => c.kind === kind));
  // Incidents are often opened on the product, and then none is to be missed on its components.
  const parent = hierarchy.parent(entity.ref);
  const withProduct =
    entity.kind === 'component' && parent?.kind === 'system'
      ? [...below, parent.id]
      : below;
  const has = {
    deployments: of('deployments', below).facts > 0,
    changes:
      of('changes', below).facts > 0 || below.some(id => listed.has(id)),
    incidents: of('incidents', withProduct).facts > 0,
  };
  const kinds = Object.keys(has) as (keyof typeof has)[];
  return {
    entityRef: entity.ref,
    title: entity.title,
    parentRef: parent?.ref ?? null,
    deployments: of('deployments', below),
    changes: of('changes', below),
    incidents: of('incidents', below),
    connected: kinds.filter(kind => has[kind]),
    missing: kinds.filter(kind => !has[kind]),
  };
}

async function loadRejected(knex: Knex): Promise<Coverage['rejected']> {
  const rows: {
    source: string;
    kind: FactKind;
    id: string;
    reason: string;
    at: BigInteger;
  }[] = await knex('rejected_facts')
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'source' },
      { column: 'id' },
    ])
    .limit(REJECTIONS_SHOWN)
    .select('source', 'kind', 'id', 'reason', 'at');
  return rows.map(row => ({
    source: row.source || null,
    kind: row.kind,
    id: row.id || null,
    reason: row.reason,
    at: isoTime(row.at),
  }));
}

async function loadUnmapped(
  knex: Knex,
  counts: Count[],
): Promise<Coverage['unmapped']> {
  const facts = new Map<number, number>();
  for (const { entity_id: id, facts: count } of counts) {
    if (id !== null) {
      facts.set(id, (facts.get(id) ?? 0) + count);
    }
  }
  const rows: { id: number; ref: string }[] = await knex('entities')
    .where(idsIn(knex, 'id', facts.keys()))
    .where('in_catalog', false)
    .orderBy('ref')
    .limit(UNMAPPED_SHOWN)
    .select('id', 'ref');
  return rows.map(({ id, ref }) => ({ entityRef: ref, facts: facts.get(id)! }));
}

async function describeSources(
  knex: Knex,
  counts: Count[],
  hierarchy: Hierarchy,
): Promise<Coverage['sources']> {
  const rejected: { source: string; kind: FactKind; facts: BigInteger }[] =
    hierarchy.unrestricted
      ? await knex('rejected_facts')
          .whereNot('source', '')
          .groupBy('source', 'kind')
          .select('source', 'kind', knex.raw('count(*) as facts'))
      : [];
  const key = (row: { source: string; kind: FactKind }) =>
    JSON.stringify([row.source, row.kind]);
  const rejectedOf = new Map(rejected.map(row => [key(row), +row.facts]));
  const isUnmapped = (count: Count) =>
    count.entity_id !== null && !hierarchy.getById(count.entity_id);
  const bySource = groupBy(
    // Who may not read everything is told of what is there to be read.
    counts.filter(
      count =>
        hierarchy.unrestricted ||
        (count.entity_id !== null && hierarchy.getById(count.entity_id)),
    ),
    key,
  );
  return [...new Set([...bySource.keys(), ...rejectedOf.keys()])]
    .sort()
    .map(name => {
      const [source, kind] = JSON.parse(name) as [string, FactKind];
      const own = bySource.get(name) ?? [];
      return {
        source,
        kind,
        ...sum(own),
        unmapped: sum(own.filter(isUnmapped)).facts,
        rejected: rejectedOf.get(name) ?? 0,
        sampleData: source === SAMPLE_SOURCE,
      };
    });
}

/** What has arrived, from where, and what is missing for each product and component. */
export async function reportCoverage(
  knex: Knex,
  { hierarchy, entityRef }: EvidenceScope,
): Promise<Coverage> {
  const counts = await countFacts(knex);
  const inScope = new Set(hierarchy.idsUnder(entityRef));
  const scoped =
    entityRef === undefined
      ? counts
      : counts.filter(c => c.entity_id !== null && inScope.has(c.entity_id));
  const listed: { entity_id: number }[] = await knex('release_changes').distinct(
    'entity_id',
  );
  const byEntity = groupBy(counts, count => count.entity_id);
  const carrying = new Set(listed.map(row => row.entity_id));
  const entities = new Map(
    [
      ...hierarchy.level('product', entityRef),
      ...hierarchy.componentsUnder(entityRef),
    ].map(entity => [entity.ref, entity]),
  );
  const whole = hierarchy.unrestricted && entityRef === undefined;
  return {
    sources: await describeSources(knex, scoped, hierarchy),
    entities: [...entities.values()].map(entity =>
      describeEntity(entity, byEntity, carrying, hierarchy),
    ),
    unmapped: whole ? await loadUnmapped(knex, counts) : [],
    rejected: whole ? await loadRejected(knex) : [],
  };
}
