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

import { ReleaseCounts } from './types';

/** Columns of some derived rows, a number for each row; NaN for null. */
export type Columns = Float64Array[];

/** A section of a block with counters for each day. */
export interface CountSection {
  /** What a row adds to each counter of its day */
  counters: ((columns: Columns, row: number) => number)[];
}

/** A section of a block with values. */
export interface ValueSection {
  /** The column that they are in; rows without one have no value. */
  column: number;
  /** Whether they are ms, or whole numbers that fit into an element */
  durations: boolean;
}

/** What is loaded at once, and kept in memory, of the derived rows. */
export interface Part {
  /** The derived table as `t`, with `entity_id` and `day` */
  from: string;
  where?: string;
  /** Whole numbers of each row */
  columns: string[];
  /** A last column with names, which become numbers on the way */
  names?: string;
  sections: (CountSection | ValueSection)[];
}

const durations = (column: number): ValueSection => ({
  column,
  durations: true,
});

const numbers = (column: number): ValueSection => ({
  column,
  durations: false,
});

const is =
  (column: number, value: number) => (columns: Columns, row: number) => {
    const found = columns[column][row];
    // What is none of the values there are is noticed when it is packed.
    return Number.isNaN(found) ? NaN : Number(found === value);
  };

/** In a column of numbers, only SQLite has anything that is not below: text. */
const TOO_LARGE = Number.MAX_SAFE_INTEGER;

/** The difference of two times, as SQL; where one of them is none, what cannot be packed: SQLite takes a text for 0. */
const difference = (later: string, earlier: string) =>
  `case when ${later} < ${TOO_LARGE} and ${earlier} < ${TOO_LARGE}
        then ${later} - ${earlier}
        when ${later} is not null then ${TOO_LARGE} end`;

/** What is counted of releases, in the order of the counters. */
export const COUNTED = [
  'releases',
  'rollouts',
  'failed',
  'open',
  'rollbacks',
  'hotfixes',
] as const satisfies (keyof ReleaseCounts)[];

export const RELEASES: Part = {
  from: 'releases as t',
  columns: [
    't.rollouts',
    'case t.failed when true then 1 when false then 0 end',
    'case when t.failed and t.recovered_at is null then 1 else 0 end',
    `case t.kind when 'rollback' then 1 when 'hotfix' then 2 when 'code' then 0 end`,
    't.last_rollout_at',
    // Null while open, and where the release has not failed.
    difference('t.recovered_at', 't.time'),
    `case when t.workspaces > 1 then ${difference(
      't.last_rollout_at',
      't.time',
    )} end`,
    'case when t.batch_size > 0 then t.batch_size end',
  ],
  sections: [
    {
      counters: [
        () => 1,
        ([rollouts], row) => rollouts[row],
        is(1, 1),
        is(2, 1),
        is(3, 1),
        is(3, 2),
      ],
    },
    durations(4),
    durations(5),
    durations(6),
    numbers(7),
  ],
};

const LEAD_TIMES_ONLY = 't.lead_time is not null';

export const LEAD_TIMES: Part = {
  from: 'release_changes as t',
  where: LEAD_TIMES_ONLY,
  columns: ['t.lead_time'],
  sections: [durations(0)],
};

/** By themselves, as few windows need them, and they are the most. */
export const STAGES: Part = {
  from: 'release_changes as t',
  where: LEAD_TIMES_ONLY,
  columns: ['t.coding', 't.pickup', 't.review', 't.deploy'],
  sections: [durations(0), durations(1), durations(2), durations(3)],
};

export const INCIDENTS: Part = {
  from: 'incident_links as t',
  columns: ['t.restore'],
  sections: [
    durations(0),
    { counters: [([restore], row) => Number(Number.isNaN(restore[row]))] },
  ],
};

/** The workspaces of the rollouts of releases, on the days of the releases. */
export const WORKSPACES: Part = {
  from: 'releases as t join rollouts as r on r.release_id = t.id',
  columns: [],
  names: 'r.workspace',
  sections: [numbers(0)],
};
