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
  FactIdentity,
  IncidentItem,
  IncidentsResult,
} from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { groupBy } from '../../database/groupBy';
import { toFact } from '../../intake/kinds/factStorage';
import { Rules } from '../../rules/types';
import { readable } from '../../database/readable';
import { toWire } from '../Window';
import { findCorrectionsOfIncidents, KnownCorrection } from './corrections';
import { EvidenceScope } from './EvidenceScope';
import { explainIncident } from './explanations/explainIncident';
import { sentenceOfIncident } from './explanations/sentence';
import {
  findDuplicates,
  findIdentities,
  findIncidents,
  findLinkedReleases,
  IncidentRow,
  LinkedReleaseRow,
  withCause,
} from './incidentQueries';
import { IncidentsEvidenceQuery } from './types';
import { optionalNumber, toSeconds, toTime, toTimeOrNull } from './values';

/** Lists incidents with the releases they count against, and those that do not count with the reason. */
export class IncidentList {
  constructor(private readonly knex: Knex, private readonly rules: Rules) {}

  async list(query: IncidentsEvidenceQuery): Promise<IncidentsResult> {
    const { knex } = this;
    const scope = EvidenceScope.of(query);
    const { totalItems, rows } = await findIncidents(knex, scope, query);
    const pks = rows.map(({ pk }) => Number(pk));
    const releases = groupBy(
      (await findLinkedReleases(knex, pks)).filter(row =>
        scope.canRead(row.entity_id),
      ),
      row => Number(row.incident_pk),
    );
    const corrections = groupBy(
      await findCorrectionsOfIncidents(knex, pks, scope),
      ({ incidentPk }) => incidentPk,
    );
    const duplicates = groupBy(await findDuplicates(knex, pks), row =>
      Number(row.stays_pk),
    );
    const stays = await findIdentities(
      knex,
      rows.flatMap(row => optionalNumber(row.same_as_pk) ?? []),
    );
    return {
      window: toWire(query.window),
      totalItems,
      items: readable(rows, row => {
        const pk = Number(row.pk);
        const own = duplicates.get(pk) ?? [];
        const sameAs = stays.get(Number(row.same_as_pk));
        return this.toItem(
          withCause(row, own, scope),
          own.filter(one => scope.canRead(one.entity_id)),
          sameAs && scope.canRead(sameAs.entity_id) ? sameAs : undefined,
          releases.get(pk) ?? [],
          corrections.get(pk) ?? [],
          scope,
        );
      }),
    };
  }

  private toItem(
    incident: IncidentRow & { causeIsReadable: boolean },
    duplicates: FactIdentity[],
    stays: FactIdentity | undefined,
    releases: LinkedReleaseRow[],
    corrections: KnownCorrection[],
    scope: EvidenceScope,
  ): IncidentItem {
    const linkedBy =
      incident.link === 'caused' ||
      incident.link === 'window' ||
      incident.link === 'attached'
        ? incident.link
        : null;
    const explanation = explainIncident({
      incident,
      entity: scope.find(incident.entity_id),
      releases: releases.map(row => ({
        ...row,
        title: scope.find(row.entity_id)?.title ?? row.entity_ref,
      })),
      corrections,
      stays,
      rules: this.rules,
    });
    const { sameAs, causedBy, ...fact } = toFact('incidents', {
      ...incident,
      entity_ref: scope.refOf(incident.entity_id),
    });
    return {
      ...fact,
      // Also hides the id of an incident that the reader may not see.
      sameAs:
        incident.same_as_entity_id === null ||
        scope.canRead(incident.same_as_entity_id)
          ? sameAs
          : undefined,
      causedBy: incident.causeIsReadable ? causedBy : undefined,
      duplicateOf: stays && { source: stays.source, id: stays.id },
      duplicates:
        duplicates.length > 0
          ? duplicates.map(({ source, id }) => ({ source, id }))
          : undefined,
      counted: incident.link !== 'duplicate' && incident.link !== 'severity',
      kind: incident.kind,
      resolvedAt: toTimeOrNull(incident.resolved_at),
      timeToRestore: toSeconds(incident.restore),
      sentBy: incident.subject ?? undefined,
      releases: readable(releases, row => ({
        id: row.public_id,
        entityRef: row.entity_ref,
        version: row.version,
        time: toTime(row.time),
        kind: row.kind,
      })),
      linkedBy,
      unattributed: linkedBy === null,
      sentence: sentenceOfIncident(explanation, this.rules.timezone),
      explanation,
      corrections:
        corrections.length > 0
          ? corrections.map(({ correction }) => correction)
          : undefined,
    };
  }
}
