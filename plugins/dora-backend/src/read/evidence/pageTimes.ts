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
import { idsIn } from '../../database/sql';
import { DayRange } from '../Window';
import { stretchOfPage } from './pageDays';
import { BigInteger, optionalNumber } from './values';

const HOUR = 60 * 60_000;
/** Maximum number of spans that a window is divided into. */
const SPANS = 2_000;

/** A part of a list in order of time, for counting. */
export interface TimedPart {
  /** The rows, without a selection */
  rows: Knex.QueryBuilder;
  /** The time of a row in ms since the epoch, as SQL */
  time: string;
  /** The entity of a row, as SQL */
  entity: string;
  /** SQL aggregate of the number of items in some rows; negative when they are to be subtracted */
  items: string;
}

/** The number of items of a list by span of time. */
export interface TimeCounts {
  totalItems: number;
  /** Length of a span in ms */
  length: number;
  /** By number of the span: the time divided by the length */
  items: Map<number, number>;
}

/** Items of a list with the same time and entity. */
export interface Place {
  time: number;
  entityId: number | undefined;
  items: number;
}

/** Where a page lies in a list. */
export interface PlacesOfPage {
  /** All items at the times of the page */
  places: Place[];
  /** Offset of the page within these */
  offset: number;
}

/** SQL of the span of a time. The length is inlined: with a parameter, SQLite would divide to fractions. */
const spanSql = (time: string, length: number) => `(${time}) / ${length}`;

/** Counts a list that consists of several parts. */
export async function countByTime(
  knex: Knex,
  parts: TimedPart[],
  { fromDay, toDay }: DayRange,
): Promise<TimeCounts> {
  const length = HOUR * Math.ceil(((toDay - fromDay) * 24) / SPANS);
  const found = await Promise.all(
    parts.map(
      async ({
        rows,
        time,
        items,
      }): Promise<{ span: BigInteger; items: BigInteger }[]> => {
        const span = spanSql(time, length);
        return rows
          .clone()
          .groupByRaw(span)
          .select(knex.raw(`${span} as span`), knex.raw(`${items} as items`));
      },
    ),
  );
  const sums = new Map<number, number>();
  let totalItems = 0;
  for (const row of found.flat()) {
    const span = Number(row.span);
    const items = Number(row.items);
    sums.set(span, (sums.get(span) ?? 0) + items);
    totalItems += items;
  }
  return { totalItems, length, items: sums };
}

/** The items, in order of time, that contain a page, and the offset of the page within them. */
function cut<T>(
  sorted: T[],
  itemsOf: (one: T) => number,
  page: { limit: number; offset: number },
): { part: T[]; offset: number } {
  const { first, end, before } = stretchOfPage(sorted.map(itemsOf), page);
  return { part: sorted.slice(first, end), offset: page.offset - before };
}

/** Counts the items in some spans by time and entity. */
async function countPlaces(
  knex: Knex,
  parts: TimedPart[],
  spans: number[],
  length: number,
): Promise<Place[]> {
  const counts = parts.map(({ rows, time, entity, items }) =>
    rows
      .clone()
      .whereRaw(`${time} >= ? and ${time} < ?`, [
        Math.min(...spans) * length,
        (Math.max(...spans) + 1) * length,
      ])
      .where(idsIn(knex, knex.raw(`(${spanSql(time, length)})`), spans))
      .groupByRaw(`${time}, ${entity}`)
      .select(
        knex.raw(`${time} as time`),
        knex.raw(`${entity} as entity_id`),
        knex.raw(`${items} as items`),
      ),
  );
  const rows: {
    time: BigInteger;
    entity_id: number | null;
    items: BigInteger;
  }[] = await knex
    .from(knex.unionAll(counts).as('counts'))
    .groupBy('time', 'entity_id')
    .havingRaw('sum(items) > 0')
    .select('time', 'entity_id', knex.raw('sum(items) as items'));
  return rows.map(row => ({
    time: Number(row.time),
    entityId: optionalNumber(row.entity_id),
    items: Number(row.items),
  }));
}

/**
 * Finds the times on a page, so that only items at these times need sorting. Reads only spans on the page.
 *
 * @param counts - result of {@link countByTime}
 * @param page - begins within the list; its limit is above 0
 */
export async function findPlaces(
  knex: Knex,
  parts: TimedPart[],
  { length, items }: TimeCounts,
  order: 'asc' | 'desc',
  page: { limit: number; offset: number },
): Promise<PlacesOfPage> {
  const sign = order === 'asc' ? 1 : -1;
  const spans = cut(
    [...items].sort(([a], [b]) => sign * (a - b)),
    ([, number]) => number,
    page,
  );
  const places = await countPlaces(
    knex,
    parts,
    spans.part.flatMap(([span, number]) => (number > 0 ? span : [])),
    length,
  );
  const ofTimes = new Map<number, Place[]>();
  for (const place of places) {
    const same = ofTimes.get(place.time);
    if (same) {
      same.push(place);
    } else {
      ofTimes.set(place.time, [place]);
    }
  }
  const times = cut(
    [...ofTimes].sort(([a], [b]) => sign * (a - b)),
    ([, same]) => same.reduce((sum, one) => sum + one.items, 0),
    { ...page, offset: spans.offset },
  );
  return {
    places: times.part.flatMap(([, same]) => same),
    offset: times.offset,
  };
}

/** The distinct times of some places. */
export const timesOfPlaces = ({ places }: PlacesOfPage): number[] => [
  ...new Set(places.map(({ time }) => time)),
];
