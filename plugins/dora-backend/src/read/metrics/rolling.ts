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

import { Bucket, SeriesMetrics } from '@backstage-dora/plugin-dora-common';
import { DateTime } from 'luxon';
import { Material } from '../columns/types';
import { measure, MeasureContext } from './measure';
import { bucketsOf, DayRange, weekOf } from '../Window';

const DAY = 24 * 60 * 60_000;

type RollingPoint = NonNullable<SeriesMetrics['changeFailureRate']['rolling']>;

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

/** What the rolling values of a window's first buckets reach back to: the days before it, cut as the window is. */
export function bucketsBefore(
  { fromDay }: DayRange,
  bucket: Bucket,
): DayRange[] {
  return bucketsOf(
    { fromDay: rollingStart(fromDay, bucket), toDay: fromDay },
    bucket,
  );
}

/** Buckets, one after the other, with what each is made of. */
interface Measured {
  buckets: DayRange[];
  materials: Material[];
}

/**
 * The failure rate over the 28 days, four weeks or three months that end with each bucket of a window.
 *
 * @param before - the buckets of {@link bucketsBefore}
 */
export function rollingFailureRates(
  before: Measured,
  { buckets, materials }: Measured,
  bucket: Bucket,
  context: MeasureContext,
): RollingPoint[] {
  const parts = [
    ...before.buckets.map((range, i) => ({ range, of: before.materials[i] })),
    ...buckets.map((range, i) => ({ range, of: materials[i] })),
  ];
  return buckets.map(({ fromDay, toDay }, index) => {
    const range = { fromDay: rollingStart(fromDay, bucket), toDay };
    let releases = 0;
    let failed = 0;
    for (
      let at = before.buckets.length + index;
      at >= 0 && parts[at].range.fromDay >= range.fromDay;
      at -= 1
    ) {
      releases += parts[at].of.releases;
      failed += parts[at].of.failed;
    }
    const { value, ci, sample } = measure(
      'changeFailureRate',
      { ...materials[index], releases, failed },
      range,
      context,
    );
    return { value: value ?? null, sample, ci: ci ?? null };
  });
}
