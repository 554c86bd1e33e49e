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
/** A window is divided into no more spans than this. */
const SPANS = 2_000;

/** A part of a list in order of time, to be counted. */
export interface TimedPart {
  /** What is counted, without a selection */
  rows: Knex.QueryBuilder;
  /** The time of a row in ms since the epoch, as SQL */
  time: string;
  /** The entity of a row, as SQL */
  entity: string;
  /** How many items some rows are, as an aggregate in SQL; below 0 where they are to be taken off */
  items: string;
}

/** How many items of a list there are at which times, roughly. */
export interface TimeCounts {
  totalItems: number;
  /** ms that a span takes */
  length: number;
  /** By the number of the span, which is the time divided by its length */
  items: Map<number, number>;
}

/** Items of a list at one time, of one entity. */
export interface Place {
  time: number;
  entityId: number | undefined;
  items: number;
}

/** Where a page is in a list. */
export interface PlacesOfPage {
  /** All that the list has at the times of the page */
  places: Place[];
  /** Where the page starts in these */
  offset: number;
}

/** A time as the number of its span. A number in the text: given as a parameter, SQLite divides into fractions. */
const spanSql = (time: string, length: number) => `(${time}) / ${length}`;

/** Counts a list that is made of some parts. */
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

/** What of some things in order of time a page lies in, and where it starts in that. */
function cut<T>(
  sorted: T[],
  itemsOf: (one: T) => number,
  page: { limit: number; offset: number },
): { part: T[]; offset: number } {
  const { first, end, before } = stretchOfPage(sorted.map(itemsOf), page);
  return { part: sorted.slice(first, end), offset: page.offset - before };
}

/** Counts the items at each time and of each entity in some spans. */
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
 * Finds the times that a page has, so that only what is of these need be put in order. Only the spans that the page lies
 * in are looked at.
 *
 * @param counts - what {@link countByTime} found
 * @param page - begins within the list, and has a limit above 0
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

/** The times of some places, each once. */
export const timesOfPlaces = ({ places }: PlacesOfPage): number[] => [
  ...new Set(places.map(({ time }) => time)),
];
