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

import { ChangeItem, ChangesResult } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { Hierarchy } from '../catalog/types';
import { idsIn } from '../database/sql';
import { ChangeExclusion, Rules } from '../derive/types';
import { describeExclusion } from './changeExclusions';
import { ChangesQuery } from './types';
import {
  BigInteger,
  isoTime,
  optional,
  optionalIsoTime,
  secondsOrNull,
  windowTimes,
} from './values';

/** A change in the list: carried first by a release, or not carried by any. */
interface Entry {
  change_pk: BigInteger;
  /** Null while no release carries it */
  release_id: BigInteger | null;
}

interface ChangeRow {
  pk: BigInteger;
  source: string;
  id: string;
  entity_id: number | null;
  repository: string | null;
  commit_sha: string | null;
  title: string | null;
  url: string | null;
  labels: string | null;
  size: BigInteger | null;
  first_commit_at: BigInteger;
  opened_at: BigInteger | null;
  first_review_at: BigInteger | null;
  approved_at: BigInteger | null;
  merged_at: BigInteger | null;
}

interface CarriedRow {
  change_pk: BigInteger;
  release_id: BigInteger;
  entity_id: number;
  exclusion: ChangeExclusion | null;
  lead_time: BigInteger | null;
  coding: BigInteger | null;
  pickup: BigInteger | null;
  review: BigInteger | null;
  deploy: BigInteger | null;
  version: string | null;
  time: BigInteger;
  kind: NonNullable<ChangeItem['release']>['kind'];
}

/** Changes that a release in the window is the first to carry. */
function carriedEntries(knex: Knex, query: ChangesQuery, ids: number[]) {
  const { only, window } = query;
  return knex('release_changes as r')
    .join('releases as l', 'l.id', 'r.release_id')
    .where(idsIn(knex, 'r.entity_id', ids))
    .where('r.day', '>=', window.fromDay)
    .where('r.day', '<', window.toDay)
    .where('r.first', true)
    .modify(filtered => {
      if (only === 'counted') {
        filtered.whereNull('r.exclusion');
      } else if (only === 'excluded') {
        filtered.whereNotNull('r.exclusion');
      }
    })
    .select('r.change_pk', 'r.release_id', 'l.time as at');
}

/** Changes of the components that no release carries, merged (or begun) in the window. */
function waitingEntries(knex: Knex, { window }: ChangesQuery, ids: number[]) {
  const at = 'coalesce(c.merged_at, c.first_commit_at)';
  return knex('changes as c')
    .where(idsIn(knex, 'c.entity_id', ids))
    .whereRaw(`${at} >= ? and ${at} < ?`, windowTimes(window))
    .whereNotExists(
      knex('release_changes as r')
        .whereRaw('r.change_pk = c.pk and r.entity_id = c.entity_id')
        .select(knex.raw('1')),
    )
    .select(
      'c.pk as change_pk',
      knex.raw('cast(null as bigint) as release_id'),
      knex.raw(`${at} as at`),
    );
}

const UNKNOWN = { coding: null, pickup: null, review: null, deploy: null };

function toItem(
  row: ChangeRow,
  carried: CarriedRow | undefined,
  hierarchy: Hierarchy,
  rules: Rules,
): ChangeItem {
  const entityId = carried?.entity_id ?? row.entity_id;
  const entity = entityId === null ? undefined : hierarchy.getById(entityId);
  let exclusion: string | null = null;
  if (!carried) {
    exclusion = row.merged_at
      ? 'left out: no production release carries it (yet), or it was merged before the first known one'
      : 'left out: it is not merged, and no production release carries it';
  } else if (carried.exclusion) {
    exclusion = describeExclusion(carried.exclusion, rules);
  }
  return {
    source: row.source,
    id: row.id,
    entityRef: entity?.ref ?? null,
    repository: optional(row.repository),
    commitSha: optional(row.commit_sha),
    title: optional(row.title),
    url: optional(row.url),
    labels: row.labels ? JSON.parse(row.labels) : undefined,
    size: row.size === null ? undefined : Number(row.size),
    firstCommitAt: isoTime(row.first_commit_at),
    openedAt: optionalIsoTime(row.opened_at),
    firstReviewAt: optionalIsoTime(row.first_review_at),
    approvedAt: optionalIsoTime(row.approved_at),
    mergedAt: optionalIsoTime(row.merged_at),
    leadTime: carried ? secondsOrNull(carried.lead_time) : null,
    stages: carried
      ? {
          coding: secondsOrNull(carried.coding),
          pickup: secondsOrNull(carried.pickup),
          review: secondsOrNull(carried.review),
          deploy: secondsOrNull(carried.deploy),
        }
      : UNKNOWN,
    release: carried
      ? {
          id: String(carried.release_id),
          entityRef: entity!.ref,
          version: carried.version,
          time: isoTime(carried.time),
          kind: carried.kind,
        }
      : null,
    counted: exclusion === null,
    exclusion,
  };
}

async function loadItems(
  knex: Knex,
  entries: Entry[],
  hierarchy: Hierarchy,
  rules: Rules,
): Promise<ChangeItem[]> {
  const pks = entries.map(entry => Number(entry.change_pk));
  const changes: ChangeRow[] = await knex('changes')
    .where(idsIn(knex, 'pk', pks))
    .select(
      'pk',
      'source',
      'id',
      'entity_id',
      'repository',
      'commit_sha',
      'title',
      'url',
      'labels',
      'size',
      'first_commit_at',
      'opened_at',
      'first_review_at',
      'approved_at',
      'merged_at',
    );
  const releaseIds = entries.flatMap(({ release_id: id }) =>
    id === null ? [] : Number(id),
  );
  const carried: CarriedRow[] = await knex('release_changes as r')
    .join('releases as l', 'l.id', 'r.release_id')
    .where(idsIn(knex, 'r.release_id', releaseIds))
    .where(idsIn(knex, 'r.change_pk', pks))
    .select(
      'r.change_pk',
      'r.release_id',
      'r.entity_id',
      'r.exclusion',
      'r.lead_time',
      'r.coding',
      'r.pickup',
      'r.review',
      'r.deploy',
      'l.version',
      'l.time',
      'l.kind',
    );
  const byPk = new Map(changes.map(row => [Number(row.pk), row]));
  const key = (entry: Entry) => `${entry.release_id} ${entry.change_pk}`;
  const byEntry = new Map(carried.map(row => [key(row), row]));
  return entries.map(entry =>
    toItem(
      byPk.get(Number(entry.change_pk))!,
      byEntry.get(key(entry)),
      hierarchy,
      rules,
    ),
  );
}

/** One page of the changes of a window, newest first: each with its lead time, or why it is left out. */
export async function listChanges(
  knex: Knex,
  query: ChangesQuery,
  rules: Rules,
): Promise<ChangesResult> {
  const { hierarchy, window, only } = query;
  const ids = hierarchy.idsUnder(query.entityRef);
  const all = carriedEntries(knex, query, ids).modify(entries => {
    if (only !== 'counted') {
      entries.unionAll(waitingEntries(knex, query, ids));
    }
  });
  const total = await knex.from(all.as('entries')).count('* as count').first();
  const entries: Entry[] = await knex
    .from(all.as('entries'))
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'change_pk', order: 'desc' },
      { column: 'release_id', order: 'desc' },
    ])
    .limit(query.limit)
    .offset(query.offset)
    .select('change_pk', 'release_id');
  const { from, to, days, timezone } = window;
  return {
    window: { from, to, days, timezone },
    totalItems: Number(total?.count ?? 0),
    items: await loadItems(knex, entries, hierarchy, rules),
  };
}
