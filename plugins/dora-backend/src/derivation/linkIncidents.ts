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
import { FactIdentity } from '@backstage-dora/plugin-dora-common';
import { idsIn } from '../database/sql';
import { findSameOutages } from '../intake/kinds/sameOutages';
import {
  IncidentLink,
  linkIncident,
  linksByWindow,
  severityMatcher,
} from '../rules/incidents';
import { IncidentFact } from '../rules/types';
import { DerivationContext } from './compareComponents';
import {
  columnOf,
  DerivedRow,
  DerivedTable,
  INCIDENT_LINKS,
  INCIDENT_REASONS,
  toReadableRow,
} from './store/derivedTables';
import { syncRows } from './store/syncRows';
import {
  LinkableIncident,
  LoadedIncidents,
  loadIncidents,
  loadNamedReleases,
} from './load/loadIncidents';
import { loadNamed } from './load/loadNamed';
import { loadWindows } from './load/loadWindows';
import { Blocks } from './store/touchBlocks';
import { RollUp } from './types';

/** Fewer for `all`, which loads every rollout in the windows: there may be thousands per incident. */
const INCIDENTS_AT_ONCE = { latest: 1000, all: 250 };

/** Incidents on the same entity, with the components below it. */
interface EntityIncidents {
  entityId: number;
  /** `entities.id` */
  under: number[];
  incidents: LinkableIncident[];
}

function byEntity(
  incidents: LinkableIncident[],
  hierarchy: RollUp,
): EntityIncidents[] {
  const groups = new Map<number, EntityIncidents>();
  for (const incident of incidents) {
    const { entityId } = incident;
    let group = groups.get(entityId);
    if (!group) {
      const under = [...hierarchy.idsBelow(entityId)];
      group = { entityId, under, incidents: [] };
      groups.set(entityId, group);
    }
    group.incidents.push(incident);
  }
  return [...groups.values()];
}

const NO_LINK = (link: IncidentLink['link']): IncidentLink => ({
  link,
  releaseIds: [],
});

/** The `incident_links` row of an incident. */
function linkRow(
  { fact, entityId }: { fact: IncidentFact; entityId: number },
  link: IncidentLink['link'],
  dayOf: (time: number) => number,
  sameAsPk?: number,
): DerivedRow {
  const { pk, startedAt, acknowledgedAt, resolvedAt } = fact;
  return [
    pk,
    entityId,
    dayOf(startedAt),
    resolvedAt === undefined ? null : resolvedAt - startedAt,
    link,
    resolvedAt ?? null,
    acknowledgedAt ?? null,
    sameAsPk ?? null,
  ];
}

/**
 * Derives the links of the loaded incidents, and the releases they count against as failed.
 *
 * @param failures - errors of incidents that cannot be linked, by `incidents.pk`; added to
 */
async function deriveLinks(
  tx: Knex.Transaction,
  { staying, duplicates }: LoadedIncidents,
  { hierarchy, rules, dayOf }: DerivationContext,
  failures: Map<number, unknown>,
) {
  const rolledOutBy = await loadNamedReleases(
    tx,
    [...staying, ...duplicates].map(({ fact }) => fact.pk),
  );
  const counts = severityMatcher(rules);
  const groups = byEntity(
    staying.filter(({ fact }) => counts(fact)),
    hierarchy,
  );
  const rollouts = await loadWindows(
    tx,
    groups.flatMap(({ under, incidents: own }) =>
      own
        .filter(({ fact }) => linksByWindow(fact))
        .map(({ fact }) => ({ fact, entityIds: under })),
    ),
    rules,
  );
  const named = await loadNamed(
    tx,
    groups.map(({ under, incidents: own }) => ({
      entityIds: under,
      incidents: own.map(({ fact }) => fact),
    })),
    rules,
  );
  const links = duplicates.map(duplicate =>
    linkRow(duplicate, 'duplicate', dayOf, duplicate.sameAsPk),
  );
  const reasons: { releaseId: number; reason: string; incidentPk: number }[] =
    [];
  for (const incident of staying) {
    const { fact, corrections } = incident;
    const { pk } = fact;
    const parts = {
      named: named.get(pk) ?? [],
      rollouts: rollouts.get(pk) ?? [],
    };
    try {
      const { link, releaseIds } = counts(fact)
        ? linkIncident(fact, parts, rolledOutBy, rules, corrections)
        : NO_LINK('severity');
      links.push(linkRow(incident, link, dayOf));
      for (const releaseId of releaseIds) {
        reasons.push({ releaseId, reason: link, incidentPk: pk });
      }
    } catch (error) {
      failures.set(pk, error);
    }
  }
  return { links, reasons };
}

/** The stored rows of some incidents. */
async function storedRows(
  tx: Knex.Transaction,
  table: DerivedTable,
  incidentPks: number[],
): Promise<DerivedRow[]> {
  const rows = await tx(table.name)
    .where(idsIn(tx, 'incident_pk', incidentPks))
    .select(Object.keys(table.columns));
  return rows.map(row => toReadableRow(table, row));
}

const at = {
  linkOf: columnOf(INCIDENT_LINKS, 'entity_id'),
  day: columnOf(INCIDENT_LINKS, 'day'),
  release: columnOf(INCIDENT_REASONS, 'release_id'),
};

/**
 * Adds the incidents that report the same outages. This cannot be settled when an incident is stored: one that refers
 * to it may arrive at the same time.
 */
async function withSameOutages(
  tx: Knex.Transaction,
  incidentPks: number[],
): Promise<number[]> {
  const identities: FactIdentity[] = await tx('incidents')
    .where(idsIn(tx, 'pk', incidentPks))
    .select('source', 'id');
  const same = await findSameOutages(tx, identities);
  return [...new Set([...incidentPks, ...same])];
}

/** See {@link linkIncidents}. */
async function linkSome(
  tx: Knex.Transaction,
  incidents: number[],
  context: DerivationContext,
  blocks: Blocks,
  failures: Map<number, unknown>,
): Promise<number[]> {
  const pks = await withSameOutages(tx, incidents);
  const { links, reasons } = await deriveLinks(
    tx,
    await loadIncidents(tx, pks, failures),
    context,
    failures,
  );
  // Incidents that failed keep their previous links.
  const incidentPks = pks.filter(pk => !failures.has(pk));
  const before = await storedRows(tx, INCIDENT_REASONS, incidentPks);
  const releaseIds = [
    ...before
      .map(row => row[at.release] as number)
      // Skips invalid rows.
      .filter(Number.isSafeInteger),
    ...reasons.map(({ releaseId }) => releaseId),
  ];
  const owners: { id: string | number; entity_id: number }[] = await tx(
    'releases',
  )
    .where(idsIn(tx, 'id', releaseIds))
    .select('id', 'entity_id');
  const ownerOf = new Map(owners.map(row => [Number(row.id), row.entity_id]));

  const stored = await storedRows(tx, INCIDENT_LINKS, incidentPks);
  const changed = await syncRows(tx, INCIDENT_LINKS, stored, links);
  for (const row of changed) {
    blocks.add(row[at.linkOf] as number, row[at.day] as number);
  }
  await syncRows(
    tx,
    INCIDENT_REASONS,
    before,
    reasons.map(({ releaseId, reason, incidentPk }) => [
      releaseId,
      ownerOf.get(releaseId)!,
      reason,
      incidentPk,
      null,
    ]),
  );
  return releaseIds;
}

/**
 * Links incidents to releases again. Deleted incidents lose their links; those that cannot be linked keep theirs.
 *
 * @returns the ids of the releases that an incident was or is linked to, and the errors of incidents that could not be
 * linked, by `incidents.pk`
 */
export async function linkIncidents(
  tx: Knex.Transaction,
  incidentPks: number[],
  context: DerivationContext,
  blocks: Blocks,
): Promise<{ releaseIds: number[]; failures: Map<number, unknown> }> {
  const releaseIds: number[] = [];
  const failures = new Map<number, unknown>();
  const atOnce = INCIDENTS_AT_ONCE[context.rules.incidentAttribution];
  for (let first = 0; first < incidentPks.length; first += atOnce) {
    const some = incidentPks.slice(first, first + atOnce);
    const linked = await linkSome(tx, some, context, blocks, failures);
    linked.forEach(id => releaseIds.push(id));
  }
  return { releaseIds, failures };
}
