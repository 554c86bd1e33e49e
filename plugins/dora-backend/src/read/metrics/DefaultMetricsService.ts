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
import { IncidentConnections } from './IncidentConnections';
import { LEFT_OUT, toLeftOut } from './leftOut';
import { METRIC_NAMES, METRICS } from './metricDefinitions';
import { measureProducts } from './productSpread';
import { isAboveProducts } from './productsUnder';
import { bucketsBefore, rollingDays } from './rolling';
import { readSampleEntities } from './sampleData';
import { bucketsOf, previousWindow, todayIn, toWire } from '../Window';
import { historyNeeds, wantedOf } from './wanted';
import { toWireBucket, toWireMetrics } from './wire';
import { listWorkspaces } from './workspaces/listWorkspaces';

const ROLLING = METRIC_NAMES.filter(name => METRICS[name].rolling);

/** What {@link DefaultMetricsService} needs. */
export interface MetricsServiceOptions {
  knex: Knex;
  config: MetricsConfig;
  aggregator: Aggregator;
  /** ms since the epoch */
  now: () => number;
}

/** Computes metrics from the aggregator's results. */
export class DefaultMetricsService implements MetricsService {
  readonly #knex: Knex;
  readonly #config: MetricsConfig;
  readonly #aggregator: Aggregator;
  readonly #now: () => number;

  private constructor(options: MetricsServiceOptions) {
    this.#knex = options.knex;
    this.#config = options.config;
    this.#aggregator = options.aggregator;
    this.#now = options.now;
  }

  static create(options: MetricsServiceOptions): DefaultMetricsService {
    return new DefaultMetricsService(options);
  }

  async metrics(options: MetricsOptions): Promise<MetricsResult> {
    const { hierarchy, window } = options;
    const { entityRef, ids } = subjectOf(options);
    const ref = entityRef ?? undefined;
    const context = this.#context();
    const [[aggregate], connections, sampleEntities] = await Promise.all([
      this.#aggregator.aggregate({
        groups: [{ ids }],
        windows: [
          { ...previousWindow(window), wanted: wantedOf(METRIC_NAMES) },
          { ...window, wanted: wantedOf(METRIC_NAMES, 'beside', LEFT_OUT) },
        ],
        needs: historyNeeds(METRIC_NAMES),
      }),
      this.#connections(hierarchy, [ref]),
      readSampleEntities(this.#knex),
    ]);
    const products = await measureProducts([ref], window, {
      ...context,
      ...{ aggregator: this.#aggregator, hierarchy, connections },
    });
    return {
      entityRef,
      leftOut: toLeftOut(aggregate.windows[1]),
      window: toWire(window),
      metrics: toWireMetrics(aggregate, window, {
        ...context,
        incidents: connections.of(ref),
        products: isAboveProducts(hierarchy, ref)
          ? [...products.values()]
          : undefined,
      }),
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
    const [[{ windows, history }], [before], connections] = await Promise.all([
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
      this.#connections(hierarchy, [entityRef ?? undefined]),
    ]);
    const context = {
      ...this.#context(),
      history,
      incidents: connections.of(entityRef ?? undefined),
      today: todayIn(window.timezone, this.#now()),
    };
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
    return compareEntities(options, {
      ...this.#context(),
      aggregator: this.#aggregator,
      connectionsOf: refs => this.#connections(options.hierarchy, refs),
      sampleEntities: await readSampleEntities(this.#knex),
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

  #context() {
    const { minimumSample, tiers } = this.#config;
    return { minimumSample, tiers, now: this.#now() };
  }

  #connections(
    hierarchy: Hierarchy,
    entityRefs: (string | undefined)[],
  ): Promise<IncidentConnections> {
    return IncidentConnections.read(
      {
        ...{ knex: this.#knex, aggregator: this.#aggregator, hierarchy },
        configured: this.#config.incidents.connected,
      },
      entityRefs,
    );
  }
}

function subjectOf({ hierarchy, entityRef }: MetricsOptions) {
  const ref =
    entityRef === undefined ? undefined : findEntity(hierarchy, entityRef).ref;
  return { entityRef: ref ?? null, ids: hierarchy.idsUnder(ref) };
}
