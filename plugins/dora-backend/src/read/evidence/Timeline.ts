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
  TimelineIncident,
  TimelineRelease,
  TimelineResult,
} from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { ReleaseCounter } from '../columns/types';
import { toWire } from '../Window';
import { readable } from '../../database/readable';
import { EvidenceScope } from './EvidenceScope';
import { findReleases } from './findReleases';
import { findIncidents, IncidentRow } from './incidentQueries';
import { ReleaseRow } from './releaseQueries';
import { findSignals, toSignal } from './signalQueries';
import { TimelineQuery } from './types';
import { toSeconds, toTime, toTimeOrNull } from './values';

/** More marks would not make a chart any clearer. */
const MOST = { limit: 500, offset: 0 };

/** The newest events of each kind in a window, in order of time, to be marked on charts. */
export class Timeline {
  constructor(
    private readonly knex: Knex,
    private readonly counter: ReleaseCounter,
  ) {}

  async read(query: TimelineQuery): Promise<TimelineResult> {
    const { knex } = this;
    const scope = EvidenceScope.of(query);
    const wanted = { ...query, ...MOST };
    const [incidents, releases, signals] = await Promise.all([
      findIncidents(knex, scope, { ...wanted, only: 'counted' }),
      findReleases(knex, scope, { ...wanted, only: 'failed' }, this.counter),
      findSignals(knex, scope, wanted, 'newest'),
    ]);
    return {
      window: toWire(query.window),
      incidents: {
        totalItems: incidents.totalItems,
        items: readable(incidents.rows.reverse(), row =>
          toIncident(row, scope),
        ),
      },
      failedReleases: {
        totalItems: releases.totalItems,
        items: readable(releases.rows.reverse(), row => toRelease(row, scope)),
      },
      signals: {
        totalItems: signals.totalItems,
        items: readable(signals.rows, toSignal),
      },
    };
  }
}

function toIncident(row: IncidentRow, scope: EvidenceScope): TimelineIncident {
  return {
    source: row.source,
    id: row.id,
    entityRef: scope.refOf(row.entity_id),
    title: row.title ?? undefined,
    url: row.url ?? undefined,
    kind: row.kind,
    severity: row.severity ?? undefined,
    startedAt: toTime(row.started_at),
    resolvedAt: toTimeOrNull(row.resolved_at),
    timeToRestore: toSeconds(row.restore),
  };
}

function toRelease(row: ReleaseRow, scope: EvidenceScope): TimelineRelease {
  const { recovered_at: recoveredAt } = row;
  return {
    id: row.public_id,
    entityRef: scope.refOf(row.entity_id),
    version: row.version,
    time: toTime(row.time),
    kind: row.kind,
    recoveredAt: toTimeOrNull(recoveredAt),
    recoveryTime:
      recoveredAt === null
        ? null
        : toSeconds(Number(recoveredAt) - Number(row.time)),
  };
}
