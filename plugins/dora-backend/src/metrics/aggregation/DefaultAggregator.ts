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
import { METRIC_NAMES } from '../metricNames';
import { DayRange } from '../Window';
import { Aggregation } from './Aggregation';
import { AnswerCache } from './AnswerCache';
import { blockOf } from './blocks';
import { BlockCache } from './BlockCache';
import { Breaks } from './Breaks';
import { Content } from './Content';
import { readHistory } from './history';
import { isHistoryKnown } from './material';
import { Part, RELEASES, WORKSPACES } from './parts';
import { warmCache } from './warmCache';
import { countReleaseDays, queryReleaseDays } from './releaseDays';
import { Reading, readingsOf } from './samples';
import {
  AggregateOptions,
  Aggregator,
  Group,
  GroupAggregate,
  ReleaseCounter,
  ReleaseDay,
} from './types';

const DAY = 24 * 60 * 60_000;

const covers = (outer: DayRange, inner: DayRange) =>
  outer.fromDay <= inner.fromDay && inner.toDay <= outer.toDay;

type WithoutHistory = Omit<GroupAggregate, 'history'>;

/** What came out for a group, which holds for some time where releases are maturing. */
interface KnownGroup {
  group: WithoutHistory;
  maturingAfter: number;
  maturesAt: number;
}

/** The share of the memory that is for what was computed; the rest is for what it is computed of. */
const ANSWERS_SHARE = 1 / 8;

// Measured: objects with ten samples, and with three numbers.
const BYTES_OF_WINDOW = 3000;
const BYTES_OF_COUNTS = 64;

/**
 * Aggregates in memory, from packed derived rows that are kept from one request to the next. What has changed in the
 * database since is read again before every aggregation.
 */
export class DefaultAggregator implements Aggregator, ReleaseCounter {
  readonly #knex: Knex;
  readonly #cache: BlockCache;
  readonly #groups: AnswerCache<KnownGroup>;
  readonly #releaseDays: AnswerCache<ReleaseDay[]>;
  readonly #incidentWindow: number;
  readonly #now: () => number;

  private constructor(options: {
    knex: Knex;
    cacheSize: number;
    incidentWindow: number;
    now: () => number;
  }) {
    const { knex, cacheSize } = options;
    const capacity = Math.floor((cacheSize * ANSWERS_SHARE) / 2);
    const blocks = BlockCache.create({
      knex,
      capacity: cacheSize - 2 * capacity,
    });
    this.#knex = knex;
    this.#cache = blocks;
    this.#groups = new AnswerCache({
      ...{ blocks, capacity },
      sizeOf: ({ group: { windows, weeks } }) =>
        windows.length * BYTES_OF_WINDOW + weeks.length * BYTES_OF_COUNTS,
    });
    this.#releaseDays = new AnswerCache({
      ...{ blocks, capacity },
      sizeOf: days => days.length * BYTES_OF_COUNTS,
    });
    this.#incidentWindow = options.incidentWindow;
    this.#now = options.now;
  }

  /**
   * @param options.cacheSize - how many bytes of derived rows are kept in memory
   * @param options.incidentWindow - `dora.rules.incidentWindow` in ms
   * @param options.now - ms since the epoch
   */
  static create(options: {
    knex: Knex;
    cacheSize: number;
    incidentWindow: number;
    now: () => number;
  }): DefaultAggregator {
    return new DefaultAggregator(options);
  }

  async aggregate(options: AggregateOptions): Promise<GroupAggregate[]> {
    const { groups, windows } = options;
    if (groups.length === 0 || windows.length === 0) {
      return [];
    }
    await this.#cache.refresh();
    const question = questionOf(options);
    const maturingAfter = this.#now() - this.#incidentWindow;
    const known = groups.map(({ ids }) =>
      this.#knownGroup(question, ids, maturingAfter),
    );
    const open = groups.filter((_, index) => !known[index]);
    const computed = await this.#compute(options, open, maturingAfter);
    let next = 0;
    const result = known.map(group => group ?? computed[next++]);
    return this.#withHistory(options, result);
  }

  #knownGroup(
    question: string,
    ids: number[],
    maturingAfter: number,
  ): WithoutHistory | undefined {
    const known = this.#groups.get(question, ids);
    return known &&
      known.maturingAfter <= maturingAfter &&
      maturingAfter < known.maturesAt
      ? known.group
      : undefined;
  }

  /** Computes what some groups are made of, and keeps it. */
  async #compute(
    options: AggregateOptions,
    groups: Group[],
    maturingAfter: number,
  ): Promise<WithoutHistory[]> {
    if (groups.length === 0) {
      return [];
    }
    const { windows, stages, weeks, workspaces } = options;
    const metrics = options.metrics ?? METRIC_NAMES;
    const all = [...windows.keys()];
    const readings = readingsOf(metrics, {
      all,
      stages: all.filter(index => stages && covers(stages, windows[index])),
    });
    const entityIds = [...new Set(groups.flatMap(({ ids }) => ids))];
    const indexes = new Map(entityIds.map((id, index) => [id, index]));
    const { moment } = this.#cache;
    const aggregation = new Aggregation({
      windows,
      weeks,
      workspaces,
      metrics,
      readings,
      contents: await this.#read(options, readings, entityIds),
      maturingAfter,
    });
    const question = questionOf(options);
    const result: WithoutHistory[] = [];
    const breaks = new Breaks();
    for (const { ids } of groups) {
      const members = ids.map(id => indexes.get(id)!);
      const group = {
        windows: await aggregation.windowsOf(members, breaks),
        weeks: aggregation.weeks(),
        workspaces: aggregation.countWorkspaces(members),
      };
      const { maturesAt } = aggregation;
      const known = { group, maturingAfter, maturesAt };
      this.#groups.set(question, ids, moment, known);
      result.push(group);
    }
    return result;
  }

  async releaseDays(ids: number[], days: DayRange): Promise<ReleaseDay[]> {
    await this.#cache.refresh();
    const question = `${days.fromDay} ${days.toDay}`;
    const known = this.#releaseDays.get(question, ids);
    if (known) {
      return known;
    }
    const { moment } = this.#cache;
    const numbers = Content.numbersOf([days]);
    // The database counts sooner than it sends what there is to count.
    const counted = this.#cache.isNear(RELEASES, ids, numbers)
      ? countReleaseDays(
          await this.#cache.read(RELEASES, ids, numbers),
          ids.length,
          days,
        )
      : await queryReleaseDays(this.#knex, ids, days);
    this.#releaseDays.set(question, ids, moment, counted);
    return counted;
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
    { windows, workspaces }: AggregateOptions,
    readings: Reading[],
    entityIds: number[],
  ): Promise<Map<Part, Content>> {
    const wanted: [Part, DayRange[]][] = readings.map(reading => [
      reading.part,
      reading.windows.map(index => windows[index]),
    ]);
    if (workspaces) {
      wanted.push([WORKSPACES, [workspaces]]);
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

/** All that an answer depends on besides the entities of a group, and what is in the database. */
function questionOf(options: AggregateOptions): string {
  const { windows, stages, weeks, workspaces, metrics } = options;
  return [
    ...[windows, [stages], [weeks], [workspaces]].map(ranges =>
      ranges.map(days => days && `${days.fromDay}-${days.toDay}`),
    ),
    metrics,
  ].join(';');
}
