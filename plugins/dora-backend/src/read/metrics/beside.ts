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

import { RestoreDuration, Stages } from '@backstage-dora/plugin-dora-common';
import { Material, WeekCounts } from '../columns/types';
import { Measurement } from './measure';
import {
  Distribution,
  mean,
  median,
  Percentile,
  percentile,
} from '../statistics';

/** A percentile beside a value: none where the value has none. */
export function percentileBeside(
  { value }: Measurement,
  distribution: Distribution,
  p: Percentile,
): number | null {
  return value === undefined ? null : percentile(distribution, p) ?? null;
}

/** A mean beside a value: none where the value has none. */
export function meanBeside(
  { value }: Measurement,
  distribution: Distribution,
): number | null {
  return value === undefined ? null : mean(distribution) ?? null;
}

/** The medians of the stages of lead times. */
export function stagesBeside(
  leadTime: Measurement,
  { distributions }: Material,
): Stages {
  return {
    coding: percentileBeside(leadTime, distributions.coding, 50),
    pickup: percentileBeside(leadTime, distributions.pickup, 50),
    review: percentileBeside(leadTime, distributions.review, 50),
    deploy: percentileBeside(leadTime, distributions.deploy, 50),
  };
}

/** What stands beside a time to recover or to restore. */
export function durationBeside(
  measurement: Measurement,
  distribution: Distribution,
  open: number,
): Pick<RestoreDuration, 'mean' | 'p90' | 'open'> {
  return {
    mean: meanBeside(measurement, distribution),
    p90: percentileBeside(measurement, distribution, 90),
    open,
  };
}

/** Median of the days with a release over the whole ISO weeks among some, those without any included. */
export function weeklyDeployDays(weeks: WeekCounts[]): number | null {
  const days = weeks
    .filter(({ whole }) => whole)
    .map(({ deployDays }) => deployDays);
  return median(days) ?? null;
}
