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

/** The days of a block before one of its days (0 to 32), as bits. */
export const daysBefore = (day: number) =>
  day === DAYS_PER_BLOCK ? -1 : (1 << day) - 1;

/** Number of days in a set of bits. */
export function countDays(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * The data of an entity in a block of days: its length, the offset of each section from the start of the block, and
 * then the sections.
 *
 * A section starts with the set of its non-empty days, as bits. A section of counts continues with the counters of each
 * of these days. A section of values continues with the number of values before each of these days, and the total
 * number; then come the values, day by day: one element each ({@link coarseOf}), and for durations two more bytes each
 * ({@link restOf}), two values to an element.
 */
export type Block = Int32Array;

/** An empty block. */
export const NOTHING: Block = new Int32Array(0);

const SCALE = 4096;
/** Larger values do not fit: 139 years in ms. */
const LARGEST = 2 ** 42;

/** The coarse part of a duration: it compares like the whole, except for ties. */
export function coarseOf(duration: number): number {
  if (Math.abs(duration) > LARGEST) {
    throw new RangeError(`A duration of ${duration} ms is out of range`);
  }
  return Math.floor(duration / SCALE);
}

/** The remainder of a duration after {@link coarseOf}, never negative. */
export const restOf = (duration: number) =>
  duration - Math.floor(duration / SCALE) * SCALE;

export const durationOf = (coarse: number, rest: number) =>
  coarse * SCALE + rest;

/** The sum of durations, rounded once; exact if it is a safe integer. */
export const sumOfDurations = (coarse: bigint, rest: bigint) =>
  Number(coarse * BigInt(SCALE) + rest);

/** The location of a block in an array that may contain others. */
export interface Place {
  data: Int32Array;
  /** Index of its start */
  at: number;
}
