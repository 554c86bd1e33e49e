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

import { Correction } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { idsIn } from '../database/sql';
import { BigInteger, groupBy, isoTime, optional } from './values';

interface CorrectionRow {
  about: BigInteger;
  id: string;
  action: Correction['action'];
  deployment_source: string;
  deployment_id: string;
  incident_source: string | null;
  incident_id: string | null;
  note: string | null;
  by: string;
  at: BigInteger;
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
];

function toCorrection(row: CorrectionRow): Correction {
  return {
    id: row.id,
    action: row.action,
    deployment: { source: row.deployment_source, id: row.deployment_id },
    incident:
      row.incident_source === null
        ? undefined
        : { source: row.incident_source, id: row.incident_id! },
    note: optional(row.note),
    by: row.by,
    at: isoTime(row.at),
  };
}

function byWhatTheyAreAbout(rows: CorrectionRow[]): Map<number, Correction[]> {
  return new Map(
    [...groupBy(rows, row => Number(row.about))].map(([about, group]) => [
      about,
      group.map(toCorrection),
    ]),
  );
}

/** Corrections by the release that they are about, oldest first. */
export async function correctionsOfReleases(
  knex: Knex,
  releaseIds: number[],
): Promise<Map<number, Correction[]>> {
  return byWhatTheyAreAbout(
    await knex('rollouts as r')
      .join('deployments as d', 'd.pk', 'r.deployment_pk')
      .join('corrections as c', join =>
        join
          .on('c.deployment_source', 'd.source')
          .on('c.deployment_id', 'd.id'),
      )
      .where(idsIn(knex, 'r.release_id', releaseIds))
      .orderBy(['c.at', 'c.id'])
      .select('r.release_id as about', ...COLUMNS),
  );
}

/** Corrections by the incident that they are about, oldest first. */
export async function correctionsOfIncidents(
  knex: Knex,
  incidentPks: number[],
): Promise<Map<number, Correction[]>> {
  return byWhatTheyAreAbout(
    await knex('incidents as i')
      .join('corrections as c', join =>
        join.on('c.incident_source', 'i.source').on('c.incident_id', 'i.id'),
      )
      .where(idsIn(knex, 'i.pk', incidentPks))
      .orderBy(['c.at', 'c.id'])
      .select('i.pk as about', ...COLUMNS),
  );
}
