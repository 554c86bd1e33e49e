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
import { readDistributions } from './distributions';
import { readHistory } from './history';
import { emptyMaterial, isHistoryKnown } from './material';
import { countReleases, countWeeks } from './releaseCounts';
import { isCounting, samplesOf } from './samples';
import { Scope, slicesOfWeeks, slicesOfWindows } from './scope';
import { AggregateOptions, Aggregator, GroupAggregate } from './types';

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
    const { groups, windows, weeks, stages } = options;
    if (groups.length === 0) {
      return [];
    }
    const metrics = options.metrics ?? METRIC_NAMES;
    const scope = { groups, slices: slicesOfWindows(windows) };
    const result = groups.map(
      (): WithoutHistory => ({
        windows: windows.map(emptyMaterial),
        weeks: new Map(),
      }),
    );
    await Promise.all([
      isCounting(metrics) && this.#count(scope, result),
      weeks &&
        this.#countWeeks({ groups, slices: slicesOfWeeks(weeks) }, result),
      ...samplesOf(metrics, stages).map(async samples => {
        for (const { g, w, name, distribution } of await readDistributions(
          this.#knex,
          samples,
          scope,
        )) {
          result[g].windows[w].distributions[name] = distribution;
        }
      }),
    ]);
    return this.#withHistory(options, metrics, result);
  }

  async #count(scope: Scope, result: WithoutHistory[]) {
    const maturingAfter = this.#now() - this.#incidentWindow;
    for (const { g, w, counts } of await countReleases(
      this.#knex,
      scope,
      maturingAfter,
    )) {
      Object.assign(result[g].windows[w], counts);
    }
  }

  async #countWeeks(scope: Scope, result: WithoutHistory[]) {
    for (const { g, w, counts } of await countWeeks(this.#knex, scope)) {
      result[g].weeks.set(w, counts);
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
