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

import { wholeNumber } from '../../database/InvalidValueError';
import { Columns, Row, Value } from '../../database/rows';

/** A derived table, whose rows are compared and written by groups. */
export interface DerivedTable {
  name: string;
  columns: Columns;
  /** The column by which rows belong together. */
  group: string;
  /** Whether a group is a single row. */
  unique: boolean;
  /** What is true of the rows of the table `t` that are meant, as SQL; undefined where these are all of its rows. */
  condition?: string;
}

/** A derived table with what becomes of the deployments of a component. */
export interface ReleaseTable extends DerivedTable {
  /** The column with the release that a row belongs to. */
  release: string;
  /** The column that tells apart the rows of a release. */
  member: string;
}

/** A row of a derived table, in the order of its columns. */
export type DerivedRow = Value[];

// Without `failed`, `recovered_at` and `reasons`, which depend on incidents and are written by `assessReleases`.
export const RELEASES: ReleaseTable = {
  name: 'releases',
  group: 'id',
  unique: true,
  release: 'id',
  member: 'id',
  columns: {
    id: 'bigint',
    entity_id: 'integer',
    version: 'text',
    occurrence: 'integer',
    time: 'bigint',
    day: 'integer',
    kind: 'text',
    rollouts: 'integer',
    workspaces: 'integer',
    last_rollout_at: 'bigint',
    changes_from: 'text',
    batch_size: 'integer',
    changes: 'integer',
    first_changes: 'integer',
    lead_times: 'integer',
    public_id: 'text',
  },
};

export const ROLLOUTS: ReleaseTable = {
  name: 'rollouts',
  group: 'deployment_pk',
  unique: true,
  release: 'release_id',
  member: 'deployment_pk',
  columns: {
    deployment_pk: 'bigint',
    release_id: 'bigint',
    entity_id: 'integer',
    workspace: 'text',
    time: 'bigint',
    replaced_release_id: 'bigint',
  },
};

export const RELEASE_CHANGES: ReleaseTable = {
  name: 'release_changes',
  group: 'release_id',
  unique: false,
  release: 'release_id',
  member: 'change_pk',
  columns: {
    release_id: 'bigint',
    change_pk: 'bigint',
    entity_id: 'integer',
    day: 'integer',
    first: 'boolean',
    exclusion: 'text',
    lead_time: 'bigint',
    coding: 'bigint',
    pickup: 'bigint',
    review: 'bigint',
    deploy: 'bigint',
  },
};

/** Without those that come from incidents, which `linkIncidents` writes. */
export const RELEASE_REASONS: ReleaseTable = {
  name: 'release_reasons',
  group: 'release_id',
  unique: false,
  release: 'release_id',
  member: 'fix_release_id',
  condition: 't.incident_pk is null',
  columns: {
    release_id: 'bigint',
    entity_id: 'integer',
    reason: 'text',
    incident_pk: 'bigint',
    fix_release_id: 'bigint',
  },
};

/** The reasons that come from incidents. */
export const INCIDENT_REASONS: DerivedTable = {
  ...RELEASE_REASONS,
  group: 'incident_pk',
  condition: 't.incident_pk is not null',
};

export const INCIDENT_LINKS: DerivedTable = {
  name: 'incident_links',
  group: 'incident_pk',
  unique: true,
  columns: {
    incident_pk: 'bigint',
    entity_id: 'integer',
    day: 'integer',
    restore: 'bigint',
    link: 'text',
  },
};

/** What each table has, or is to have, of some components. */
export interface DerivedRows {
  releases: DerivedRow[];
  rollouts: DerivedRow[];
  changes: DerivedRow[];
  reasons: DerivedRow[];
}

export const DERIVED_TABLES: [keyof DerivedRows, ReleaseTable][] = [
  ['releases', RELEASES],
  ['rollouts', ROLLOUTS],
  ['changes', RELEASE_CHANGES],
  ['reasons', RELEASE_REASONS],
];

export const noRows = (): DerivedRows => ({
  releases: [],
  rollouts: [],
  changes: [],
  reasons: [],
});

/** Adds rows to others. */
export function addRows(rows: DerivedRows, more: DerivedRows): void {
  for (const [name] of DERIVED_TABLES) {
    for (const row of more[name]) {
      rows[name].push(row);
    }
  }
}

function convert(
  { name: table, columns }: DerivedTable,
  row: Row,
  toNumber: (value: Value, where: string) => number,
): DerivedRow {
  return Object.entries(columns).map(([name, type]): Value => {
    const value = row[name];
    if (value === null || type === 'text') {
      return value;
    }
    return type === 'boolean'
      ? Boolean(value)
      : toNumber(value, `${table}.${name}`);
  });
}

/**
 * Brings the values of a row into one shape, whichever the database: bigints as numbers, booleans as such.
 *
 * @throws InvalidValueError when a number is none
 */
export const toRow = (table: DerivedTable, row: Row): DerivedRow =>
  convert(table, row, (value, where) =>
    wholeNumber(value as string | number, where),
  );

const LATEST_DATE = 8.64e15;

/** A number or a time that is stored; NaN when it is neither. */
export function readableNumber(value: Value): number {
  const number = Number(value);
  return Number.isSafeInteger(number) && Math.abs(number) <= LATEST_DATE
    ? number
    : NaN;
}

/** As {@link toRow}, for a row that is about to be replaced: what is broken in it is NaN, which no row is to have. */
export const toReadableRow = (table: DerivedTable, row: Row): DerivedRow =>
  convert(table, row, readableNumber);

/** Where a column is in the rows of a table. */
export const columnOf = (table: DerivedTable, name: string): number =>
  Object.keys(table.columns).indexOf(name);
