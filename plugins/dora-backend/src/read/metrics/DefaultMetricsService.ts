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

import {
  CompareResult,
  Definitions,
  MetricsResult,
  SeriesResult,
  WorkspacesResult,
} from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { Hierarchy } from '../../catalog/types';
import { hasIncident } from '../columns/history';
import { readSampleEntities } from '../columns/sampleData';
import { Aggregator } from '../columns/types';
import { compareEntities } from './compare/compareEntities';
import { describeDefinitions } from './definitions/describeDefinitions';
import { findEntity } from '../findEntity';
import {
  CompareOptions,
  MetricsConfig,
  MetricsOptions,
  MetricsService,
  SeriesOptions,
} from './MetricsService';
import { bucketsBefore, rollingFailureRates } from './rolling';
import { bucketsOf, previousWindow, toWire } from '../Window';
import { MetricsContext, toWireMetrics } from './wireMetrics';
import { toWireBucket } from './wireSeries';
import { listWorkspaces } from './workspaces/listWorkspaces';

/** Computes metrics from what the aggregator has counted. */
export class DefaultMetricsService implements MetricsService {
  readonly #knex: Knex;
  readonly #config: MetricsConfig;
  readonly #aggregator: Aggregator;

  private constructor(
    knex: Knex,
    config: MetricsConfig,
    aggregator: Aggregator,
  ) {
    this.#knex = knex;
    this.#config = config;
    this.#aggregator = aggregator;
  }

  static create(options: {
    knex: Knex;
    config: MetricsConfig;
    aggregator: Aggregator;
  }): DefaultMetricsService {
    const { knex, config, aggregator } = options;
    return new DefaultMetricsService(knex, config, aggregator);
  }

  async metrics(options: MetricsOptions): Promise<MetricsResult> {
    const { hierarchy, window } = options;
    const { entityRef, ids } = subjectOf(options);
    const [[aggregate], incidents, sampleEntities] = await Promise.all([
      this.#aggregator.aggregate({
        groups: [{ ids }],
        windows: [
          previousWindow(window),
          { ...window, stages: true, weeks: true },
        ],
      }),
      this.#hasIncident(hierarchy),
      readSampleEntities(this.#knex),
    ]);
    return {
      entityRef,
      window: toWire(window),
      metrics: toWireMetrics(aggregate, window, this.#context(incidents)),
      sampleData: ids.some(id => sampleEntities.has(id)),
    };
  }

  async series(options: SeriesOptions): Promise<SeriesResult> {
    const { hierarchy, window, bucket } = options;
    const { entityRef, ids } = subjectOf(options);
    const buckets = bucketsOf(window, bucket);
    const earlier = bucketsBefore(window, bucket);
    const [[{ windows, history }], [before], incidents] = await Promise.all([
      this.#aggregator.aggregate({
        groups: [{ ids }],
        windows: buckets.map(part => ({ ...part, stages: true })),
      }),
      this.#aggregator.aggregate({
        groups: [{ ids }],
        windows: earlier,
        metrics: ['changeFailureRate'],
      }),
      this.#hasIncident(hierarchy),
    ]);
    const context = { ...this.#context(incidents), history };
    const rolling = rollingFailureRates(
      { buckets: earlier, materials: before.windows },
      { buckets, materials: windows },
      bucket,
      context,
    );
    return {
      entityRef,
      window: toWire(window),
      bucket,
      buckets: buckets.map((part, index) =>
        toWireBucket(part, windows[index], rolling[index], context),
      ),
    };
  }

  async compare(options: CompareOptions): Promise<CompareResult> {
    const [incidents, sampleEntities] = await Promise.all([
      this.#hasIncident(options.hierarchy),
      readSampleEntities(this.#knex),
    ]);
    return compareEntities(options, {
      ...this.#context(incidents),
      aggregator: this.#aggregator,
      sampleEntities,
    });
  }

  async workspaces(options: MetricsOptions): Promise<WorkspacesResult> {
    const { window } = options;
    const { entityRef, ids } = subjectOf(options);
    return {
      entityRef,
      window: toWire(window),
      items: await listWorkspaces(this.#knex, ids, window),
    };
  }

  definitions(): Definitions {
    return describeDefinitions(this.#config);
  }

  #context(incidents: boolean): MetricsContext {
    const { minimumSample, tiers } = this.#config;
    return { incidents, minimumSample, tiers };
  }

  #hasIncident(hierarchy: Hierarchy): Promise<boolean> {
    return hasIncident(
      this.#knex,
      hierarchy.unrestricted ? undefined : hierarchy.idsUnder(),
    );
  }
}

function subjectOf({ hierarchy, entityRef }: MetricsOptions) {
  const ref =
    entityRef === undefined ? undefined : findEntity(hierarchy, entityRef).ref;
  return { entityRef: ref ?? null, ids: hierarchy.idsUnder(ref) };
}
