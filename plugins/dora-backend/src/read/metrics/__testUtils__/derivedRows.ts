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

import fc from 'fast-check';
import {
  Organisation,
  storedEntities,
} from '../../../catalog/__testUtils__/organisation';

/** 2026-03-02, a Monday, in days since 1970-01-01. */
export const MONDAY = 20514;
export const DAY = 24 * 60 * 60_000;

/** Now, in the middle of the rows. */
export const NOW = (MONDAY + 20) * DAY + 12 * 60 * 60_000;

export const ORGANISATION: Organisation = {
  'component:a-api': { partOf: ['system:a'], ownedBy: ['group:red'] },
  'component:a-ui': { partOf: ['system:a'], ownedBy: ['group:blue'] },
  'component:b-api': { partOf: ['system:b'] },
  'component:alone': { ownedBy: ['group:blue'], title: 'Zebra' },
  'system:a': { ownedBy: ['group:red'], title: 'Store' },
  'system:b': { ownedBy: ['group:blue'], title: 'Search' },
  'group:red': { childOf: ['group:all'] },
  'group:blue': { childOf: ['group:all'] },
  'group:all': {},
  'component:quiet': { partOf: ['system:quiet'] },
  'system:quiet': { ownedBy: ['group:blue'] },
};

export const ENTITIES = storedEntities(ORGANISATION);

/** Named by facts, and unknown to the catalog: nothing of it counts anywhere. */
export const UNMAPPED = ENTITIES.length + 1;

const DEPLOYABLE = ENTITIES.filter(({ ref }) =>
  /^(component|system):/.test(ref),
).map(({ id }) => id);

export interface ReleaseRow {
  entityId: number;
  day: number;
  /** ms into the day */
  at: number;
  kind: string;
  workspaces: string[];
  spread: number;
  batchSize: number;
  failed: boolean;
  /** ms from the release to its recovery; null while open */
  recovery: number | null;
}

export interface ChangeRow {
  entityId: number;
  day: number;
  /** null when excluded */
  leadTime: number | null;
  coding: number | null;
  pickup: number | null;
  review: number | null;
  deploy: number | null;
  /** Why there is no lead time, where there is none */
  exclusion: string;
  size: number | null;
}

export interface IncidentRow {
  entityId: number;
  day: number;
  /** ms into the day */
  at: number;
  restore: number | null;
  link: string;
}

export interface ExcludedRow {
  entityId: number;
  day: number;
  exclusion: string;
  environment: string;
}

/** Derived rows, and of the facts only what has to be there besides. */
export interface Rows {
  releases: ReleaseRow[];
  changes: ChangeRow[];
  incidents: IncidentRow[];
  /** Deployments that do not count */
  excluded: ExcludedRow[];
  /** References that a source that brings incidents fetches for */
  synchronised: string[];
  /** Entities that have deployments, whether they make releases or not */
  deployed: number[];
  /** Entities that changes name */
  changed: number[];
  /** Entities with a deployment that lists a change, and whether that change has come */
  listing: { entityId: number; come: boolean }[];
  /** Entities with facts of the sample organisation */
  sample: number[];
}

// Few values, so that there are ties, and large ones.
const duration = fc.oneof(
  fc.constantFrom(0, 1, 999, 60_000, 3_600_000),
  fc.integer({ min: 0, max: 40 * 365 }).map(days => days * DAY + 7),
  fc.integer({ min: 0, max: 1_000_000_000 }),
);
const stage = fc.option(
  fc.oneof(
    duration,
    duration.map(ms => -ms),
  ),
);
const entityId = fc.constantFrom(...DEPLOYABLE, UNMAPPED);
const anyId = fc.constantFrom(...ENTITIES.map(({ id }) => id), UNMAPPED);
const day = fc.integer({ min: MONDAY - 40, max: MONDAY + 25 });
const ids = fc.uniqueArray(anyId, { maxLength: 3 });

export const arbitraryRows: fc.Arbitrary<Rows> = fc
  .record({
    releases: fc.array(
      fc.record({
        entityId,
        day,
        at: fc.integer({ min: 0, max: DAY - 1 }),
        kind: fc.constantFrom('code', 'code', 'code', 'rollback', 'hotfix'),
        workspaces: fc.uniqueArray(fc.constantFrom('eu', 'us', 'default'), {
          minLength: 1,
        }),
        spread: duration,
        batchSize: fc.integer({ min: 0, max: 5 }),
        failed: fc.boolean(),
        recovery: fc.option(duration),
      }),
      { maxLength: 40, size: 'max' },
    ),
    changes: fc.array(
      fc.record({
        entityId,
        day,
        leadTime: fc.option(duration),
        coding: stage,
        pickup: stage,
        review: stage,
        deploy: stage,
        exclusion: fc.constantFrom(
          ...['carried-before', 'excluded-label', 'negative', 'no-start'],
        ),
        size: fc.option(fc.integer({ min: 0, max: 1_000_000_000 })),
      }),
      { maxLength: 60, size: 'max' },
    ),
    incidents: fc.array(
      fc.record({
        entityId: anyId,
        day,
        at: fc.integer({ min: 0, max: DAY - 1 }),
        restore: fc.option(duration, { freq: 2 }),
        link: fc.constantFrom(
          'unattributed',
          'window',
          'duplicate',
          'severity',
        ),
      }),
      { maxLength: 30, size: 'max' },
    ),
    excluded: fc.array(
      fc.record({
        entityId,
        day,
        exclusion: fc.constantFrom(
          ...['other-environment', 'failed', 'cancelled'],
          ...['config-only', 'other-source'],
        ),
        environment: fc.constantFrom('test', 'Produktion', 'a,b;c%', 'préprod'),
      }),
      { maxLength: 10 },
    ),
    synchronised: fc.subarray(['component:default/b-api', 'system:default/a'], {
      maxLength: 1,
    }),
    deployed: ids,
    changed: ids,
    listing: fc.array(fc.record({ entityId, come: fc.boolean() }), {
      maxLength: 2,
    }),
    sample: ids,
  })
  // A release that carries changes without any change having come is none that could be derived, nor is a change that a
  // release carries without any deployment having come.
  // Nor does what is the same as another incident have an end of its own.
  .map(rows => ({
    ...rows,
    incidents: rows.incidents.map(row =>
      row.link === 'duplicate' ? { ...row, restore: null } : row,
    ),
    deployed: [...rows.deployed, ...rows.changes.map(row => row.entityId)],
    changed: [
      ...rows.changed,
      ...rows.releases
        .filter(row => row.batchSize > 0)
        .map(row => row.entityId),
    ],
  }));

/** Time of a release, in ms since the epoch. */
export const timeOf = (row: ReleaseRow) => row.day * DAY + row.at;
