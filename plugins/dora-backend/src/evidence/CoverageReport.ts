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

import {
  Coverage,
  CoverageCount,
  EntityCoverage,
  FactKind,
  SourceCoverage,
} from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { Hierarchy, HierarchyEntity } from '../catalog/types';
import { readHistory } from '../metrics/aggregation/history';
import {
  countCarriedChanges,
  countDistinctCarriedChanges,
  countFacts,
  countRejected,
  FactCount,
  findRefs,
  findRejected,
  SourceCount,
} from './coverageQueries';
import { EvidenceScope } from './EvidenceScope';
import { EvidenceTarget } from './types';
import { groupBy, toTime } from './values';

/** The source of the facts of the sample organisation. */
const SAMPLE_SOURCE = 'sample';
const REJECTED_SHOWN = 200;
const UNMAPPED_SHOWN = 1000;

/** What has arrived, from where, and what is missing. */
export class CoverageReport {
  constructor(private readonly knex: Knex) {}

  async report(target: EvidenceTarget): Promise<Coverage> {
    const { knex } = this;
    const scope = EvidenceScope.of(target);
    const { hierarchy } = target;
    const { entity } = scope;
    // What is above the entity is needed too: an incident on the product says that those of its component come.
    const ids = scope.everything
      ? undefined
      : [...scope.ids, ...scope.idsAbove()];
    const counts = await countFacts(knex, ids);
    const byEntity = groupBy(
      [...counts, ...(await countCarriedChanges(knex, scope.ids))],
      ({ entityId }) => entityId,
    );
    const listed = new Map(
      [
        ...hierarchy.level('product', entity?.ref),
        ...hierarchy.level('component', entity?.ref),
      ].map(member => [member.id, member]),
    );
    const members = [...listed.values()];
    const history = await readHistory(
      knex,
      members.map(({ ref }) => ({ ids: hierarchy.idsUnder(ref) })),
    );
    return {
      sources: await this.sources(scope, counts),
      entities: members.map((member, index) =>
        describeEntity(member, byEntity, history[index].changes, hierarchy),
      ),
      unmapped: scope.everything ? await this.unmapped(scope, counts) : [],
      rejected: scope.everything ? await this.rejected() : [],
    };
  }

  private async sources(
    scope: EvidenceScope,
    counts: SourceCount[],
  ): Promise<SourceCoverage[]> {
    const { knex } = this;
    const within = new Set(scope.ids);
    const own = scope.everything
      ? counts
      : [
          ...counts.filter(
            ({ entityId }) => entityId !== null && within.has(entityId),
          ),
          ...(await countDistinctCarriedChanges(knex, scope.ids)),
        ];
    const rejected = scope.everything ? await countRejected(knex) : [];

    const bySource = groupBy(own, sourceKey);
    const rejectedOf = new Map(
      rejected.map(row => [sourceKey(row), Number(row.facts)]),
    );
    return [...new Set([...bySource.keys(), ...rejectedOf.keys()])]
      .sort()
      .map(key => {
        const [source, kind] = JSON.parse(key) as [string, FactKind];
        const facts = bySource.get(key) ?? [];
        return {
          source,
          kind,
          ...total(facts),
          unmapped: total(facts.filter(count => isUnmapped(count, scope)))
            .facts,
          rejected: rejectedOf.get(key) ?? 0,
          sampleData: source === SAMPLE_SOURCE,
        };
      });
  }

  /** What facts name and the catalog does not have; what most of them name comes first. */
  private async unmapped(
    scope: EvidenceScope,
    counts: SourceCount[],
  ): Promise<Coverage['unmapped']> {
    const facts = new Map<number, number>();
    for (const count of counts) {
      if (count.entityId !== null && isUnmapped(count, scope)) {
        facts.set(
          count.entityId,
          (facts.get(count.entityId) ?? 0) + count.facts,
        );
      }
    }
    const most = [...facts]
      .sort(([a, ofA], [b, ofB]) => ofB - ofA || a - b)
      .slice(0, UNMAPPED_SHOWN);
    const refs = await findRefs(
      this.knex,
      most.map(([id]) => id),
    );
    return most.map(([id, number]) => ({
      entityRef: refs.get(id) ?? '',
      facts: number,
    }));
  }

  private async rejected(): Promise<Coverage['rejected']> {
    const rows = await findRejected(this.knex, REJECTED_SHOWN);
    return rows.map(row => ({
      source: row.source || null,
      kind: row.kind,
      id: row.id || null,
      reason: row.reason,
      at: toTime(row.at),
    }));
  }
}

const sourceKey = ({ source, kind }: { source: string; kind: FactKind }) =>
  JSON.stringify([source, kind]);

const isUnmapped = ({ entityId }: SourceCount, scope: EvidenceScope) =>
  entityId !== null && !scope.find(entityId);

function total(counts: FactCount[]): CoverageCount {
  let facts = 0;
  let first: number | undefined;
  let last: number | undefined;
  for (const count of counts) {
    facts += count.facts;
    first = Math.min(first ?? Infinity, count.first ?? Infinity);
    last = Math.max(last ?? -Infinity, count.last ?? -Infinity);
  }
  const shown = (time?: number) =>
    time === undefined || !Number.isFinite(time) ? null : toTime(time);
  return { facts, first: shown(first), last: shown(last) };
}

/**
 * What has come for an entity and what is below it. Incidents are often opened on the product: none is missed on its
 * components then.
 *
 * @param changes - whether a change names any of it, or a deployment of any of it lists one
 */
function describeEntity(
  entity: HierarchyEntity,
  byEntity: Map<number | null, SourceCount[]>,
  changes: boolean,
  hierarchy: Hierarchy,
): EntityCoverage {
  const below = groupBy(
    hierarchy.idsUnder(entity.ref).flatMap(id => byEntity.get(id) ?? []),
    ({ kind }) => kind,
  );
  const countOf = (kind: FactKind) => total(below.get(kind) ?? []);
  const counts = {
    deployments: countOf('deployments'),
    changes: countOf('changes'),
    incidents: countOf('incidents'),
  };
  const ofProducts = entity.parents.flatMap(ref => {
    const product = hierarchy.get(ref);
    return product?.kind === 'system' ? byEntity.get(product.id) ?? [] : [];
  });
  const isConnected = {
    deployments: counts.deployments.facts > 0,
    changes,
    incidents:
      counts.incidents.facts > 0 ||
      (entity.kind === 'component' &&
        ofProducts.some(({ kind }) => kind === 'incidents')),
  };
  const kinds = ['deployments', 'changes', 'incidents'] as const;
  return {
    entityRef: entity.ref,
    title: entity.title,
    parentRef: hierarchy.parent(entity.ref)?.ref ?? null,
    ...counts,
    connected: kinds.filter(kind => isConnected[kind]),
    missing: kinds.filter(kind => !isConnected[kind]),
  };
}
