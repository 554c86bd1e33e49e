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
import { releasesOfDeployments } from '../database/derivedRows';
import { Row, Value } from '../database/rows';
import { idsIn, jsonRows } from '../database/sql';
import { assessRelease } from '../rules/recovery';
import { StoredReason } from './outbox/ReleaseState';
import { RELEASES, toReadableRow } from './store/derivedTables';
import { OUTCOME_COLUMNS, toOutcome, toState } from './store/releaseStates';
import { ReleaseTransitions } from './store/ReleaseTransitions';
import { Blocks } from './store/touchBlocks';

type BigInteger = string | number;

interface ReasonRow {
  release_id: BigInteger;
  reason: string;
  incident_pk: BigInteger | null;
  resolved_at: BigInteger | null;
  fix_id: string | null;
  fix_time: BigInteger | null;
}

/**
 * An invalid value in a row of another component or of an incident counts as missing: it must not fail this release.
 */
const knownTime = (value: BigInteger | null): number | undefined =>
  value !== null && Number.isSafeInteger(Number(value))
    ? Number(value)
    : undefined;

/** Loads the releases, of these components or with these ids, that have or had a reason to count as failed. */
async function loadReleases(
  tx: Knex.Transaction,
  entityIds: number[],
  releaseIds: Set<number>,
): Promise<Row[]> {
  return tx('releases')
    .where(query =>
      query
        .where(idsIn(tx, 'id', releaseIds))
        .orWhere(idsIn(tx, 'entity_id', entityIds)),
    )
    .where(query =>
      query
        .whereNot('failed', false)
        .orWhereNotNull('reasons')
        .orWhereExists(
          tx('release_reasons as r')
            .whereRaw('r.release_id = releases.id')
            .select(tx.raw('1')),
        ),
    )
    .select(Object.keys({ ...RELEASES.columns, ...OUTCOME_COLUMNS }));
}

/** @param outcomes - rows of id, failed, recovered_at and reasons */
async function storeOutcomes(
  tx: Knex.Transaction,
  outcomes: Value[][],
): Promise<void> {
  if (outcomes.length === 0) {
    return;
  }
  await tx.raw(
    `update releases set failed = g.failed, recovered_at = g.recovered_at, reasons = g.reasons
     from ? where g.id = releases.id`,
    [jsonRows(tx, 'g', { id: 'bigint', ...OUTCOME_COLUMNS }, outcomes)],
  );
}

/** The reasons of a release as events show them: only the name of the reason, not which incident it is. */
function toReasons(rows: ReasonRow[]): string | undefined {
  const texts = rows.map(({ reason, fix_id: fix, fix_time: time }) => {
    const stored: StoredReason =
      fix === null ? [reason] : [reason, fix, Number(time)];
    return JSON.stringify(stored);
  });
  return texts.length === 0
    ? undefined
    : `[${[...new Set(texts)].sort().join()}]`;
}

/**
 * Decides which releases failed and when they recovered, from all stored reasons and corrections.
 *
 * @param entityIds - components whose releases are all assessed
 * @param releaseIds - further releases to assess
 */
export async function assessReleases(
  tx: Knex.Transaction,
  entityIds: number[],
  releaseIds: Set<number>,
  blocks: Blocks,
  transitions: ReleaseTransitions,
): Promise<void> {
  if (entityIds.length + releaseIds.size === 0) {
    return;
  }
  const releases = await loadReleases(tx, entityIds, releaseIds);
  const ids = releases.map(({ id }) => Number(id));
  const reasonRows: ReasonRow[] = await tx('release_reasons as r')
    .leftJoin('incident_links as i', 'i.incident_pk', 'r.incident_pk')
    .leftJoin('releases as f', 'f.id', 'r.fix_release_id')
    .where(idsIn(tx, 'r.release_id', ids))
    .select(
      'r.release_id',
      'r.reason',
      'r.incident_pk',
      'i.resolved_at',
      'f.public_id as fix_id',
      'f.time as fix_time',
    );
  const excused: { release_id: BigInteger }[] = await tx
    .from(releasesOfDeployments(tx))
    .join('deployments as d', 'd.pk', 'r.deployment_pk')
    .join('corrections as c', join =>
      join.on('c.deployment_source', 'd.source').on('c.deployment_id', 'd.id'),
    )
    .where(idsIn(tx, 'r.release_id', ids))
    .where('c.action', 'not-a-failure')
    .select('r.release_id');
  const notFailures = new Set(excused.map(row => Number(row.release_id)));
  const reasons = new Map<number, ReasonRow[]>();
  for (const row of reasonRows) {
    const id = Number(row.release_id);
    reasons.set(id, [...(reasons.get(id) ?? []), row]);
  }

  const assessed: Value[][] = [];
  for (const release of releases) {
    const id = Number(release.id);
    const own = reasons.get(id) ?? [];
    const after = {
      ...assessRelease(
        Number(release.time),
        own.flatMap(row => knownTime(row.fix_time) ?? []),
        own.flatMap(row =>
          row.incident_pk === null ? [] : [knownTime(row.resolved_at)],
        ),
        notFailures.has(id),
      ),
      reasons: toReasons(own),
    };
    const before = toOutcome(release);
    if (
      after.failed !== before.failed ||
      after.recoveredAt !== before.recoveredAt ||
      after.reasons !== before.reasons
    ) {
      const { failed, recoveredAt = null, reasons: why = null } = after;
      assessed.push([id, failed, recoveredAt, why]);
      const row = toReadableRow(RELEASES, release);
      transitions.assessed(toState(row, before), toState(row, after));
      blocks.add(Number(release.entity_id), Number(release.day));
    }
  }
  await storeOutcomes(tx, assessed);
}
