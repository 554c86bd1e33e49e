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

import { Columns, Row, Value } from '../../database/rows';

/** A derived table. Rows are compared and written in groups. */
export interface DerivedTable {
  name: string;
  columns: Columns;
  /** The column to group rows by. */
  group: string;
  /** Whether a group has only one row. */
  unique: boolean;
  /** SQL condition that restricts the table `t` to these rows; undefined for all rows. */
  condition?: string;
}

/** A derived table of releases or excluded deployments. */
export interface ReleaseTable extends DerivedTable {
  /** The column with the id of the release, or of the deployment where a row may have no release. */
  release: string;
  /** The column that identifies a row within a release. */
  member: string;
}

/** A row of a derived table, in the order of its columns. */
export type DerivedRow = Value[];

// Without `failed`, `recovered_at` and `reasons`, which depend on incidents: `assessReleases` writes them.
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
    names: 'text',
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
    size: 'bigint',
  },
};

/** Without the reasons that come from incidents, which `linkIncidents` writes. */
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

/** Finished deployments that are not rollouts. */
export const EXCLUDED_DEPLOYMENTS: ReleaseTable = {
  name: 'excluded_deployments',
  group: 'deployment_pk',
  unique: true,
  release: 'deployment_pk',
  member: 'deployment_pk',
  columns: {
    deployment_pk: 'bigint',
    entity_id: 'integer',
    time: 'bigint',
    day: 'integer',
    exclusion: 'text',
    release_id: 'bigint',
    echo: 'boolean',
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
    resolved_at: 'bigint',
    acknowledged_at: 'bigint',
    same_as_pk: 'bigint',
  },
};

/** Stored or derived rows of some components, by table. */
export interface DerivedRows {
  releases: DerivedRow[];
  rollouts: DerivedRow[];
  changes: DerivedRow[];
  reasons: DerivedRow[];
  excluded: DerivedRow[];
}

export const DERIVED_TABLES: [keyof DerivedRows, ReleaseTable][] = [
  ['releases', RELEASES],
  ['rollouts', ROLLOUTS],
  ['changes', RELEASE_CHANGES],
  ['reasons', RELEASE_REASONS],
  ['excluded', EXCLUDED_DEPLOYMENTS],
];

/** The tables that describe a release. */
export const RELEASE_TABLES: (keyof DerivedRows)[] = [
  'releases',
  'rollouts',
  'changes',
  'reasons',
];

export const noRows = (): DerivedRows => ({
  releases: [],
  rollouts: [],
  changes: [],
  reasons: [],
  excluded: [],
});

/** Appends rows. */
export function addRows(rows: DerivedRows, more: DerivedRows): void {
  for (const [name] of DERIVED_TABLES) {
    for (const row of more[name]) {
      rows[name].push(row);
    }
  }
}

const LATEST_DATE = 8.64e15;

/** A stored number or time; NaN when it is not a safe integer. */
export function readableNumber(value: Value): number {
  const number = Number(value);
  return Number.isSafeInteger(number) && Math.abs(number) <= LATEST_DATE
    ? number
    : NaN;
}

/**
 * Normalizes a stored row of either database: bigints as numbers, booleans as booleans. Invalid values become NaN,
 * which differs from every derived value, so that the row is replaced.
 */
export const toReadableRow = (
  { columns }: DerivedTable,
  row: Row,
): DerivedRow =>
  Object.entries(columns).map(([name, type]): Value => {
    const value = row[name];
    if (value === null || type === 'text') {
      return value;
    }
    return type === 'boolean' ? Boolean(value) : readableNumber(value);
  });

/** Index of a column in the rows of a table. */
export const columnOf = (table: DerivedTable, name: string): number =>
  Object.keys(table.columns).indexOf(name);
