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
import { blockOf } from '../../database/derivedBlocks';
import { METRIC_NAMES } from '../madeOf';
import { DayRange } from '../Window';
import { Aggregation } from './Aggregation';
import { BlockCache } from './BlockCache';
import { OnUnreadable } from './BlockLoader';
import { Breaks } from './Breaks';
import { Content } from './Content';
import { readHistory } from './history';
import { KnownMaterials } from './KnownMaterials';
import { KnownReleaseDays } from './KnownReleaseDays';
import { isHistoryKnown } from './material';
import { Part, WORKSPACES } from './parts';
import { Reading, readingsOf } from './samples';
import {
  AggregateOptions,
  AggregateWindow,
  Aggregator,
  Group,
  GroupAggregate,
  Material,
  ReleaseCounter,
  ReleaseDay,
} from './types';
import { warmCache } from './warmCache';

const DAY = 24 * 60 * 60_000;

/** The share of the memory that is for what was computed; the rest is for what it is computed of. */
const ANSWERS_SHARE = 1 / 8;

/**
 * Aggregates in memory, from packed derived rows that are kept from one request to the next. What has changed in the
 * database since is read again before every aggregation.
 */
export class DefaultAggregator implements Aggregator, ReleaseCounter {
  readonly #knex: Knex;
  readonly #cache: BlockCache;
  readonly #materials: KnownMaterials;
  readonly #releaseDays: KnownReleaseDays;
  readonly #incidentWindow: number;
  readonly #now: () => number;

  private constructor(options: {
    knex: Knex;
    cacheSize: number;
    incidentWindow: number;
    onUnreadable?: OnUnreadable;
    now: () => number;
  }) {
    const { knex, cacheSize } = options;
    const capacity = Math.floor((cacheSize * ANSWERS_SHARE) / 2);
    const blocks = BlockCache.create({
      knex,
      capacity: cacheSize - 2 * capacity,
      onUnreadable: options.onUnreadable,
    });
    this.#knex = knex;
    this.#cache = blocks;
    this.#materials = new KnownMaterials({ blocks, capacity });
    this.#releaseDays = new KnownReleaseDays({ knex, blocks, capacity });
    this.#incidentWindow = options.incidentWindow;
    this.#now = options.now;
  }

  /**
   * @param options.cacheSize - how many bytes of derived rows are kept in memory
   * @param options.incidentWindow - `dora.rules.incidentWindow` in ms
   * @param options.onUnreadable - see {@link OnUnreadable}
   * @param options.now - ms since the epoch
   */
  static create(options: {
    knex: Knex;
    cacheSize: number;
    incidentWindow: number;
    onUnreadable?: OnUnreadable;
    now: () => number;
  }): DefaultAggregator {
    return new DefaultAggregator(options);
  }

  async aggregate(options: AggregateOptions): Promise<GroupAggregate[]> {
    const { groups, windows, metrics = METRIC_NAMES } = options;
    if (groups.length === 0 || windows.length === 0) {
      return [];
    }
    await this.#cache.refresh();
    const maturingAfter = this.#now() - this.#incidentWindow;
    const materials = groups.map(({ ids }) =>
      windows.map(window =>
        this.#materials.get(ids, window, metrics, maturingAfter),
      ),
    );
    // What groups lack is much the same: what has changed of late, or everything.
    const open = [...groups.keys()].filter(row =>
      materials[row].includes(undefined),
    );
    const missing = [...windows.keys()].filter(column =>
      open.some(row => !materials[row][column]),
    );
    const computed = await this.#compute(
      open.map(row => groups[row]),
      missing.map(column => windows[column]),
      metrics,
      maturingAfter,
    );
    open.forEach((row, i) =>
      missing.forEach((column, j) => {
        materials[row][column] = computed[i][j];
      }),
    );
    return this.#withHistory(options, materials as Material[][]);
  }

  /** Computes what windows of some groups are made of, and keeps it. */
  async #compute(
    groups: Group[],
    windows: AggregateWindow[],
    metrics: MetricName[],
    maturingAfter: number,
  ): Promise<Material[][]> {
    if (groups.length === 0) {
      return [];
    }
    const readings = readingsOf(metrics, windows);
    const entityIds = [...new Set(groups.flatMap(({ ids }) => ids))];
    const indexes = new Map(entityIds.map((id, index) => [id, index]));
    const { moment } = this.#cache.changes;
    const aggregation = new Aggregation({
      ...{ windows, metrics, readings, maturingAfter },
      contents: await this.#read(windows, readings, entityIds),
    });
    const result: Material[][] = [];
    const breaks = new Breaks();
    for (const { ids } of groups) {
      const members = ids.map(id => indexes.get(id)!);
      const materials = await aggregation.windowsOf(members, breaks);
      materials.forEach((material, index) => {
        const maturesAt = aggregation.maturesAt[index];
        const known = { material, maturingAfter, maturesAt };
        this.#materials.set(ids, windows[index], metrics, moment, known);
      });
      result.push(materials);
    }
    return result;
  }

  async releaseDays(ids: number[], days: DayRange): Promise<ReleaseDay[]> {
    await this.#cache.refresh();
    return this.#releaseDays.read(ids, days);
  }

  /** Reads what readers are likely to ask for, as far as there is room. */
  async warm(signal: AbortSignal): Promise<void> {
    const ids: number[] = await this.#knex('entities')
      .where('in_catalog', true)
      .orderBy('id')
      .pluck('id');
    const newest = blockOf(Math.floor(this.#now() / DAY) + 1);
    await warmCache(this.#cache, { ids, newest, signal });
  }

  async #read(
    windows: AggregateWindow[],
    readings: Reading[],
    entityIds: number[],
  ): Promise<Map<Part, Content>> {
    const wanted: [Part, DayRange[]][] = readings.map(reading => [
      reading.part,
      reading.windows.map(index => windows[index]),
    ]);
    const counted = windows.filter(({ workspaces }) => workspaces);
    if (counted.length > 0) {
      wanted.push([WORKSPACES, counted]);
    }
    return new Map(
      await Promise.all(
        wanted.map(async ([part, days]) => {
          const numbers = Content.numbersOf(days);
          return [
            part,
            await this.#cache.read(part, entityIds, numbers),
          ] as const;
        }),
      ),
    );
  }

  /** Reads the history of those groups only whose windows leave it open, which are few in a busy organisation. */
  async #withHistory(
    { groups, windows, metrics = METRIC_NAMES }: AggregateOptions,
    materials: Material[][],
  ): Promise<GroupAggregate[]> {
    const open = groups.filter(
      (_, index) => !isHistoryKnown(materials[index], metrics),
    );
    const histories = await readHistory(this.#knex, open);
    const byGroup = new Map(
      open.map((group, index) => [group, histories[index]]),
    );
    return materials.map((ofGroup, index) => ({
      windows: ofGroup,
      history: byGroup.get(groups[index]) ?? {
        deployments: true,
        changes: true,
        releaseDay: windows[0].fromDay,
      },
    }));
  }
}
