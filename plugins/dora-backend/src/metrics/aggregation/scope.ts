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
import { jsonRows } from '../../database/sql';
import { DayRange } from '../Window';
import { Group } from './types';

/** What an aggregation looks at. */
export interface Scope {
  groups: Group[];
  /** In order of time, and without overlap */
  windows: NumberedWindow[];
}

/** A window, with the number that its rows get. */
export interface NumberedWindow extends DayRange {
  w: number;
}

/** A derived table, with the condition of its partial index where only some of the rows matter; over the table as `t`. */
export interface DerivedRows {
  table: string;
  where?: string;
}

/** Whether a day is in a range, as SQL. */
export function isWithin(day: string, { fromDay, toDay }: DayRange): string {
  return `${day} >= ${fromDay} and ${day} < ${toDay}`;
}

/** The number of the window of a day: a tree of comparisons, no more than ten of them among a thousand windows. */
function numberOfWindow(
  windows: NumberedWindow[],
  first = 0,
  last = windows.length - 1,
): string {
  if (first === last) {
    return `${windows[first].w}`;
  }
  const middle = Math.ceil((first + last) / 2);
  return `case when t.day < ${windows[middle].fromDay} then ${numberOfWindow(
    windows,
    first,
    middle - 1,
  )} else ${numberOfWindow(windows, middle, last)} end`;
}

/** The days of some windows, as SQL. */
function isInWindows(windows: DayRange[]): string {
  const fromDay = windows[0].fromDay;
  const toDay = windows[windows.length - 1].toDay;
  const gaps = windows.slice(1).flatMap((window, index) => {
    const gap = { fromDay: windows[index].toDay, toDay: window.fromDay };
    return gap.fromDay < gap.toDay ? `not (${isWithin('t.day', gap)})` : [];
  });
  return [isWithin('t.day', { fromDay, toDay }), ...gaps].join(' and ');
}

/**
 * Selects the rows of a derived table (as `t`, with `entity_id` and `day`) that fall into some groups and windows, each
 * with the index of its group as `g` and the number of its window as `w`; once for every group that it is in.
 */
export function scopedRows(
  knex: Knex,
  { table, where }: DerivedRows,
  expressions: Record<string, string>,
  { groups, windows }: Scope,
): Knex.Raw {
  const columns = Object.entries(expressions)
    .map(([name, expression]) => `, ${expression} as "${name}"`)
    .join('');
  const conditions = [isInWindows(windows), ...(where ? [where] : [])];
  // Joined even where there is a single group: PostgreSQL plans that in a fraction of the time that it takes to look at a
  // condition with thousands of ids.
  return knex.raw(
    `select m.g, ${numberOfWindow(windows)} as w${columns}
     from ? join ${table} as t on t.entity_id = m.entity_id
     where ${conditions.join(' and ')}`,
    [
      jsonRows(
        knex,
        'm',
        { g: 'integer', entity_id: 'integer' },
        groups.flatMap(({ ids }, g) => ids.map(id => [g, id])),
      ),
    ],
  );
}
