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
import { DayRange } from '../Window';
import { AnswerCache, AnswerCacheOptions } from './AnswerCache';
import { BlockCache } from './BlockCache';
import { firstDayOf } from './blocks';
import { Content } from './Content';
import { RELEASES } from './parts';
import { countReleaseDays, queryReleaseDays } from './releaseDays';
import { ReleaseDay } from './types';

// About what V8 takes.
const BYTES_OF_DAY = 64;

/** The parts of some days that are in different blocks. */
const rangesOf = (days: DayRange): DayRange[] =>
  Content.numbersOf([days]).map(number => ({
    fromDay: Math.max(days.fromDay, firstDayOf(number)),
    toDay: Math.min(days.toDay, firstDayOf(number + 1)),
  }));

/** What {@link KnownReleaseDays} needs. */
export interface KnownReleaseDaysOptions
  extends Omit<AnswerCacheOptions<ReleaseDay[]>, 'sizeOf'> {
  knex: Knex;
}

/** Counts the releases of days, and keeps that. */
export class KnownReleaseDays {
  readonly #knex: Knex;
  readonly #blocks: BlockCache;
  readonly #answers: AnswerCache<ReleaseDay[]>;

  constructor({ knex, ...options }: KnownReleaseDaysOptions) {
    this.#knex = knex;
    this.#blocks = options.blocks;
    this.#answers = new AnswerCache({
      ...options,
      sizeOf: days => days.length * BYTES_OF_DAY,
    });
  }

  /** As `ReleaseCounter.releaseDays`, as far as is known since the blocks were last refreshed. */
  async read(ids: number[], days: DayRange): Promise<ReleaseDay[]> {
    // Block by block, as most often only the last one has changed.
    const ranges = rangesOf(days);
    const questionOf = (range: DayRange) => ({
      entityIds: ids,
      days: range,
      about: '',
    });
    const known = ranges.map(range => this.#answers.get(questionOf(range)));
    const missing = ranges.filter((_, index) => !known[index]);
    const { moment } = this.#blocks.changes;
    const counted = await this.#count(ids, missing);
    missing.forEach((range, index) =>
      this.#answers.set(questionOf(range), moment, counted[index]),
    );
    let next = 0;
    return known.flatMap(kept => kept ?? counted[next++]);
  }

  async #count(ids: number[], ranges: DayRange[]): Promise<ReleaseDay[][]> {
    const numbers = Content.numbersOf(ranges);
    if (this.#blocks.isNear(RELEASES, ids, numbers)) {
      const content = await this.#blocks.read(RELEASES, ids, numbers);
      return ranges.map(range => countReleaseDays(content, ids.length, range));
    }
    // The database counts sooner than it sends what there is to count.
    const [{ fromDay }, { toDay }] = [ranges[0], ranges[ranges.length - 1]];
    const found = await queryReleaseDays(this.#knex, ids, { fromDay, toDay });
    return ranges.map(range =>
      found.filter(({ day }) => day >= range.fromDay && day < range.toDay),
    );
  }
}
