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

import { MetricName } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { METRIC_NAMES } from '../metricNames';
import { DayRange } from '../Window';
import { readDistributions, TableSamples } from './distributions';
import { readHistory } from './history';
import { addCounts, emptyMaterial, isHistoryKnown } from './material';
import { countReleases } from './releaseCounts';
import { isCounting, samplesOf, samplesOfStages } from './samples';
import { Scope } from './scope';
import { AggregateOptions, Aggregator, GroupAggregate } from './types';

const covers = (outer: DayRange, inner: DayRange) =>
  outer.fromDay <= inner.fromDay && inner.toDay <= outer.toDay;

type WithoutHistory = Omit<GroupAggregate, 'history'>;

/**
 * Aggregates in SQL: the same few queries however many groups and windows there are, side by side where the database
 * has several connections. Only counts, sums and the values at a few ranks leave the database.
 */
export class DefaultAggregator implements Aggregator {
  readonly #knex: Knex;
  readonly #incidentWindow: number;
  readonly #now: () => number;

  private constructor(options: {
    knex: Knex;
    incidentWindow: number;
    now: () => number;
  }) {
    this.#knex = options.knex;
    this.#incidentWindow = options.incidentWindow;
    this.#now = options.now;
  }

  /**
   * @param options.incidentWindow - `dora.rules.incidentWindow` in ms
   * @param options.now - ms since the epoch
   */
  static create(options: {
    knex: Knex;
    incidentWindow: number;
    now: () => number;
  }): DefaultAggregator {
    return new DefaultAggregator(options);
  }

  async aggregate(options: AggregateOptions): Promise<GroupAggregate[]> {
    const { groups, weeks, stages } = options;
    if (groups.length === 0) {
      return [];
    }
    const metrics = options.metrics ?? METRIC_NAMES;
    const windows = options.windows.map((window, w) => ({ ...window, w }));
    const result = groups.map(
      (): WithoutHistory => ({
        windows: windows.map(emptyMaterial),
        weeks: new Map(),
      }),
    );
    await Promise.all([
      isCounting(metrics) && this.#count({ groups, windows }, weeks, result),
      ...samplesOf(metrics).map(samples =>
        this.#distribute({ groups, windows }, samples, result),
      ),
      ...samplesOfStages(metrics).map(samples =>
        this.#distribute(
          {
            groups,
            windows: windows.filter(window => stages && covers(stages, window)),
          },
          samples,
          result,
        ),
      ),
    ]);
    return this.#withHistory(options, metrics, result);
  }

  async #count(
    scope: Scope,
    weeks: DayRange | undefined,
    result: WithoutHistory[],
  ) {
    const counted = await countReleases(
      this.#knex,
      scope,
      this.#now() - this.#incidentWindow,
      weeks,
    );
    for (const { g, w, week, counts } of counted) {
      addCounts(result[g].windows[w], counts);
      if (week !== undefined) {
        result[g].weeks.set(week, counts);
      }
    }
  }

  async #distribute(
    scope: Scope,
    samples: TableSamples,
    result: WithoutHistory[],
  ) {
    if (scope.windows.length === 0) {
      return;
    }
    const distributed = await readDistributions(this.#knex, samples, scope);
    for (const { g, w, name, distribution } of distributed) {
      result[g].windows[w].distributions[name] = distribution;
    }
  }

  /** Reads the history of those groups only whose windows leave it open, which are few in a busy organisation. */
  async #withHistory(
    { groups, windows }: AggregateOptions,
    metrics: MetricName[],
    result: WithoutHistory[],
  ): Promise<GroupAggregate[]> {
    const open = groups.filter(
      (_, index) => !isHistoryKnown(result[index].windows, metrics),
    );
    const histories = await readHistory(this.#knex, open);
    const byGroup = new Map(
      open.map((group, index) => [group, histories[index]]),
    );
    return result.map((group, index) => ({
      ...group,
      history: byGroup.get(groups[index]) ?? {
        deployments: true,
        changes: true,
        releaseDay: windows[0].fromDay,
      },
    }));
  }
}
