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
  Correction,
  CorrectionAction,
} from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import {
  CorrectionRow,
  fromRow,
  onDeployment,
  onIncident,
} from '../../database/corrections';
import { releasesOfDeployments } from '../../database/derivedRows';
import { readable } from '../../database/readable';
import { idsIn } from '../../database/sql';
import { EvidenceScope } from './EvidenceScope';
import { BigInteger, optionalNumber } from './values';

interface FoundCorrection extends CorrectionRow {
  /** The release and the incident, if they exist. */
  release_id: BigInteger | null;
  incident_pk: BigInteger | null;
  release_entity_id: number | null;
  incident_entity_id: number | null;
}

/** A correction that the reader may see, with its release and incident. */
export interface KnownCorrection {
  correction: Correction;
  releaseId?: number;
  incidentPk?: number;
}

const COLUMNS = [
  'c.id',
  'c.action',
  'c.deployment_source',
  'c.deployment_id',
  'c.incident_source',
  'c.incident_id',
  'c.note',
  'c.by',
  'c.at',
  'r.release_id',
  'i.pk as incident_pk',
  'd.entity_id as release_entity_id',
  'i.entity_id as incident_entity_id',
];

function toKnown(
  rows: FoundCorrection[],
  scope: EvidenceScope,
): KnownCorrection[] {
  return readable(
    rows.filter(
      row =>
        scope.canRead(row.release_entity_id) &&
        scope.canRead(row.incident_entity_id),
    ),
    row => ({
      correction: fromRow(row),
      releaseId: optionalNumber(row.release_id),
      incidentPk: optionalNumber(row.incident_pk),
    }),
  );
}

/** The corrections of some releases, oldest first. */
export async function findCorrectionsOfReleases(
  knex: Knex,
  releaseIds: number[],
  scope: EvidenceScope,
): Promise<KnownCorrection[]> {
  const rows: FoundCorrection[] = await knex
    .from(releasesOfDeployments(knex))
    .join('deployments as d', 'd.pk', 'r.deployment_pk')
    .join('corrections as c', onDeployment)
    .leftJoin('incidents as i', onIncident)
    .where(idsIn(knex, 'r.release_id', releaseIds))
    .orderBy(['c.at', 'c.id'])
    .select(COLUMNS);
  return toKnown(rows, scope);
}

/** The corrections of some incidents, oldest first. */
export async function findCorrectionsOfIncidents(
  knex: Knex,
  incidentPks: number[],
  scope: EvidenceScope,
): Promise<KnownCorrection[]> {
  const rows: FoundCorrection[] = await knex('incidents as i')
    .join('corrections as c', onIncident)
    .leftJoin('deployments as d', onDeployment)
    .leftJoin(releasesOfDeployments(knex), 'r.deployment_pk', 'd.pk')
    .where(idsIn(knex, 'i.pk', incidentPks))
    .orderBy(['c.at', 'c.id'])
    .select(COLUMNS);
  return toKnown(rows, scope);
}

/** The last correction with an action; undefined when there is none. */
export function lastOf(
  corrections: KnownCorrection[],
  action: CorrectionAction,
): Correction | undefined {
  return corrections
    .map(({ correction }) => correction)
    .filter(correction => correction.action === action)
    .at(-1);
}
