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

import { Knex } from 'knex';
import { blockOf } from '../../database/derivedBlocks';
import { DayRange } from '../Window';
import { Aggregation } from './Aggregation';
import { AnswerCache } from './AnswerCache';
import { BlockCache } from './BlockCache';
import { OnUnreadable } from './BlockLoader';
import { Breaks } from './Breaks';
import { Content } from './Content';
import { FirstDaysCache } from './FirstDaysCache';
import { areFactsKnown, FirstDays, readFactHistory } from './history';
import { Part } from './parts';
import { Reading, readingsOf } from './readings';
import { readReleaseDays } from './releaseDays';
import { Recent } from './runValues';
import {
  AggregateOptions,
  AggregateWindow,
  Aggregator,
  Group,
  GroupAggregate,
  GroupHistory,
  HistoryNeeds,
  Material,
  ReleaseCounter,
  ReleaseDay,
} from './types';
import { warmCache } from './warmCache';

const DAY = 24 * 60 * 60_000;

/** The share of the memory for results; the rest is for the blocks they are computed from. */
const ANSWERS_SHARE = 1 / 8;

/**
 * Aggregates in memory, from packed derived rows that are cached between requests. Before each aggregation, rows that
 * have changed in the database are read again.
 */
export class DefaultAggregator implements Aggregator, ReleaseCounter {
  readonly #knex: Knex;
  readonly #blocks: BlockCache;
  readonly #answers: AnswerCache;
  readonly #firstDays: FirstDaysCache;
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
    const capacity = Math.floor(cacheSize * ANSWERS_SHARE);
    this.#knex = knex;
    this.#blocks = BlockCache.create({
      knex,
      capacity: cacheSize - capacity,
      onUnreadable: options.onUnreadable,
    });
    this.#answers = new AnswerCache({
      changes: this.#blocks.changes,
      capacity,
    });
    this.#firstDays = new FirstDaysCache({
      knex,
      changes: this.#blocks.changes,
      keeps: cacheSize > 0,
    });
    this.#incidentWindow = options.incidentWindow;
    this.#now = options.now;
  }

  /**
   * @param options.cacheSize - size of the cache in bytes
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
    const { groups, windows } = options;
    if (groups.length === 0 || windows.length === 0) {
      return [];
    }
    await this.#blocks.refresh();
    const { moment } = this.#blocks.changes;
    const now = this.#now();
    // Times are whole ms: exactly one window ago still counts as recent.
    const recentAfter = now - this.#incidentWindow - 1;
    const wanted = windows.map(window => JSON.stringify(window.wanted));
    const questionOf = ({ ids }: Group, column: number) => ({
      entityIds: ids,
      days: windows[column],
      wanted: wanted[column],
    });
    const materials = groups.map(group =>
      windows.map((_, column) =>
        this.#answers.get(questionOf(group, column), recentAfter),
      ),
    );
    // Groups usually lack the same: what has changed recently, or everything.
    const rows = [...groups.keys()].filter(row =>
      materials[row].includes(undefined),
    );
    const columns = [...windows.keys()].filter(column =>
      rows.some(row => !materials[row][column]),
    );
    if (rows.length > 0) {
      await this.#compute(
        rows.map(row => groups[row]),
        columns.map(column => windows[column]),
        { recentAfter, now },
        (i, j, material, recentUntil) => {
          const [row, column] = [rows[i], columns[j]];
          materials[row][column] = material;
          this.#answers.set(questionOf(groups[row], column), {
            ...{ material, moment, recentAfter, recentUntil },
          });
        },
      );
    }
    const found = materials as Material[][];
    const histories = await this.#histories(groups, options.needs, found);
    return found.map((ofGroup, index) => ({
      windows: ofGroup,
      history: histories[index],
    }));
  }

  async histories(
    groups: Group[],
    needs: HistoryNeeds,
  ): Promise<GroupHistory[]> {
    await this.#blocks.refresh();
    return this.#histories(groups, needs);
  }

  /** Computes the material of some groups for each window. */
  async #compute(
    groups: Group[],
    windows: AggregateWindow[],
    recent: Recent,
    take: (
      group: number,
      window: number,
      material: Material,
      recentUntil: number,
    ) => void,
  ): Promise<void> {
    const readings = readingsOf(windows);
    const entityIds = [...new Set(groups.flatMap(({ ids }) => ids))];
    const indexes = new Map(entityIds.map((id, index) => [id, index]));
    const aggregation = new Aggregation({
      ...{ windows, readings, ...recent },
      nameOf: value => this.#blocks.nameOf(value),
      contents: await this.#read(windows, readings, entityIds),
    });
    const breaks = new Breaks();
    for (const [row, { ids }] of groups.entries()) {
      const members = ids.map(id => indexes.get(id)!);
      const materials = await aggregation.windowsOf(members, breaks);
      materials.forEach((material, column) =>
        take(row, column, material, aggregation.recentUntil[column]),
      );
    }
  }

  async releaseDays(ids: number[], days: DayRange): Promise<ReleaseDay[]> {
    await this.#blocks.refresh();
    return readReleaseDays(this.#knex, this.#blocks, ids, days);
  }

  /** Reads what will probably be requested, within the capacity. */
  async warm(signal: AbortSignal): Promise<void> {
    const ids: number[] = await this.#knex('entities')
      .where('in_catalog', true)
      .orderBy('id')
      .pluck('id');
    const newest = blockOf(Math.floor(this.#now() / DAY) + 1);
    await warmCache(this.#blocks, { ids, newest, signal });
  }

  async #read(
    windows: AggregateWindow[],
    readings: Reading[],
    entityIds: number[],
  ): Promise<Map<Part, Content>> {
    return new Map(
      await Promise.all(
        readings.map(async ({ part, windows: wanting }) => {
          const numbers = Content.numbersOf(wanting.map(nth => windows[nth]));
          return [
            part,
            await this.#blocks.read(part, entityIds, numbers),
          ] as const;
        }),
      ),
    );
  }

  /**
   * First days are in memory unless they have changed. Facts are looked up only for groups whose windows and releases
   * do not show whether any have arrived; an active organisation has few of these.
   */
  async #histories(
    groups: Group[],
    needs: HistoryNeeds,
    materials?: Material[][],
  ): Promise<GroupHistory[]> {
    const firstDays = await this.#firstDays.read(
      groups.flatMap(({ ids }) => ids),
    );
    const least = (group: Group, day: keyof FirstDays) => {
      let first: number | undefined;
      for (const id of group.ids) {
        const own = firstDays.get(id)?.[day];
        first = own === undefined || own >= first! ? first : own;
      }
      return first;
    };
    const histories = groups.map((group, index) => {
      const releaseDay = least(group, 'releaseDay');
      return {
        ...{ releaseDay, incidentDay: least(group, 'incidentDay') },
        isKnown: areFactsKnown(
          materials?.[index] ?? [],
          needs,
          releaseDay !== undefined,
        ),
      };
    });
    const open = groups.filter((_, index) => !histories[index].isKnown);
    const facts = await readFactHistory(this.#knex, open);
    const byGroup = new Map(open.map((group, index) => [group, facts[index]]));
    return histories.map(({ isKnown, ...days }, index) => ({
      ...days,
      ...(byGroup.get(groups[index]) ?? { deployments: true, changes: true }),
    }));
  }
}
