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
import { InvalidValueError } from './InvalidValueError';
import { readNumbers } from './readNumbers';

const COMMA = 44;

/** Separators between columns, and between the texts within one. */
const BETWEEN_COLUMNS = '\u001e';
const BETWEEN_TEXTS = '\u001f';

/** The columns of a packed row, as SQL. */
export interface PackedColumns {
  /** Of whole numbers; at least one */
  numbers: string[];
  texts: string[];
  /** Of texts that may be null */
  optionalTexts: string[];
}

/** A set of rows for each of the caller's rows `g`. */
export interface PackedPart {
  columns: PackedColumns;
  /** What follows `from`, including the condition */
  from: string;
}

/** Rows, column by column. */
export interface PackedRows {
  length: number;
  /** NaN for null */
  numbers: Float64Array[];
  texts: string[][];
  /** undefined for null */
  optionalTexts: (string | undefined)[][];
}

const escaped = (text: string) =>
  `replace(replace(replace(${text}, '%', '%25'), '${BETWEEN_COLUMNS}', '%1E'), '${BETWEEN_TEXTS}', '%1F')`;

const unescaped = (text: string) =>
  text.replace(/%(25|1E|1F)/g, (_, code) =>
    String.fromCharCode(parseInt(code, 16)),
  );

/** The expression that packs the columns of a set of rows into one text. */
function packed(columns: PackedColumns, escape: boolean): string {
  const text = (sql: string) => (escape ? escaped(sql) : sql);
  return [
    ...columns.numbers.map(
      sql => `string_agg(coalesce(cast(${sql} as text), ''), ',')`,
    ),
    ...columns.texts.map(sql => `string_agg(${text(sql)}, '${BETWEEN_TEXTS}')`),
    ...columns.optionalTexts.map(
      sql =>
        `string_agg(coalesce('=' || ${text(sql)}, ''), '${BETWEEN_TEXTS}')`,
    ),
  ].join(` || '${BETWEEN_COLUMNS}' || `);
}

function countNumbers(text: string): number {
  let numbers = 1;
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) === COMMA) {
      numbers += 1;
    }
  }
  return numbers;
}

/**
 * @returns undefined if one of the texts contains a separator
 * @throws InvalidValueError if a number column contains anything else
 */
function unpack(
  name: string,
  columns: PackedColumns,
  text: string | null,
  escape: boolean,
): PackedRows | undefined {
  const width = columns.numbers.length;
  const nameOf = (column: string) => `${name}.${column.replace(/^\w+\./, '')}`;
  if (text === null) {
    return {
      length: 0,
      numbers: columns.numbers.map(() => new Float64Array(0)),
      texts: columns.texts.map(() => []),
      optionalTexts: columns.optionalTexts.map(() => []),
    };
  }
  const parts = text.split(BETWEEN_COLUMNS);
  const length = countNumbers(parts[0]);
  const texts = parts.slice(width).map(part => part.split(BETWEEN_TEXTS));
  if (
    texts.length !== columns.texts.length + columns.optionalTexts.length ||
    texts.some(column => column.length !== length)
  ) {
    if (escape) {
      // A number column contains text that includes a separator.
      throw new InvalidValueError('InvalidNumber', name);
    }
    return undefined;
  }
  const read = escape ? unescaped : (one: string) => one;
  return {
    length,
    numbers: parts
      .slice(0, width)
      .map(
        (part, nth) =>
          readNumbers(part, { length, where: nameOf(columns.numbers[nth]) })
            .numbers,
      ),
    texts: texts
      .slice(0, columns.texts.length)
      .map(column => (escape ? column.map(read) : column)),
    optionalTexts: texts
      .slice(columns.texts.length)
      .map(column =>
        column.map(one => (one === '' ? undefined : read(one.slice(1)))),
      ),
  };
}

/** Rows as the database has packed them. */
export interface PackedTexts<TName extends string> {
  parts: Record<TName, PackedPart>;
  escape: boolean;
  rows: Record<string, number | string | null>[];
}

/**
 * Has the database pack rows into texts, column by column, so that no object is
 * created per row: for many rows, the drivers' objects cost more than
 * everything else.
 *
 * @param given - a table `g` with `entity_id`, each once
 * @param escape - whether to escape separators in the texts; hardly any text
 *   contains one, so this is only checked afterwards
 */
export async function queryPacked<TName extends string>(
  tx: Knex,
  given: Knex.Raw,
  parts: Record<TName, PackedPart>,
  escape: boolean = false,
): Promise<PackedTexts<TName>> {
  const rows = await tx
    .from(given)
    .select(
      'g.entity_id',
      ...Object.entries<PackedPart>(parts).map(([name, { columns, from }]) =>
        tx.raw(`(select ${packed(columns, escape)} from ${from}) as ??`, [
          name,
        ]),
      ),
    );
  return { parts, escape, rows };
}

/** @returns by `g.entity_id`; undefined if an escaping query is needed */
export function unpackRows<TName extends string>({
  parts,
  escape,
  rows,
}: PackedTexts<TName>): Map<number, Record<TName, PackedRows>> | undefined {
  const result = new Map<number, Record<TName, PackedRows>>();
  for (const row of rows) {
    const unpacked = {} as Record<TName, PackedRows>;
    for (const name of Object.keys(parts) as TName[]) {
      const text = row[name] as string | null;
      const one = unpack(name, parts[name].columns, text, escape);
      if (!one) {
        return undefined;
      }
      unpacked[name] = one;
    }
    result.set(row.entity_id as number, unpacked);
  }
  return result;
}
