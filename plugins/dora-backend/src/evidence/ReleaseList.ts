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
  LinkedIncident,
  Reason,
  Release,
  ReleaseChange,
  ReleasesResult,
} from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { Rules } from '../derive/types';
import { toWire } from '../metrics/Window';
import { CarriedRow, findCarried } from './carriedQueries';
import { exclusionSentence } from './changeSentences';
import {
  findCorrectionsOfReleases,
  KnownCorrection,
  lastOf,
} from './corrections';
import { EvidenceScope } from './EvidenceScope';
import {
  findReasons,
  findReleases,
  findRollouts,
  ReasonRow,
  ReleaseRow,
  RolloutRow,
} from './releaseQueries';
import { reasonSentence } from './releaseSentences';
import { releaseName } from './text';
import { ReleasesEvidenceQuery } from './types';
import {
  groupBy,
  optionalNumber,
  toSeconds,
  toTime,
  toTimeOrNull,
} from './values';

/** All that is known of one release. */
interface ReleaseDetails {
  release: ReleaseRow;
  rollouts: RolloutRow[];
  changes: CarriedRow[];
  reasons: ReasonRow[];
  corrections: KnownCorrection[];
}

/** The releases that the metrics count, with what makes each of them what it is. */
export class ReleaseList {
  constructor(
    private readonly knex: Knex,
    private readonly rules: Rules,
    private readonly now: () => number,
  ) {}

  async list(query: ReleasesEvidenceQuery): Promise<ReleasesResult> {
    const { knex } = this;
    const scope = EvidenceScope.of(query);
    const { totalItems, rows } = await findReleases(knex, scope, query);
    const ids = rows.map(({ id }) => Number(id));
    const byRelease = <T extends { release_id: string | number }>(found: T[]) =>
      groupBy(found, row => Number(row.release_id));
    const rollouts = byRelease(await findRollouts(knex, ids));
    const changes = byRelease(await findCarried(knex, ids));
    const reasons = byRelease(await findReasons(knex, ids));
    const corrections = groupBy(
      await findCorrectionsOfReleases(knex, ids, scope),
      ({ releaseId }) => releaseId,
    );

    return {
      window: toWire(query.window),
      totalItems,
      items: rows.map(release => {
        const id = Number(release.id);
        return this.toRelease(
          {
            release,
            rollouts: rollouts.get(id) ?? [],
            changes: changes.get(id) ?? [],
            reasons: reasons.get(id) ?? [],
            corrections: corrections.get(id) ?? [],
          },
          scope,
        );
      }),
    };
  }

  private toRelease(details: ReleaseDetails, scope: EvidenceScope): Release {
    const { release, rollouts, changes, reasons, corrections } = details;
    const matures = Number(release.last_rollout_at) + this.rules.incidentWindow;
    return {
      id: String(release.id),
      entityRef: scope.refOf(release.entity_id),
      version: release.version,
      time: toTime(release.time),
      rollouts: rollouts.map(row => ({
        workspace: row.workspace,
        time: toTime(row.time),
        deployment: { source: row.source, id: row.id },
        replaced: this.replaced(row),
        title: row.title ?? undefined,
        url: row.url ?? undefined,
      })),
      changes: changes.map(row => this.toChange(row, release, scope)),
      changesFrom: release.changes_from,
      kind: release.kind,
      failed: Boolean(release.failed),
      reasons: reasons.map(row => this.toReason(row, details, scope)),
      incidents: reasons
        .filter(row => row.incident_pk !== null)
        .filter(row => scope.canRead(row.incident_entity_id))
        .map(toLinkedIncident),
      recoveredAt: toTimeOrNull(release.recovered_at),
      maturing: matures > this.now(),
      counted: true,
      exclusion: null,
      corrections:
        corrections.length > 0
          ? corrections.map(({ correction }) => correction)
          : undefined,
    };
  }

  private replaced(row: RolloutRow): string | undefined {
    if (row.replaced_id === null) {
      return undefined;
    }
    return (
      row.replaced_version ??
      releaseName(
        { version: null, time: Number(row.replaced_time) },
        this.rules.timezone,
      )
    );
  }

  private toChange(
    row: CarriedRow,
    release: ReleaseRow,
    scope: EvidenceScope,
  ): ReleaseChange {
    // That the release carries it is the release's to tell; what it is about is not.
    const change = scope.canRead(row.entity_id)
      ? row
      : { ...row, title: null, url: null, labels: null };
    const first =
      row.first_time === null
        ? undefined
        : { version: row.first_version, time: Number(row.first_time) };
    return {
      source: row.source,
      id: row.id,
      title: change.title ?? undefined,
      url: change.url ?? undefined,
      first: Boolean(row.first),
      leadTime: toSeconds(row.lead_time),
      exclusion:
        row.exclusion &&
        exclusionSentence(
          row.exclusion,
          change,
          { time: Number(release.time), first },
          this.rules,
        ),
    };
  }

  private toReason(
    row: ReasonRow,
    { release, rollouts, corrections }: ReleaseDetails,
    scope: EvidenceScope,
  ): Reason {
    const readable = scope.canRead(row.incident_entity_id);
    const context = {
      release,
      rollouts,
      attachedBy: lastOf(
        corrections.filter(
          ({ incidentPk }) => incidentPk === optionalNumber(row.incident_pk),
        ),
        'attach',
      ),
      excusedBy: lastOf(corrections, 'not-a-failure'),
      rules: this.rules,
    };
    const ofIncident = row.incident_pk !== null;
    return {
      reason: row.reason,
      sentence: reasonSentence(row, context, readable),
      incident:
        ofIncident && readable ? { source: row.source, id: row.id } : undefined,
      releaseId: row.fix_id === null ? undefined : String(row.fix_id),
      at: readable ? toTime(row.fix_time ?? row.started_at) : undefined,
    };
  }
}

function toLinkedIncident(row: ReasonRow): LinkedIncident {
  return {
    source: row.source,
    id: row.id,
    entityRef: row.incident_entity_ref ?? '',
    title: row.title ?? undefined,
    url: row.url ?? undefined,
    startedAt: toTime(row.started_at),
    resolvedAt: toTimeOrNull(row.resolved_at),
  };
}
