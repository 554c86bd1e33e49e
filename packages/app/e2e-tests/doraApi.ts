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

import { expect } from '@playwright/test';
import type {
  CompareItem,
  CompareResult,
  MetricsResult,
  Release,
  ReleasesResult,
} from '@backstage-dora/plugin-dora-common';

const baseUrl = `http://localhost:${
  process.env.E2E_BACKEND_PORT ?? '7107'
}/api/dora`;
const token = process.env.DORA_TOKEN ?? 'dora-dev-token-change-me';

async function get<T>(path: string, query: Record<string, string>): Promise<T> {
  const response = await fetch(
    `${baseUrl}/${path}?${new URLSearchParams(query)}`,
    { headers: { authorization: `Bearer ${token}` } },
  );
  if (!response.ok) {
    throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
  return response.json();
}

/** What the backend says, asked without the pages. */
export const doraApi = {
  getMetrics: (query: { entityRef: string; from: string; to: string }) =>
    get<MetricsResult>('metrics', query),
  compare: (query: Record<string, string>) =>
    get<CompareResult>('compare', { limit: '1000', ...query }),
  getReleases: (query: Record<string, string>) =>
    get<ReleasesResult>('releases', { limit: '1000', ...query }),
};

/** Places in the sample organisation that the tests visit. */
export interface Organisation {
  /** A product of several components with enough releases for every metric. */
  product: CompareItem;
  /** One of its components. */
  component: CompareItem;
  /** A release of the component that failed by an incident and carried changes. */
  release: Release;
  /** A component that nothing has arrived for. */
  silent: CompareItem;
}

async function findOrganisation(): Promise<Organisation | undefined> {
  const products = await doraApi.compare({ level: 'product' });
  const components = await doraApi.compare({ level: 'component' });
  const to = products.window.to;
  const from = new Date(Date.parse(to) - 365 * 86_400_000)
    .toISOString()
    .slice(0, 10);
  const silent = components.items.find(
    ({ metrics }) => metrics.deploymentFrequency.state === 'not-connected',
  );
  for (const product of products.items) {
    const { changeFailureRate, leadTime } = product.metrics;
    if (changeFailureRate.failed! > 0 && leadTime.state === 'ok') {
      const { items } = await doraApi.getReleases({
        entityRef: product.entityRef,
        only: 'failed',
        from,
        to,
      });
      // The newest are on the first page of the list.
      const byComponent = new Map<string, number>();
      const release = items.find(candidate => {
        const position = byComponent.get(candidate.entityRef) ?? 0;
        byComponent.set(candidate.entityRef, position + 1);
        return (
          position < 25 &&
          candidate.version &&
          candidate.changes.length > 0 &&
          candidate.incidents.length > 0
        );
      });
      const component = components.items.find(
        ({ entityRef, parentRef }) =>
          entityRef === release?.entityRef && parentRef === product.entityRef,
      );
      if (release && component && silent) {
        return { product, component, release, silent };
      }
    }
  }
  return undefined;
}

/** Waits until the sample organisation is there, all of it: as long as it comes in, other places are found. */
export async function readOrganisation(): Promise<Organisation> {
  let found: Organisation | undefined;
  await expect
    .poll(
      async () => {
        const before = JSON.stringify(found);
        found = await findOrganisation();
        return found !== undefined && JSON.stringify(found) === before;
      },
      { timeout: 200_000, intervals: [2000] },
    )
    .toBe(true);
  return found!;
}
