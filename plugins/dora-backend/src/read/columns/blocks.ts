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

import { DAYS_PER_BLOCK } from '../../database/derivedBlocks';

export const firstDayOf = (block: number) => block * DAYS_PER_BLOCK;

/** The days of a block before one of them (0 to 32), as bits. */
export const daysBefore = (day: number) =>
  day === DAYS_PER_BLOCK ? -1 : (1 << day) - 1;

/** How many days some bits stand for. */
export function countDays(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * What is known of an entity in a block of days: its length, then the place of each section, from the start of the block,
 * then the sections.
 *
 * A section starts with the bits of the days that it has anything of. In a section of counts follow the counters of each
 * of these days. In a section of values follow, for each of these days, the number of values before it, and then the
 * number of all values; then the values, a day after the other: an element for each ({@link coarseOf}), and where they
 * are durations two more bytes ({@link restOf}), two values to an element.
 */
export type Block = Int32Array;

/** A block without anything. */
export const NOTHING: Block = new Int32Array(0);

const SCALE = 4096;
/** Beyond, a value would not fit: 139 years in ms. */
const LARGEST = 2 ** 42;

/** The part of a duration that has the order of magnitude in it: it compares as the whole does, but for ties. */
export function coarseOf(duration: number): number {
  if (Math.abs(duration) > LARGEST) {
    throw new RangeError(`No duration of ${duration} ms can be aggregated`);
  }
  return Math.floor(duration / SCALE);
}

/** What is left of a duration beside {@link coarseOf}, never negative. */
export const restOf = (duration: number) =>
  duration - Math.floor(duration / SCALE) * SCALE;

export const durationOf = (coarse: number, rest: number) =>
  coarse * SCALE + rest;

/** The sum of durations, rounded once: exact where it is a safe integer. */
export const sumOfDurations = (coarse: bigint, rest: bigint) =>
  Number(coarse * BigInt(SCALE) + rest);

/** A block where it is kept: among others in an array. */
export interface Place {
  data: Int32Array;
  /** Where it starts */
  at: number;
}
