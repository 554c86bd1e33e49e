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

interface Options {
  signal: AbortSignal;
}

type Query<M extends keyof DoraApi> = NonNullable<Parameters<DoraApi[M]>[0]>;

/** What the pages read, all in the same form: a query, and how to give it up. */
export const READS = {
  metrics: (api: DoraApi, query: Query<'getMetrics'>, options: Options) =>
    api.getMetrics(query, options),
  series: (api: DoraApi, query: Query<'getSeries'>, options: Options) =>
    api.getSeries(query, options),
  compare: (api: DoraApi, query: Query<'compare'>, options: Options) =>
    api.compare(query, options),
  releases: (api: DoraApi, query: Query<'getReleases'>, options: Options) =>
    api.getReleases(query, options),
  changes: (api: DoraApi, query: Query<'getChanges'>, options: Options) =>
    api.getChanges(query, options),
  incidents: (api: DoraApi, query: Query<'getIncidents'>, options: Options) =>
    api.getIncidents(query, options),
  timeline: (api: DoraApi, query: Query<'getTimeline'>, options: Options) =>
    api.getTimeline(query, options),
  workspaces: (api: DoraApi, query: Query<'getWorkspaces'>, options: Options) =>
    api.getWorkspaces(query, options),
  definitions: (api: DoraApi, _query: {}, options: Options) =>
    api.getDefinitions(options),
  coverage: (api: DoraApi, query: Query<'getCoverage'>, options: Options) =>
    api.getCoverage(query, options),
};

export type Reads = typeof READS;
export type ReadName = keyof Reads;
export type ReadQuery<N extends ReadName> = Parameters<Reads[N]>[1];
export type ReadResult<N extends ReadName> = Awaited<ReturnType<Reads[N]>>;
