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

import type { DoraApi } from '@backstage-dora/plugin-dora-common';
import {
  compareItem,
  compareResult,
  metricsResult,
  release,
  seriesResult,
  WINDOW,
} from './fixtures';
import { METRICS } from './metrics';

/** What the pages read. */
export type Reads = Omit<
  DoraApi,
  'ingest' | 'deleteFact' | 'correct' | 'deleteCorrection'
>;

/** A backend with one product; its answers are the same whatever is asked. */
export function fixtureReads(): Reads {
  const page = { pending: 0, window: WINDOW, totalItems: 1 };
  return {
    getMetrics: async () => metricsResult(),
    getSeries: async () => seriesResult(),
    compare: async () => compareResult([compareItem()]),
    getReleases: async () => ({ ...page, items: [release()] }),
    getChanges: async () => ({
      ...page,
      items: [
        {
          source: 'git',
          id: 'pr-7',
          entityRef: 'component:default/cart-api',
          title: 'Add vat',
          url: 'https://git.example.com/pr-7',
          sentBy: 'module:github',
          firstCommitAt: '2026-01-05T04:00:00.000Z',
          leadTime: 21_600,
          stages: { coding: 3600, pickup: 7200, review: 3600, deploy: 7200 },
          release: {
            id: 'release-1',
            entityRef: 'component:default/cart-api',
            version: '1.1',
            time: '2026-01-05T10:00:00.000Z',
          },
          counted: true,
          exclusion: null,
        },
      ],
    }),
    getIncidents: async () => ({
      ...page,
      items: [
        {
          source: 'pager',
          id: 'INC-42',
          entityRef: 'system:default/cart',
          title: 'Checkout is down',
          sentBy: 'user:default/alice',
          kind: 'incident',
          startedAt: '2026-01-05T12:00:00.000Z',
          resolvedAt: '2026-01-05T14:00:00.000Z',
          timeToRestore: 7200,
          releases: [
            {
              id: 'release-1',
              entityRef: 'component:default/cart-api',
              version: '1.1',
              time: '2026-01-05T10:00:00.000Z',
            },
          ],
          linkedBy: 'window',
          unattributed: false,
          counted: true,
          sentence: 'Started 2 h after cart-api 1.1.',
          explanation: { code: 'known-to-the-backend-only', values: {} },
        },
      ],
    }),
    getSignals: async () => ({
      pending: 0,
      window: WINDOW,
      totalItems: 0,
      items: [],
    }),
    getTimeline: async () => {
      const none = { totalItems: 0, items: [] };
      return {
        pending: 0,
        window: WINDOW,
        incidents: none,
        failedReleases: none,
        signals: none,
      };
    },
    getWorkspaces: async () => ({
      pending: 0,
      entityRef: null,
      window: WINDOW,
      items: [],
    }),
    getDefinitions: async () => ({
      pending: 0,
      timezone: 'UTC',
      minimumSample: 5,
      metrics: METRICS,
      rules: [
        {
          key: 'dora.rules.incidentWindow',
          value: { hours: 48 },
          sentence: 'An incident within 48 h fails the release.',
        },
      ],
      tiers: {
        name: 'guide',
        title: 'Guide',
        source: 'Backstage DORA',
        note: 'A guide.',
        thresholds: {
          leadTime: {
            unit: 'seconds',
            comparison: '<',
            elite: 3600,
            high: 86_400,
            medium: 604_800,
          },
        },
      },
      presets: [],
    }),
    getCoverage: async () => {
      const none = { facts: 0, first: null, last: null };
      return {
        pending: 0,
        names: { moving: [], joined: [] },
        silentSources: [],
        setAside: [],
        synchronisations: [],
        sources: [
          {
            source: 'ci',
            kind: 'deployments',
            facts: 80,
            first: '2026-01-05T10:00:00.000Z',
            last: '2026-03-05T10:00:00.000Z',
            unmapped: 2,
            rejected: 1,
          },
        ],
        entities: [
          {
            entityRef: 'component:default/cart-api',
            title: 'cart-api',
            parentRef: 'system:default/cart',
            deployments: {
              facts: 80,
              first: '2026-01-05T10:00:00.000Z',
              last: '2026-03-05T10:00:00.000Z',
            },
            changes: none,
            incidents: none,
            connected: ['deployments'],
            missing: ['changes', 'incidents'],
          },
        ],
        unmapped: [{ entityRef: 'component:default/gone', facts: 2 }],
        rejected: [
          {
            source: 'ci',
            kind: 'deployments',
            id: 'run-9',
            reason: 'finishedAt is before startedAt',
            at: '2026-03-05T10:00:00.000Z',
          },
        ],
      };
    },
  };
}
