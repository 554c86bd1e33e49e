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

/** Columns of derived rows as numbers; NaN for null. */
export type Columns = Float64Array[];

/** What a row adds to a counter of its day. */
type Counter = (columns: Columns, row: number) => number;

/** A section of a block with counters for each day. */
export interface CountSection<TName extends string = string> {
  counters: Counter[];
  /** Names of the counters */
  names: TName[];
  /** Name of the number of days on which the first counter is not 0 */
  days?: string;
}

/** A section of a block with values such as durations. */
export interface ValueSection {
  name: string;
  /** Index of their column; rows with null have no value. */
  column: number;
  /** Whether they are durations in ms; otherwise they are integers that fit into an element */
  durations: boolean;
  /** Name of the number of values after `AggregationOptions.recentAfter` */
  recent?: string;
  /** Name of the number of distinct values */
  distinct?: string;
  /** Name of the section with the start times of durations that have not ended */
  open?: string;
  /** Name of the counts by value, for values that encode names */
  tally?: string;
}

/** A set of columns of derived rows that is loaded and cached together. */
export interface Part {
  /** The derived table as `t`, with `entity_id` and `day` */
  from: string;
  where?: string;
  /** SQL of columns with integers */
  columns: string[];
  /** SQL of a last column with names, which are encoded as numbers; NaN for null */
  names?: string;
  counts?: CountSection;
  values: ValueSection[];
}

/** The sections of a block of a part, in order. */
export const sectionsOf = ({
  counts,
  values,
}: Part): (CountSection | ValueSection)[] => [
  ...(counts ? [counts] : []),
  ...values,
];

/** The index of a value section among all sections of a part. */
export const sectionOfValues = ({ counts }: Part, nth: number) =>
  counts ? nth + 1 : nth;

const countersOf = <TName extends string>(
  counters: Record<TName, Counter>,
): CountSection<TName> => ({
  counters: Object.values(counters),
  names: Object.keys(counters) as TName[],
});

const durations = <TName extends string>(name: TName, column: number) => ({
  name,
  column,
  durations: true,
});

const numbers = <TName extends string>(name: TName, column: number) => ({
  name,
  column,
  durations: false,
});

const is =
  (column: number, value: number) => (columns: Columns, row: number) => {
    const found = columns[column][row];
    // NaN marks an unknown value, which packing rejects.
    return Number.isNaN(found) ? NaN : Number(found === value);
  };

/** All numbers are lower, and SQLite sorts text after numbers: this condition finds invalid values. */
const TOO_LARGE = Number.MAX_SAFE_INTEGER;

/**
 * SQL of the difference of two times. Invalid times give a value that packing rejects: SQLite treats text as 0.
 */
const difference = (later: string, earlier: string) =>
  `case when ${later} < ${TOO_LARGE} and ${earlier} < ${TOO_LARGE}
        then ${later} - ${earlier}
        when ${later} is not null then ${TOO_LARGE} end`;

export const RELEASES = {
  from: 'releases as t',
  columns: [
    't.rollouts',
    'case t.failed when true then 1 when false then 0 end',
    'case when t.failed and t.recovered_at is null then 1 else 0 end',
    `case t.kind when 'rollback' then 1 when 'hotfix' then 2 when 'code' then 0 end`,
    't.last_rollout_at',
    // Null while the failure is open, and for releases that did not fail.
    difference('t.recovered_at', 't.time'),
    `case when t.workspaces > 1 then ${difference(
      't.last_rollout_at',
      't.time',
    )} end`,
    'case when t.batch_size > 0 then t.batch_size end',
    'case when t.failed and t.recovered_at is null then t.time end',
  ],
  counts: {
    ...countersOf({
      releases: () => 1,
      rollouts: ([rollouts], row) => rollouts[row],
      failed: is(1, 1),
      unrecovered: is(2, 1),
      rollbacks: is(3, 1),
      hotfixes: is(3, 2),
    }),
    days: 'deployDays' as const,
  },
  values: [
    { ...durations('lastRollout', 4), recent: 'maturing' as const },
    { ...durations('recovery', 5), open: 'unrecoveredSince' },
    durations('spread', 6),
    numbers('batch', 7),
    durations('unrecoveredSince', 8),
  ],
} satisfies Part;

const LEAD_TIMES_ONLY = 't.lead_time is not null';

export const LEAD_TIMES = {
  from: 'release_changes as t',
  where: LEAD_TIMES_ONLY,
  columns: ['t.lead_time'],
  values: [durations('leadTime', 0)],
} satisfies Part;

/** Separate from lead times: few windows need these columns, which are the largest. */
export const STAGES = {
  from: 'release_changes as t',
  where: LEAD_TIMES_ONLY,
  columns: ['t.coding', 't.pickup', 't.review', 't.deploy'],
  values: [
    durations('coding', 0),
    durations('pickup', 1),
    durations('review', 2),
    durations('deploy', 3),
  ],
} satisfies Part;

/** Sizes of the changes in batches: without changes excluded by the rules, but with changes that have no lead time. */
export const CHANGE_SIZES = {
  from: 'release_changes as t',
  where: `t.size is not null and t.first
    and (t.exclusion is null or t.exclusion in ('no-start', 'negative'))`,
  columns: ['t.size'],
  values: [numbers('changeSize', 0)],
} satisfies Part;

/** Without incidents that do not count: duplicates, and those excluded by the rules. */
export const INCIDENTS = {
  from: 'incident_links as t join incidents as i on i.pk = t.incident_pk',
  where: `t.link not in ('duplicate', 'severity')`,
  columns: ['t.restore', 'case when t.restore is null then i.started_at end'],
  counts: countersOf({
    unresolved: ([restore], row) => Number(Number.isNaN(restore[row])),
  }),
  values: [
    { ...durations('restore', 0), open: 'unresolvedSince' },
    durations('unresolvedSince', 1),
  ],
} satisfies Part;

const EXCLUSIONS = [
  'other-environment',
  'failed',
  'cancelled',
  'config-only',
  'other-source',
];

/** Finished deployments that do not count, and the environments of those elsewhere. */
export const EXCLUDED = {
  from: 'excluded_deployments as t join deployments as d on d.pk = t.deployment_pk',
  columns: [
    `case t.exclusion ${EXCLUSIONS.map(
      (exclusion, nth) => `when '${exclusion}' then ${nth}`,
    ).join(' ')} end`,
  ],
  names: `case when t.exclusion = 'other-environment' then d.environment end`,
  counts: countersOf({
    otherEnvironment: is(0, 0),
    failedAttempts: is(0, 1),
    cancelled: is(0, 2),
    configOnly: is(0, 3),
    otherSource: is(0, 4),
  }),
  values: [{ ...numbers('environment', 1), tally: 'environments' as const }],
} satisfies Part;

/** Workspaces of the rollouts of releases, on the days of the releases. */
export const WORKSPACES = {
  from: 'releases as t join rollouts as r on r.release_id = t.id',
  columns: [],
  names: 'r.workspace',
  values: [{ ...numbers('workspace', 0), distinct: 'workspaces' as const }],
} satisfies Part;

/** All parts: the most requested first, and those read only for the current window last. */
export const PARTS = [
  RELEASES,
  LEAD_TIMES,
  INCIDENTS,
  EXCLUDED,
  CHANGE_SIZES,
  STAGES,
  WORKSPACES,
];

type AnyPart = (typeof PARTS)[number];
type AnyValues = AnyPart['values'][number];
type AnyCounts = Extract<AnyPart, { counts: unknown }>['counts'];
type Names<T, TKey extends string> = T extends { [key in TKey]: infer TName }
  ? TName
  : never;

/** Names of values that have distributions. */
export type ValueName = AnyValues['name'];

/** Names of counts. */
export type CountName =
  | AnyCounts['names'][number]
  | Names<AnyCounts, 'days'>
  | Names<AnyValues, 'recent'>
  | Names<AnyValues, 'distinct'>;

/** Names of tallies: counts by name. */
export type TallyName = Names<AnyValues, 'tally'>;
