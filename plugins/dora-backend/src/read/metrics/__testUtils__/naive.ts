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

import { NOW, Rows, timeOf } from './derivedRows';

/*
 * docs/metrics.md once more, by sorting all values in memory, as plainly as possible.
 * Shares no code with what it checks.
 */

const MINIMUM_SAMPLE = 5;
const INCIDENT_WINDOW = 48 * 60 * 60_000;

export interface NaiveQuery {
  rows: Rows;
  /** Of the entity and all below */
  ids: number[];
  /** Whether what the configuration or a source says connects incidents, for a component or a product */
  connected: boolean;
  /** Of the product of a component */
  ofProduct: number[];
  /** The products below what is above them; undefined for a component or a product */
  products?: NaiveQuery[];
}

type Pair = [number, number];

interface Value {
  value: number | null;
  ci: Pair | null;
  sample: number;
  state: string;
  hits?: number;
  /** Of a median, sorted, in the unit of the value */
  values?: number[];
  /** What the tier is of, where it is not the value */
  rated?: number | null;
}

const sorted = (values: (number | null)[]) =>
  values.filter((v): v is number => v !== null).sort((a, b) => a - b);

/** Of sorted ms in seconds, or of sorted counts with a scale of 1. */
export function quantile(values: number[], hundredths: number, scale: number) {
  if (values.length === 0) {
    return null;
  }
  const position = (values.length - 1) * hundredths;
  const below = Math.floor(position / 100);
  const above = Math.min(below + 1, values.length - 1);
  const rest = position - below * 100;
  return (values[below] * (100 - rest) + values[above] * rest) / (100 * scale);
}

function average(values: number[], scale: number) {
  return values.length === 0
    ? null
    : Number(values.reduce((sum, v) => sum + BigInt(v), 0n)) /
        (values.length * scale);
}

export function medianCi(
  values: number[],
  scale: number,
  z = 1.959964,
): Pair | null {
  const n = values.length;
  if (n < 6) {
    return null;
  }
  const spread = z * Math.sqrt(n);
  const low = Math.max(1, Math.floor((n - spread) / 2));
  const high = Math.min(n, Math.ceil(1 + (n + spread) / 2));
  return [values[low - 1] / scale, values[high - 1] / scale];
}

function wilson(k: number, n: number): Pair {
  const z = 1.959964;
  const p = k / n;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half =
    (z / (1 + (z * z) / n)) *
    Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return [middle - half, middle + half];
}

/** The median by Kaplan and Meier; null where the curve stays above a half. */
export function kaplanMeier(ended: number[], open: number[]): number | null {
  let survival = 1;
  for (const time of new Set(sorted(ended))) {
    const atRisk = [...ended, ...open].filter(one => one >= time).length;
    survival *= 1 - ended.filter(one => one === time).length / atRisk;
    if (survival <= 0.5 + 1e-12) {
      return time;
    }
  }
  return null;
}

const isDeployed = ({ rows, ids }: NaiveQuery) =>
  [
    ...[...rows.releases, ...rows.listing, ...rows.excluded].map(
      row => row.entityId,
    ),
    ...[...rows.deployed, ...rows.sample],
  ].some(id => ids.includes(id));

const hasIncident = ({ rows, ids, ofProduct }: NaiveQuery) =>
  rows.incidents.some(row => [...ids, ...ofProduct].includes(row.entityId));

const isConnected = (query: NaiveQuery) =>
  query.connected || hasIncident(query);

function incidentsOf(query: NaiveQuery) {
  const { products } = query;
  if (!products) {
    const connected = isConnected(query);
    return { incidents: connected, failures: connected, counts: {} };
  }
  const deployed = products.filter(isDeployed);
  const connected = deployed.filter(isConnected).length;
  return {
    incidents: hasIncident(query) || products.some(isConnected),
    failures: connected > 0,
    counts: { connected, of: deployed.length },
  };
}

/** All metrics of 3.5 over days `[from, to)`, without `previous`, `change` and `tier`. */
export function naiveWindow(query: NaiveQuery, from: number, to: number) {
  const { rows, ids } = query;
  const mine = <T extends { entityId: number }>(list: T[]) =>
    list.filter(row => ids.includes(row.entityId));
  const inside = <T extends { entityId: number; day: number }>(list: T[]) =>
    mine(list).filter(row => row.day >= from && row.day < to);

  const deployments = isDeployed(query);
  const changes =
    mine(rows.changes).length > 0 ||
    mine(rows.listing).some(({ come }) => come) ||
    rows.changed.some(id => ids.includes(id));
  const { incidents, failures, counts } = incidentsOf(query);

  const releases = inside(rows.releases);
  const n = releases.length;
  const idle = mine(rows.releases).some(row => row.day < from);

  const named = (
    connected: boolean,
    sample: number,
    overReleases: boolean,
    complete = true,
  ) => {
    if (!connected) {
      return 'not-connected';
    }
    if (sample === 0) {
      return overReleases && idle ? 'idle' : 'no-data';
    }
    if (sample < MINIMUM_SAMPLE) {
      return 'too-few';
    }
    return complete ? 'ok' : 'partial';
  };
  const hasValue = (state: string) =>
    ['ok', 'partial', 'too-few'].includes(state);
  const ratio = (connected: boolean, k: number, complete = true): Value => {
    const state = named(connected, n, true, complete);
    const has = hasValue(state);
    return {
      hits: k,
      value: has ? k / n : null,
      ci: has ? wilson(k, n) : null,
      sample: n,
      state,
    };
  };
  const middle = (
    connected: boolean,
    values: number[],
    scale: number,
    complete = true,
  ) => {
    const state = named(connected, values.length, false, complete);
    const has = hasValue(state);
    return {
      values: values.map(value => value / scale),
      value: has ? quantile(values, 50, scale) : null,
      ci: has ? medianCi(values, scale) : null,
      sample: values.length,
      state,
      p: (p: number) => (has ? quantile(values, p, scale) : null),
      mean: has ? average(values, scale) : null,
      has,
    };
  };
  /** What a median comes to with those that go on, all in ms. */
  const open = (ended: number[], since: number[]) => {
    const lasting = since.map(start => NOW - start);
    const withOpen = since.length
      ? kaplanMeier(ended, lasting)
      : quantile(ended, 50, 1);
    const longest = Math.max(...ended, ...lasting);
    const p50 = quantile(ended, 50, 1) ?? 0;
    return {
      withOpen: withOpen === null ? null : withOpen / 1000,
      rated: (withOpen === null ? longest : Math.max(withOpen, p50)) / 1000,
    };
  };

  const days = new Set(releases.map(row => row.day));
  const weekly: number[] = [];
  for (let start = from; start + 7 <= to; start++) {
    if (new Date(start * 86_400_000).getUTCDay() === 1) {
      weekly.push([...days].filter(d => d >= start && d < start + 7).length);
    }
  }
  const frequencyState = named(deployments, n && MINIMUM_SAMPLE, true);

  const counted = inside(rows.changes).filter(row => row.leadTime !== null);
  const lead = middle(
    deployments && changes,
    sorted(counted.map(row => row.leadTime)),
    1000,
  );
  const stage = (name: 'coding' | 'pickup' | 'review' | 'deploy') =>
    lead.has ? quantile(sorted(counted.map(row => row[name])), 50, 1000) : null;

  const failed = releases.filter(row => row.failed);
  const recovery = middle(
    deployments,
    sorted(failed.map(row => row.recovery)),
    1000,
    failures,
  );
  const recoveryOpen = open(
    sorted(failed.map(row => row.recovery)),
    failed.filter(row => row.recovery === null).map(timeOf),
  );
  const felt = inside(rows.incidents).filter(
    row => row.link !== 'duplicate' && row.link !== 'severity',
  );
  const restoreOpen = open(
    sorted(felt.map(row => row.restore)),
    felt
      .filter(row => row.restore === null)
      .map(row => row.day * 86_400_000 + row.at),
  );
  const restore = middle(incidents, sorted(felt.map(row => row.restore)), 1000);
  const spread = middle(
    deployments,
    sorted(
      releases.filter(r => r.workspaces.length > 1).map(row => row.spread),
    ),
    1000,
  );
  const batch = middle(
    deployments && changes,
    sorted(releases.filter(r => r.batchSize > 0).map(row => row.batchSize)),
    1,
  );
  const sizes = inside(rows.changes)
    .filter(
      row =>
        row.leadTime !== null ||
        ['negative', 'no-start'].includes(row.exclusion),
    )
    .map(row => row.size);
  const bare = ({ value, ci, sample, state, values }: Value): Value => ({
    value,
    ci,
    sample,
    state,
    values,
  });
  const rollbacks = releases.filter(row => row.kind === 'rollback').length;
  const hotfixes = releases.filter(row => row.kind === 'hotfix').length;

  return {
    deploymentFrequency: {
      value:
        frequencyState === 'not-connected' || frequencyState === 'no-data'
          ? null
          : n / (to - from),
      ci: null,
      sample: n,
      state: frequencyState,
      releases: n,
      rollouts: releases.reduce((sum, row) => sum + row.workspaces.length, 0),
      deployDays: days.size,
      weeklyDeployDays: quantile(sorted(weekly), 50, 1),
    },
    leadTime: {
      ...bare(lead),
      p75: lead.p(75),
      p90: lead.p(90),
      p95: lead.p(95),
      mean: lead.mean,
      stages: {
        coding: stage('coding'),
        pickup: stage('pickup'),
        review: stage('review'),
        deploy: stage('deploy'),
      },
    },
    changeFailureRate: {
      ...ratio(deployments, failed.length, failures),
      failed: failed.length,
      maturing: releases.filter(
        row =>
          timeOf(row) + row.spread <= NOW &&
          timeOf(row) + row.spread + INCIDENT_WINDOW >= NOW,
      ).length,
      ...counts,
    },
    recoveryTime: {
      ...bare(recovery),
      ...recoveryOpen,
      withOpen: recovery.has ? recoveryOpen.withOpen : null,
      ...counts,
      mean: recovery.mean,
      p90: recovery.p(90),
      open: failed.filter(row => row.recovery === null).length,
    },
    timeToRestore: {
      ...bare(restore),
      ...restoreOpen,
      withOpen: restore.has ? restoreOpen.withOpen : null,
      ...counts,
      mean: restore.mean,
      p90: restore.p(90),
      open: felt.filter(row => row.restore === null).length,
    },
    reworkRate: {
      ...ratio(deployments, rollbacks + hotfixes),
      rollbacks,
      hotfixes,
    },
    rolloutSpread: { ...bare(spread), p90: spread.p(90) },
    batchSize: {
      ...bare(batch),
      changeSize: batch.has ? quantile(sorted(sizes), 50, 1) : null,
    },
  };
}

type NaiveMetrics = ReturnType<typeof naiveWindow>;

function newcombe(
  [k1, n1]: [number, number],
  [k2, n2]: [number, number],
): Pair {
  const [p1, p2] = [k1 / n1, k2 / n2];
  const [l1, u1] = wilson(k1, n1);
  const [l2, u2] = wilson(k2, n2);
  return [
    p1 - p2 - Math.sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2),
    p1 - p2 + Math.sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2),
  ];
}

function naiveChange(name: string, now: Value, before: Value) {
  const isFrequency = name === 'deploymentFrequency';
  const isGood = ({ state }: Value) =>
    state === 'ok' || (isFrequency && state === 'idle');
  if (!isGood(now) || !isGood(before)) {
    return null;
  }
  if (isFrequency) {
    const [a, b] = [now.sample, before.sample];
    if (a === b || Math.abs(a - b) < 2 * Math.sqrt(a + b)) {
      return 'same';
    }
    return a > b ? 'better' : 'worse';
  }
  if (now.hits !== undefined) {
    const [low, high] = newcombe(
      [now.hits, now.sample],
      [before.hits!, before.sample],
    );
    if (low <= 0 && high >= 0) {
      return 'same';
    }
    return high < 0 ? 'better' : 'worse';
  }
  const one = medianCi(now.values!, 1, 1.385904);
  const other = medianCi(before.values!, 1, 1.385904);
  if (!one || !other) {
    return null;
  }
  if (one[0] <= other[1] && other[0] <= one[1]) {
    return 'same';
  }
  if (one[0] > other[1]) {
    return 'worse';
  }
  return now.rated !== undefined && now.rated! >= before.rated!
    ? 'same'
    : 'better';
}

const TIERS = ['elite', 'high', 'medium', 'low'];

const byDuration = (v: number) =>
  [3600, 86_400, 604_800, Infinity].findIndex(cut => v < cut);

/** The place of the tier of a value by the guide. */
const TIER_OF: Record<string, (value: number) => number> = {
  deploymentFrequency: v => [1, 0.23, 0.03, 0].findIndex(cut => v >= cut),
  changeFailureRate: v => [0.15, 0.3, 0.45, 1].findIndex(cut => v <= cut),
  leadTime: byDuration,
  recoveryTime: byDuration,
};

function naiveTiers(name: string, { state, value, rated, ci }: Value) {
  const tierOf = TIER_OF[name];
  if (state !== 'ok' || !tierOf) {
    return { tier: null, tierRange: null };
  }
  const tier = tierOf(rated ?? value!);
  const ends = [tier, ...(ci ?? [value!]).map(tierOf)];
  return {
    tier: TIERS[tier],
    tierRange: [TIERS[Math.min(...ends)], TIERS[Math.max(...ends)]],
  };
}

function naiveSpread(name: string, values: Value[]) {
  const known = sorted(
    values
      .filter(
        ({ state }) =>
          state === 'ok' ||
          (name === 'deploymentFrequency' && state === 'idle'),
      )
      .map(({ value }) => value),
  );
  const tiers = values.map(value => naiveTiers(name, value).tier);
  const count = (tier: string | null) =>
    tiers.filter(one => one === tier).length;
  return {
    p25: quantile(known, 25, 1),
    p50: quantile(known, 50, 1),
    p75: quantile(known, 75, 1),
    ...Object.fromEntries(TIERS.map(tier => [tier, count(tier)])),
    other: count(null),
  };
}

/** As `GET /metrics` tells them. */
export function naiveMetrics(query: NaiveQuery, from: number, to: number) {
  const { rows, ids, products } = query;
  const now = naiveWindow(query, from, to);
  const earlier = from - (to - from);
  const before = naiveWindow(query, earlier, from);
  const below = products?.map(product => naiveWindow(product, from, to));
  const firstOf = (list: { entityId: number; day: number }[]) =>
    Math.min(
      ...list.filter(row => ids.includes(row.entityId)).map(row => row.day),
    );
  return Object.fromEntries(
    (Object.keys(now) as (keyof NaiveMetrics)[]).map(name => {
      const { value, sample } = before[name];
      const first = firstOf(
        name === 'timeToRestore' ? rows.incidents : rows.releases,
      );
      const { hits, values, rated, ...shown }: Value = now[name];
      const metric = {
        ...shown,
        ...(below
          ? { tier: null, tierRange: null }
          : naiveTiers(name, now[name])),
        ...(below && {
          products: naiveSpread(
            name,
            below.map(product => product[name]),
          ),
        }),
        previous: { value, sample },
        change:
          earlier < first ? null : naiveChange(name, now[name], before[name]),
      };
      if (name === 'rolloutSpread') {
        delete (metric as { p90?: unknown }).p90;
      }
      return [name, metric];
    }),
  );
}

/** As `GET /metrics` tells what does not count. */
export function naiveLeftOut(
  { rows, ids }: NaiveQuery,
  from: number,
  to: number,
) {
  const own = rows.excluded.filter(
    row => ids.includes(row.entityId) && row.day >= from && row.day < to,
  );
  const count = (exclusion: string) =>
    own.filter(row => row.exclusion === exclusion).length;
  const elsewhere = own.filter(row => row.exclusion === 'other-environment');
  return {
    otherEnvironment: count('other-environment'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    configOnly: count('config-only'),
    otherSource: count('other-source'),
    environments: [...new Set(elsewhere.map(row => row.environment))]
      .sort()
      .map(name => ({
        name,
        deployments: elsewhere.filter(row => row.environment === name).length,
      })),
  };
}

/** The first of the days that a rolling value covers whose bucket begins on a day. */
function rollingFrom(from: number, bucket: string) {
  const date = new Date(from * 86_400_000);
  if (bucket === 'month') {
    return (
      Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 2, 1) / 86_400_000
    );
  }
  return bucket === 'week'
    ? from - ((date.getUTCDay() + 6) % 7) - 21
    : from - 27;
}

/** As a bucket of `GET /series` tells them. */
export function naivePoints(
  query: NaiveQuery,
  from: number,
  to: number,
  bucket: string,
) {
  const all = naiveWindow(query, from, to);
  const long = naiveWindow(query, rollingFrom(from, bucket), to);
  const point = ({ value, sample, ci }: Value) => ({ value, sample, ci });
  return {
    deploymentFrequency: point(all.deploymentFrequency),
    leadTime: {
      ...point(all.leadTime),
      p90: all.leadTime.p90,
      stages: all.leadTime.stages,
    },
    changeFailureRate: {
      ...point(all.changeFailureRate),
      failed: all.changeFailureRate.failed,
      rolling: point(long.changeFailureRate),
    },
    recoveryTime: { ...point(all.recoveryTime), p90: all.recoveryTime.p90 },
    timeToRestore: { ...point(all.timeToRestore), p90: all.timeToRestore.p90 },
    reworkRate: {
      ...point(all.reworkRate),
      rollbacks: all.reworkRate.rollbacks,
      hotfixes: all.reworkRate.hotfixes,
    },
    rolloutSpread: { ...point(all.rolloutSpread), p90: all.rolloutSpread.p90 },
    batchSize: point(all.batchSize),
  };
}

/**
 * Expects an answer with its numbers equal to twelve digits, as the intervals are rounded on another way here.
 */
export function nearly(expected: unknown): unknown {
  if (typeof expected === 'number') {
    return {
      $$typeof: Symbol.for('jest.asymmetricMatcher'),
      asymmetricMatch: (told: unknown) =>
        typeof told === 'number' &&
        Math.abs(told - expected) <= 1e-12 * Math.max(1, Math.abs(expected)),
      toString: () => 'nearly',
      toAsymmetricMatcher: () => `nearly ${expected}`,
    };
  }
  if (Array.isArray(expected)) {
    return expected.map(nearly);
  }
  return expected && typeof expected === 'object'
    ? Object.fromEntries(
        Object.entries(expected).map(([key, value]) => [key, nearly(value)]),
      )
    : expected;
}
