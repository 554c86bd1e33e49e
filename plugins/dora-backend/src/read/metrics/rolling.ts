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

import { Bucket } from '@backstage-dora/plugin-dora-common';
import { DateTime } from 'luxon';
import { CountName } from '../columns/parts';
import { Material } from '../columns/types';
import { bucketsOf, DayRange, weekOf } from '../Window';

const DAY = 24 * 60 * 60_000;

/** The first day of the 28 days, four ISO weeks or three calendar months that end with a bucket. */
function rollingStart(fromDay: number, bucket: Bucket): number {
  switch (bucket) {
    case 'day':
      return fromDay - 27;
    case 'week':
      return (weekOf(fromDay) - 3) * 7 - 3;
    default:
      return (
        DateTime.fromMillis(fromDay * DAY, { zone: 'utc' })
          .startOf('month')
          .minus({ months: 2 })
          .toMillis() / DAY
      );
  }
}

/** The buckets before a window that the rolling values of its first buckets include. */
export function bucketsBefore(
  { fromDay }: DayRange,
  bucket: Bucket,
): DayRange[] {
  return bucketsOf(
    { fromDay: rollingStart(fromDay, bucket), toDay: fromDay },
    bucket,
  );
}

/** A range of days with its material. */
export interface MeasuredDays extends DayRange {
  material: Material;
}

/**
 * The material of the 28 days, four weeks or three months that end with each bucket of a window; only counts.
 *
 * @param before - the buckets of {@link bucketsBefore}
 */
export function rollingDays(
  before: MeasuredDays[],
  buckets: MeasuredDays[],
  bucket: Bucket,
): MeasuredDays[] {
  const parts = [...before, ...buckets];
  return buckets.map(({ fromDay, toDay, material }, index) => {
    const start = rollingStart(fromDay, bucket);
    const counts = { ...material.counts };
    const names = Object.keys(counts) as CountName[];
    for (
      let at = before.length + index - 1;
      at >= 0 && parts[at].fromDay >= start;
      at -= 1
    ) {
      for (const name of names) {
        counts[name] += parts[at].material.counts[name];
      }
    }
    return { fromDay: start, toDay, material: { ...material, counts } };
  });
}
