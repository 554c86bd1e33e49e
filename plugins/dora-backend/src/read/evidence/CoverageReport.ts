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
  FactKind,
  SourceCoverage,
  Synchronisation,
} from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { groupBy } from '../../database/groupBy';
import { Rules } from '../../rules/types';
import { readFactHistory } from '../columns/history';
import {
  CarriedCount,
  countCarriedChanges,
  countFacts,
  countRejected,
  findRefs,
  findRejected,
  SourceCount,
} from './coverageQueries';
import { describeEntity, foundByEntity, total } from './entityCoverage';
import { EvidenceScope } from './EvidenceScope';
import { findNames } from './nameCoverage';
import { findSetAside } from './setAside';
import { findSilentSources } from './silentSources';
import { shownSynchronisations } from './synchronisations';
import { EvidenceTarget } from './types';
import { toTime } from './values';

/** The sources of the facts of the sample organisation. */
const SAMPLE_SOURCES = [
  'sample',
  'sample-cluster',
  'sample-delivery',
  'sample-pager',
];
const REJECTED_SHOWN = 200;
const UNMAPPED_SHOWN = 1000;

const sourceKey = ({ source, kind }: { source: string; kind: FactKind }) =>
  JSON.stringify([source, kind]);

const isUnmapped = ({ entityId }: SourceCount, scope: EvidenceScope) =>
  entityId !== null && !scope.find(entityId);

/** Reports which facts have arrived, from which sources, and what is missing. */
export class CoverageReport {
  constructor(
    private readonly knex: Knex,
    private readonly synchronisations: () => Promise<Synchronisation[]>,
    private readonly rules: Rules,
    private readonly now: () => number,
  ) {}

  async report(target: EvidenceTarget): Promise<Coverage> {
    const { knex } = this;
    const scope = EvidenceScope.of(target);
    const { hierarchy } = target;
    const { entity } = scope;
    // Entities above are needed, too: an incident on the product shows that incidents of its components arrive.
    const ids = scope.everything
      ? undefined
      : [...scope.ids, ...scope.idsAbove()];
    const counts = await countFacts(knex, ids);
    const carried = await countCarriedChanges(knex, scope.ids);
    const found = foundByEntity(counts, carried);
    const listed = new Map(
      [
        ...hierarchy.level('product', entity?.ref),
        ...hierarchy.level('component', entity?.ref),
      ].map(member => [member.id, member]),
    );
    const members = [...listed.values()];
    const history = await readFactHistory(
      knex,
      members.map(({ ref }) => ({ ids: hierarchy.idsUnder(ref) })),
    );
    return {
      sources: await this.sources(scope, counts, carried),
      entities: members.map((member, index) =>
        describeEntity(member, found, history[index].changes, hierarchy),
      ),
      names: await findNames(knex, scope, this.rules, this.now()),
      silentSources: await findSilentSources(
        knex,
        scope,
        counts,
        this.rules,
        this.now(),
      ),
      setAside: await findSetAside(knex, scope),
      unmapped: scope.everything ? await this.unmapped(scope, counts) : [],
      rejected: scope.everything ? await this.rejected() : [],
      synchronisations: shownSynchronisations(
        await this.synchronisations(),
        scope,
        hierarchy,
      ),
    };
  }

  private async sources(
    scope: EvidenceScope,
    counts: SourceCount[],
    carried: CarriedCount[],
  ): Promise<SourceCoverage[]> {
    const { knex } = this;
    const within = new Set(scope.ids);
    const own = scope.everything
      ? counts
      : [
          ...counts.filter(
            ({ entityId }) => entityId !== null && within.has(entityId),
          ),
          ...carried.map(count => ({
            ...count,
            kind: 'changes' as const,
            entityId: null,
          })),
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
          sampleData: SAMPLE_SOURCES.includes(source),
        };
      });
  }

  /** Entity references in facts that are not in the catalog; those with the most facts first. */
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
