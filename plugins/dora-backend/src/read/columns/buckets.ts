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

/** Bits of a value that count besides its leading one: a bucket is at most 1/64 as wide as its values are large. */
const BITS = 6;
const BUCKETS_PER_SIGN = (32 - BITS) * 2 ** BITS;

export const BUCKETS = 2 * BUCKETS_PER_SIGN;

/**
 * The bucket of a 32-bit value. Buckets are in the order of values: one for each small value, and 64 for each doubling
 * of large values. Negative values are mirrored.
 */
export function bucketOf(value: number): number {
  const sign = value >> 31;
  const size = value ^ sign;
  const shift = Math.max(0, 31 - BITS - Math.clz32(size));
  return BUCKETS_PER_SIGN + (((shift << BITS) + (size >>> shift)) ^ sign);
}

/** A bucket that contains wanted ranks. */
export interface Slot {
  bucket: number;
  /** Number of values in all buckets before it */
  before: number;
  /** Number of values in slots before it */
  start: number;
  size: number;
}

/**
 * The buckets that contain some ranks (from 1), in order.
 *
 * @param counts - number of values by bucket
 * @param least - the first bucket that is not empty
 */
export function slotsOf(
  counts: Uint32Array,
  least: number,
  ranks: number[],
): Slot[] {
  const wanted = [...ranks].sort((a, b) => a - b);
  const slots: Slot[] = [];
  let before = 0;
  let start = 0;
  let nth = 0;
  for (let bucket = least; nth < wanted.length; bucket++) {
    const size = counts[bucket];
    if (wanted[nth] <= before + size) {
      slots.push({ bucket, before, start, size });
      start += size;
      while (nth < wanted.length && wanted[nth] <= before + size) {
        nth += 1;
      }
    }
    before += size;
  }
  return slots;
}
