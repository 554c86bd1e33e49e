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
import { Columns } from '../../database/rows';
import { isPostgres, jsonRows } from '../../database/sql';
import { Linkable } from '../../rules/incidents';
import { noNameMatcher, withoutV } from '../../rules/names';
import { IncidentFact, Rules } from '../../rules/types';
import { textsOf } from '../store/releaseNames';

/** How many pairs of an incident and a component one query looks at. */
const NAMES_AT_ONCE = 20_000;

/** Incidents on an entity, with the ids of the components below it. */
export interface IncidentsOn {
  entityIds: number[];
  incidents: IncidentFact[];
}

/** What to look for in the names of releases. */
interface Wanted {
  incidentPk: number;
  entityId: number;
  /** Start of the incident, ms since the epoch */
  until: number;
  /** Alternatives: a release matches when its names text contains any of these */
  texts: string[];
}

interface ReleaseRow {
  incident_pk: string | number;
  release_id: string | number;
  time: string | number;
  source: string;
  id: string;
}

/** One for each text that a single name can give at most. */
const TEXTS = ['a', 'b', 'c', 'd', 'e', 'f'];

const COLUMNS: Columns = {
  incident_pk: 'bigint',
  entity_id: 'integer',
  until: 'bigint',
  ...Object.fromEntries(TEXTS.map(name => [name, 'text'])),
};

/** The version or commit that an incident names as its cause. */
function namedBy({ cause }: IncidentFact): string | undefined {
  if (!cause || 'deployment' in cause) {
    return undefined;
  }
  return 'version' in cause ? cause.version : cause.commitSha;
}

/** The last releases of each component before the incident that have one of the texts among their names. */
async function lastWith(
  tx: Knex.Transaction,
  wanted: Wanted[],
): Promise<ReleaseRow[]> {
  const position = isPostgres(tx) ? 'strpos' : 'instr';
  /** A single expression per release: usually none of the texts is there. */
  const matches = (names: string, given: string) =>
    `(${TEXTS.map(text => `${position}(${names}, ${given}.${text}) > 0`).join(
      ' or ',
    )})`;
  const rows = wanted.map(({ incidentPk, entityId, until, texts }) => [
    incidentPk,
    entityId,
    until,
    ...TEXTS.map((_, nth) => texts[nth] ?? texts[0]),
  ]);
  const found: ReleaseRow[] = [];
  for (let first = 0; first < rows.length; first += NAMES_AT_ONCE) {
    const given = jsonRows(
      tx,
      'g',
      COLUMNS,
      rows.slice(first, first + NAMES_AT_ONCE),
    );
    const some: ReleaseRow[] = await tx
      .withMaterialized('last', query =>
        query.from(given).select(
          'g.*',
          // Newest first: the cause of an incident is usually recent.
          tx.raw(
            `(select o.time from releases o
              where o.entity_id = g.entity_id and o.time <= g.until
                and ${matches('o.names', 'g')}
              order by o.time desc limit 1) as time`,
          ),
        ),
      )
      .from('last as l')
      .join('releases as r', join =>
        join.on('r.entity_id', 'l.entity_id').on('r.time', 'l.time'),
      )
      .join('deployments as d', 'd.pk', 'r.id')
      .whereRaw(matches('r.names', 'l'))
      .select('l.incident_pk', 'r.id as release_id', 'r.time')
      .select('d.source', 'd.id');
    some.forEach(row => found.push(row));
  }
  return found;
}

/**
 * Reads the releases that incidents may be linked to by the version or commit they name, by incident: for each
 * component, the last ones before the incident.
 */
export async function loadNamed(
  tx: Knex.Transaction,
  groups: IncidentsOn[],
  rules: Rules,
): Promise<Map<number, Linkable[]>> {
  const isNoName = noNameMatcher(rules.noNames);
  const wanted: Wanted[] = [];
  for (const { entityIds, incidents } of groups) {
    for (const incident of incidents) {
      const given = namedBy(incident);
      if (given === undefined || isNoName(given) || isNoName(withoutV(given))) {
        continue;
      }
      const texts = textsOf(given);
      for (const entityId of entityIds) {
        wanted.push({
          incidentPk: incident.pk,
          entityId,
          until: incident.startedAt,
          texts,
        });
      }
    }
  }
  const found = new Map<number, Linkable[]>();
  for (const row of await lastWith(tx, wanted)) {
    const pk = Number(row.incident_pk);
    const releases = found.get(pk) ?? [];
    found.set(pk, releases);
    releases.push({
      releaseId: Number(row.release_id),
      time: Number(row.time),
      source: row.source,
      id: row.id,
    });
  }
  return found;
}
