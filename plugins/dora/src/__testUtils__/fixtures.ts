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

import type {
  CompareItem,
  CompareResult,
  Derived,
  Metric,
  Metrics,
  MetricsResult,
  MetricsWindow,
  Release,
  SeriesResult,
  TimelineResult,
  WorkspaceItem,
} from '@backstage-dora/plugin-dora-common';

export const WINDOW: MetricsWindow = {
  from: '2026-01-01',
  to: '2026-04-01',
  days: 90,
  timezone: 'UTC',
};

/** A metric about which nothing can be said. */
export function metric(overrides?: Partial<Metric>): Metric {
  return {
    value: null,
    ci: null,
    sample: 0,
    state: 'no-data',
    tier: null,
    tierRange: null,
    previous: { value: null, sample: 0 },
    change: null,
    ...overrides,
  };
}

/** Metrics of an ordinary product, with exceptions. */
export function metrics(overrides?: Partial<Metrics>): Metrics {
  return {
    deploymentFrequency: {
      ...metric({
        value: 0.5,
        sample: 45,
        state: 'ok',
        tier: 'high',
        tierRange: ['high', 'high'],
        previous: { value: 0.25, sample: 22 },
        change: 'better',
      }),
      releases: 45,
      rollouts: 80,
      deployDays: 38,
      weeklyDeployDays: 3,
    },
    leadTime: {
      ...metric({
        value: 100_800,
        ci: [86_400, 129_600],
        sample: 120,
        state: 'ok',
        tier: 'medium',
        tierRange: ['medium', 'medium'],
        previous: { value: 108_000, sample: 100 },
        change: 'same',
      }),
      p75: 200_000,
      p90: 259_200,
      p95: 300_000,
      mean: 150_000,
      stages: { coding: 3600, pickup: 7200, review: 10_800, deploy: 14_400 },
    },
    changeFailureRate: {
      ...metric({
        value: 0.125,
        ci: [0.06, 0.24],
        sample: 45,
        state: 'ok',
        tier: 'elite',
        tierRange: ['elite', 'high'],
        previous: { value: 0.04, sample: 22 },
        change: 'worse',
      }),
      failed: 6,
      maturing: 1,
    },
    recoveryTime: {
      ...metric({ value: 5400, sample: 3, state: 'too-few' }),
      mean: 6000,
      p90: 9000,
      open: 1,
    },
    timeToRestore: { ...metric(), mean: null, p90: null, open: 0 },
    reworkRate: {
      ...metric({ value: 0.0444, ci: [0.01, 0.15], sample: 45, state: 'ok' }),
      rollbacks: 1,
      hotfixes: 1,
    },
    rolloutSpread: metric(),
    batchSize: metric({ value: 2, ci: [2, 3], sample: 40, state: 'ok' }),
    ...overrides,
  };
}

/** Metrics of an ordinary domain: quartiles and counts of its products in place of tiers. */
export function domainMetrics(): Metrics {
  const products = { p25: 0.1, p50: 0.2, p75: 0.3, elite: 2, high: 1 };
  const spread = { ...products, medium: 0, low: 0, other: 1 };
  const untiered = Object.entries(metrics()).map(([name, of]) => [
    name,
    { ...of, tier: null, tierRange: null, products: spread },
  ]);
  const of: Metrics = Object.fromEntries(untiered);
  return {
    ...of,
    changeFailureRate: { ...of.changeFailureRate, connected: 3, of: 5 },
  };
}

/** Metrics of something that nothing is connected to. */
export function unconnected(): Metrics {
  const none = metric({ state: 'not-connected' });
  return metrics({
    deploymentFrequency: {
      ...none,
      releases: 0,
      rollouts: 0,
      deployDays: 0,
      weeklyDeployDays: null,
    },
    leadTime: {
      ...none,
      p75: null,
      p90: null,
      p95: null,
      mean: null,
      stages: { coding: null, pickup: null, review: null, deploy: null },
    },
    changeFailureRate: { ...none, failed: 0, maturing: 0 },
    recoveryTime: { ...none, mean: null, p90: null, open: 0 },
    timeToRestore: { ...none, mean: null, p90: null, open: 0 },
    reworkRate: { ...none, rollbacks: 0, hotfixes: 0 },
    rolloutSpread: none,
    batchSize: none,
  });
}

export function metricsResult(
  overrides?: Partial<Derived<MetricsResult>>,
): Derived<MetricsResult> {
  return {
    entityRef: 'component:default/cart-api',
    pending: 0,
    leftOut: {
      otherEnvironment: 0,
      failed: 0,
      cancelled: 0,
      configOnly: 0,
      otherSource: 0,
      environments: [],
    },
    window: WINDOW,
    metrics: metrics(),
    ...overrides,
  };
}

/** Two weeks, the second one without anything. */
export function seriesResult(): Derived<SeriesResult> {
  const none = { value: null, sample: 0, ci: null };
  const quiet = {
    deploymentFrequency: { value: 0, sample: 0, ci: null },
    leadTime: none,
    changeFailureRate: { ...none, failed: 0 },
    recoveryTime: none,
    timeToRestore: none,
    reworkRate: { ...none, rollbacks: 0, hotfixes: 0 },
    rolloutSpread: none,
    batchSize: none,
  };
  return {
    entityRef: 'component:default/cart-api',
    pending: 0,
    window: WINDOW,
    bucket: 'week',
    buckets: [
      {
        from: '2026-01-05',
        to: '2026-01-12',
        complete: true,
        metrics: {
          ...quiet,
          deploymentFrequency: { value: 1, sample: 7, ci: null },
          leadTime: { value: 7200, p90: 86_400, sample: 9, ci: [3600, 9000] },
          changeFailureRate: {
            value: 1 / 7,
            sample: 7,
            ci: [0.03, 0.51],
            failed: 1,
          },
          reworkRate: {
            value: 2 / 7,
            sample: 7,
            ci: [0.08, 0.64],
            rollbacks: 1,
            hotfixes: 1,
          },
        },
      },
      { from: '2026-01-12', to: '2026-01-19', complete: true, metrics: quiet },
    ],
  };
}

export function compareItem(overrides?: Partial<CompareItem>): CompareItem {
  return {
    entityRef: 'system:default/cart',
    title: 'Cart',
    parentRef: 'group:default/sales',
    components: 2,
    workspaces: 3,
    metrics: metrics(),
    spark: [1, 0, 3],
    ...overrides,
  };
}

export function compareResult(items: CompareItem[]): Derived<CompareResult> {
  return {
    pending: 0,
    window: WINDOW,
    totalItems: items.length,
    facets: {
      owners: [{ entityRef: 'group:default/sales', title: 'Sales' }],
      types: ['product', 'service'],
      lifecycles: ['experimental', 'production'],
    },
    items,
  };
}

export function release(overrides?: Partial<Release>): Release {
  return {
    id: 'release-1',
    entityRef: 'component:default/cart-api',
    version: '1.1',
    time: '2026-01-05T10:00:00.000Z',
    rollouts: [
      {
        workspace: 'eu',
        time: '2026-01-05T10:00:00.000Z',
        deployment: { source: 'ci', id: 'run-11-eu' },
        sentBy: 'user:default/alice',
        replaced: '1.0',
        url: 'https://ci.example.com/run-11-eu',
      },
      {
        workspace: 'us',
        time: '2026-01-05T11:30:00.000Z',
        deployment: { source: 'ci', id: 'run-11-us' },
        title: 'Run 11',
        sentBy: 'external:pipelines',
      },
    ],
    changes: [
      {
        source: 'git',
        id: 'pr-7',
        title: 'Add vat',
        first: true,
        leadTime: 21_600,
      },
    ],
    changesFrom: 'listed',
    kind: 'code',
    failed: true,
    reasons: [
      {
        reason: 'window',
        sentence: 'Incident INC-42 started 2 h after it.',
        explanation: { code: 'known-to-the-backend-only', values: {} },
        incident: { source: 'pager', id: 'INC-42' },
      },
    ],
    incidents: [
      {
        source: 'pager',
        id: 'INC-42',
        entityRef: 'system:default/cart',
        title: 'Checkout is down',
        startedAt: '2026-01-05T12:00:00.000Z',
        resolvedAt: '2026-01-05T14:00:00.000Z',
      },
    ],
    recoveredAt: '2026-01-05T13:00:00.000Z',
    counted: true,
    exclusion: null,
    ...overrides,
  };
}

/** Two failed releases, two incidents and three signals, in the first weeks of January. */
export function timelineResult(
  overrides?: Partial<Derived<TimelineResult>>,
): Derived<TimelineResult> {
  const entityRef = 'component:default/cart-api';
  return {
    pending: 0,
    window: WINDOW,
    incidents: {
      totalItems: 2,
      items: [
        {
          source: 'pager',
          id: 'INC-42',
          entityRef,
          title: 'Checkout is down',
          kind: 'incident',
          startedAt: '2026-01-05T12:00:00.000Z',
          resolvedAt: '2026-01-05T14:00:00.000Z',
          timeToRestore: 7200,
        },
        {
          source: 'pager',
          id: 'OPS-7',
          entityRef,
          kind: 'flag-rollback',
          startedAt: '2026-01-06T00:00:00.000Z',
          resolvedAt: null,
          timeToRestore: null,
        },
      ],
    },
    failedReleases: {
      totalItems: 2,
      items: [
        {
          id: 'release-1',
          entityRef,
          version: '1.1',
          time: '2026-01-05T10:00:00.000Z',
          recoveredAt: '2026-01-05T13:00:00.000Z',
          recoveryTime: 10_800,
        },
        {
          id: 'release-2',
          entityRef,
          version: null,
          time: '2026-01-06T10:00:00.000Z',
          recoveredAt: null,
          recoveryTime: null,
        },
      ],
    },
    signals: {
      totalItems: 3,
      items: [
        {
          source: 'ops',
          id: '1',
          entityRef,
          type: 'freeze',
          at: '2026-01-07T00:00:00Z',
          until: '2026-01-13T00:00:00Z',
        },
        {
          source: 'ops',
          id: '2',
          entityRef,
          type: 'note',
          name: 'Late on Sunday',
          at: '2026-01-11T23:30:00Z',
        },
        {
          source: 'ops',
          id: '3',
          entityRef,
          type: 'sauna',
          name: 'On',
          value: 42,
          at: '2026-01-14T00:00:00Z',
        },
      ],
    },
    ...overrides,
  };
}

export function workspaceItem(
  overrides?: Partial<WorkspaceItem>,
): WorkspaceItem {
  return {
    workspace: 'eu',
    components: 2,
    releases: 45,
    rollouts: 46,
    deploymentFrequency: 0.5,
    lag: { value: 0, p90: 0, ci: [0, 0], sample: 40 },
    latest: '2026-03-30T10:00:00.000Z',
    ...overrides,
  };
}
