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
  /** Of the whole organisation, as far as the reader may read it */
  organisation: number[];
}

type Pair = [number, number];

interface Value {
  value: number | null;
  ci: Pair | null;
  sample: number;
  state: string;
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

export function medianCi(values: number[], scale: number): Pair | null {
  const n = values.length;
  if (n < 6) {
    return null;
  }
  const spread = 1.959964 * Math.sqrt(n);
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

/** All metrics of 3.5 over days `[from, to)`, without `previous`, `change` and `tier`. */
export function naiveWindow(query: NaiveQuery, from: number, to: number) {
  const { rows, ids, organisation } = query;
  const mine = <T extends { entityId: number }>(list: T[]) =>
    list.filter(row => ids.includes(row.entityId));
  const inside = <T extends { entityId: number; day: number }>(list: T[]) =>
    mine(list).filter(row => row.day >= from && row.day < to);

  const deployments =
    mine(rows.releases).length > 0 ||
    mine(rows.listing).length > 0 ||
    [...rows.deployed, ...rows.sample].some(id => ids.includes(id));
  const changes =
    mine(rows.changes).length > 0 ||
    mine(rows.listing).some(({ come }) => come) ||
    rows.changed.some(id => ids.includes(id));
  const incidents = rows.incidents.some(row =>
    organisation.includes(row.entityId),
  );

  const releases = inside(rows.releases);
  const n = releases.length;
  const idle = mine(rows.releases).some(row => row.day < from);

  const named = (connected: boolean, sample: number, overReleases: boolean) => {
    if (!connected) {
      return 'not-connected';
    }
    if (sample === 0) {
      return overReleases && idle ? 'idle' : 'no-data';
    }
    return sample < MINIMUM_SAMPLE ? 'too-few' : 'ok';
  };
  const ratio = (connected: boolean, k: number): Value => {
    const state = named(connected, n, true);
    const has = state === 'ok' || state === 'too-few';
    return {
      value: has ? k / n : null,
      ci: has ? wilson(k, n) : null,
      sample: n,
      state,
    };
  };
  const middle = (connected: boolean, values: number[], scale: number) => {
    const state = named(connected, values.length, false);
    const has = state === 'ok' || state === 'too-few';
    return {
      value: has ? quantile(values, 50, scale) : null,
      ci: has ? medianCi(values, scale) : null,
      sample: values.length,
      state,
      p: (p: number) => (has ? quantile(values, p, scale) : null),
      mean: has ? average(values, scale) : null,
      has,
    };
  };

  const days = new Set(releases.map(row => row.day));
  const weekly: number[] = [];
  for (let start = from; start + 7 <= to; start++) {
    if (new Date(start * 86_400_000).getUTCDay() === 1) {
      weekly.push([...days].filter(d => d >= start && d < start + 7).length);
    }
  }
  const frequencyState = named(deployments, n, true);

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
    deployments && incidents,
    sorted(failed.map(row => row.recovery)),
    1000,
  );
  const felt = inside(rows.incidents);
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
  const bare = ({ value, ci, sample, state }: Value): Value => ({
    value,
    ci,
    sample,
    state,
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
      ...ratio(deployments && incidents, failed.length),
      failed: failed.length,
      maturing: releases.filter(
        row => timeOf(row) + row.spread + INCIDENT_WINDOW > NOW,
      ).length,
    },
    recoveryTime: {
      ...bare(recovery),
      mean: recovery.mean,
      p90: recovery.p(90),
      open: failed.filter(row => row.recovery === null).length,
    },
    timeToRestore: {
      ...bare(restore),
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
    batchSize: bare(batch),
  };
}

type NaiveMetrics = ReturnType<typeof naiveWindow>;

function naiveChange(name: string, now: Value, before: Value) {
  if (now.state !== 'ok' || before.state !== 'ok') {
    return null;
  }
  if (name === 'deploymentFrequency') {
    const [a, b] = [now.sample, before.sample];
    if (Math.abs(a - b) < 2 * Math.sqrt(a + b)) {
      return 'same';
    }
    return a > b ? 'better' : 'worse';
  }
  if (!now.ci || !before.ci) {
    return null;
  }
  if (now.ci[0] <= before.ci[1] && before.ci[0] <= now.ci[1]) {
    return 'same';
  }
  return now.ci[0] < before.ci[0] ? 'better' : 'worse';
}

/** As `GET /metrics` tells them, tiers aside. */
export function naiveMetrics(query: NaiveQuery, from: number, to: number) {
  const now = naiveWindow(query, from, to);
  const before = naiveWindow(query, from - (to - from), from);
  return Object.fromEntries(
    (Object.keys(now) as (keyof NaiveMetrics)[]).map(name => {
      const { value, sample } = before[name];
      const metric = {
        ...now[name],
        previous: { value, sample },
        change: naiveChange(name, now[name], before[name]),
      };
      if (name === 'rolloutSpread') {
        delete (metric as { p90?: unknown }).p90;
      }
      return [name, metric];
    }),
  );
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
