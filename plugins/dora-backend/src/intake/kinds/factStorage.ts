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

import { FactKind } from '@backstage-dora/plugin-dora-common';
import { Columns, Row, Value } from '../../database/rows';
import {
  FACT_DEFINITIONS,
  FACT_KINDS,
  FactTypes,
  Field,
  NestedFields,
} from './factDefinitions';

/** A field, possibly nested, with its column. */
export interface StoredField extends Required<Omit<Field, 'happened'>> {
  /** Path of field names that lead to it */
  path: string[];
  happened: boolean;
}

/** A fact as stored, with the reference of its entity. */
export type StoredFact = Row & { entity_ref: string | null };

type Json = Record<string, unknown>;

const snakeCase = (name: string) =>
  name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

const unchanged = (value: Value) => value;

const isField = (field: Field | NestedFields): field is Field =>
  typeof field.type === 'string';

function fieldsOf(nested: NestedFields, parents: string[] = []): StoredField[] {
  return Object.entries(nested).flatMap(([name, field]) => {
    const path = [...parents, name];
    return isField(field)
      ? {
          path,
          column: snakeCase(name),
          byDefault: null,
          store: unchanged,
          read: unchanged,
          happened: false,
          ...field,
        }
      : fieldsOf(field, path);
  });
}

function byKind<T>(make: (kind: FactKind) => T): Record<FactKind, T> {
  return Object.fromEntries(
    FACT_KINDS.map(kind => [kind, make(kind)]),
  ) as Record<FactKind, T>;
}

/**
 * The fields of each kind, other than `source`, `id` and `entityRef`, with
 * nested objects flattened.
 */
export const STORED_FIELDS = byKind(kind =>
  fieldsOf(FACT_DEFINITIONS[kind].fields as NestedFields),
);

/** The fields of each kind with a time that cannot be in the future. */
export const PAST_TIMES = byKind(kind =>
  STORED_FIELDS[kind]
    .filter(({ happened }) => happened)
    .map(({ path }) => path[0]),
);

/** The names of the fields of each kind, and whether they are objects with fields of their own. */
export const KNOWN_FIELDS = byKind(
  kind =>
    new Map<string, 'flat' | 'nested'>([
      ['source', 'flat'],
      ['id', 'flat'],
      ['entityRef', 'flat'],
      ...Object.entries(FACT_DEFINITIONS[kind].fields).map(
        ([name, field]) => [name, isField(field) ? 'flat' : 'nested'] as const,
      ),
    ]),
);

/** The columns of the fact tables that hold the content of a fact. */
export const FACT_COLUMNS = byKind<Columns>(kind => ({
  source: 'text',
  id: 'text',
  entity_id: 'integer',
  ...Object.fromEntries(
    STORED_FIELDS[kind].map(({ column, type }) => [column, type]),
  ),
}));

/** The row of a fact, with its `entities.id` and sender. */
export function toRow<TKind extends FactKind>(
  kind: TKind,
  fact: FactTypes[TKind],
  entityId: number | null,
  subject: string,
): Row {
  const row: Row = {
    source: fact.source,
    id: fact.id,
    entity_id: entityId,
    subject,
  };
  for (const { path, column, byDefault, store } of STORED_FIELDS[kind]) {
    let value = (fact as Json)[path[0]];
    for (let depth = 1; depth < path.length; depth++) {
      value = (value as Json | undefined)?.[path[depth]];
    }
    row[column] = value === undefined ? byDefault : store(value, fact);
  }
  return row;
}

/** A stored fact as a sender would send it: sending it again changes nothing. */
export function toFact<TKind extends FactKind>(
  kind: TKind,
  row: StoredFact,
): FactTypes[TKind] {
  const fact: Json = { source: row.source, id: row.id };
  if (row.entity_ref !== null) {
    fact.entityRef = row.entity_ref;
  }
  for (const { path, column, read } of STORED_FIELDS[kind]) {
    const stored = row[column];
    if (stored !== null) {
      let object = fact;
      for (const name of path.slice(0, -1)) {
        object[name] ??= {};
        object = object[name] as Json;
      }
      object[path[path.length - 1]] = read(stored);
    }
  }
  return fact as unknown as FactTypes[TKind];
}

/** SQL for the first column that is not null. */
const firstOf = (columns: string[], table: string) =>
  columns.length === 1
    ? `${table}.${columns[0]}`
    : `coalesce(${columns.map(name => `${table}.${name}`).join(', ')})`;

/**
 * SQL for the time of a fact (ms since the epoch); null if it has none, like a
 * deployment in progress.
 */
export const timeOf = (kind: FactKind, table: string) =>
  firstOf(FACT_DEFINITIONS[kind].time, table);

/** SQL for the time from which retention counts. */
export function retentionTimeOf(kind: FactKind, table: string) {
  const { time, retention = time } = FACT_DEFINITIONS[kind];
  return firstOf(retention, table);
}
