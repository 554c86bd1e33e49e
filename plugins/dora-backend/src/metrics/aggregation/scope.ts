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
import { idsIn, jsonRows } from '../../database/sql';
import { DayRange } from '../Window';
import { Group } from './types';

/** How a day is put into a window: an SQL expression over `day` that gives its number, null outside of all. */
export interface DaySlices extends DayRange {
  sql: string;
}

/** A tree of comparisons, so that a row among hundreds of windows takes no more than ten of them. */
function searchTree(windows: DayRange[], first: number, last: number): string {
  if (first === last) {
    return `${first}`;
  }
  const middle = (first + last + 1) >> 1;
  return `case when t.day < ${windows[middle].fromDay} then ${searchTree(
    windows,
    first,
    middle - 1,
  )} else ${searchTree(windows, middle, last)} end`;
}

/** Windows in order of time and without overlap, by their index. */
export function slicesOfWindows(windows: DayRange[]): DaySlices {
  const fromDay = windows[0].fromDay;
  const toDay = windows[windows.length - 1].toDay;
  const gaps = windows
    .slice(1)
    .map((window, index) => ({
      from: windows[index].toDay,
      to: window.fromDay,
    }))
    .filter(({ from, to }) => from < to)
    .map(({ from, to }) => `t.day >= ${from} and t.day < ${to}`);
  const tree = searchTree(windows, 0, windows.length - 1);
  return {
    fromDay,
    toDay,
    sql:
      gaps.length === 0
        ? tree
        : `case when ${gaps.join(' or ')} then null else ${tree} end`,
  };
}

/** ISO weeks, by their number (see `weekOf`). */
export function slicesOfWeeks({ fromDay, toDay }: DayRange): DaySlices {
  return { fromDay, toDay, sql: '(t.day + 3) / 7' };
}

/** What an aggregation looks at. */
export interface Scope {
  groups: Group[];
  slices: DaySlices;
}

/** A derived table, with the condition of its partial index where only some of the rows matter; over the table as `t`. */
export interface DerivedRows {
  table: string;
  where?: string;
}

/**
 * Selects the rows of a derived table (as `t`, with `entity_id` and `day`) that fall into some groups and windows, each
 * with the index of its group as `g` and the number of its window as `w`; once for every group that it is in.
 */
export function scopedRows(
  knex: Knex,
  { table, where }: DerivedRows,
  expressions: Record<string, string>,
  { groups, slices }: Scope,
): Knex.Raw {
  const columns = Object.entries(expressions)
    .map(([name, expression]) => `, ${expression} as ${name}`)
    .join('');
  const condition = `t.day >= ${slices.fromDay} and t.day < ${slices.toDay}${
    where ? ` and ${where}` : ''
  }`;
  if (groups.length === 1) {
    return knex.raw(
      `select 0 as g, ${slices.sql} as w${columns} from ${table} as t where ? and ${condition}`,
      [idsIn(knex, 't.entity_id', groups[0].ids)],
    );
  }
  const members = groups.flatMap(({ ids }, g) => ids.map(id => [g, id]));
  return knex.raw(
    `select m.g, ${slices.sql} as w${columns} from ${table} as t
     join ? on m.entity_id = t.entity_id where ${condition}`,
    [jsonRows(knex, 'm', { g: 'integer', entity_id: 'integer' }, members)],
  );
}
