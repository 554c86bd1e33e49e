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
import { METRIC_NAMES, METRICS } from './metricDefinitions';
import { bucketsBefore, rollingDays } from './rolling';
import { readSampleEntities } from './sampleData';
import { bucketsOf, previousWindow, toWire } from '../Window';
import { historyNeeds, wantedOf } from './wanted';
import { MetricsContext, toWireBucket, toWireMetrics } from './wire';
import { listWorkspaces } from './workspaces/listWorkspaces';

const ROLLING = METRIC_NAMES.filter(name => METRICS[name].rolling);

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
          { ...previousWindow(window), wanted: wantedOf(METRIC_NAMES) },
          { ...window, wanted: wantedOf(METRIC_NAMES, 'beside') },
        ],
        needs: historyNeeds(METRIC_NAMES),
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
    const [buckets, earlier] = [
      bucketsOf(window, bucket).map(days => ({
        ...days,
        wanted: wantedOf(METRIC_NAMES, 'inSeries'),
      })),
      bucketsBefore(window, bucket).map(days => ({
        ...days,
        wanted: wantedOf(ROLLING),
      })),
    ];
    const [[{ windows, history }], [before], incidents] = await Promise.all([
      this.#aggregator.aggregate({
        groups: [{ ids }],
        windows: buckets,
        needs: historyNeeds(METRIC_NAMES),
      }),
      this.#aggregator.aggregate({
        groups: [{ ids }],
        windows: earlier,
        needs: historyNeeds([]),
      }),
      this.#hasIncident(hierarchy),
    ]);
    const context = { ...this.#context(incidents), history };
    const measured = buckets.map((days, i) => ({
      ...days,
      material: windows[i],
    }));
    const rolling = rollingDays(
      earlier.map((days, i) => ({ ...days, material: before.windows[i] })),
      measured,
      bucket,
    );
    return {
      entityRef,
      window: toWire(window),
      bucket,
      buckets: measured.map((days, i) =>
        toWireBucket(days, rolling[i], context),
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
