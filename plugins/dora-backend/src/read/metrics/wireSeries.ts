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

import {
  MetricName,
  SeriesBucket,
  SeriesPoint,
} from '@backstage-dora/plugin-dora-common';
import { Material } from '../columns/types';
import { percentileBeside, stagesBeside } from './beside';
import { measure, MeasureContext } from './measure';
import { Distribution } from '../statistics';
import { WindowBucket } from '../Window';

/** All metrics of one bucket on the wire. */
export function toWireBucket(
  bucket: WindowBucket,
  material: Material,
  rolling: SeriesPoint['rolling'],
  context: MeasureContext,
): SeriesBucket {
  const { distributions } = material;
  const measured = (metric: MetricName) =>
    measure(metric, material, bucket, context);
  const point = (metric: MetricName): SeriesPoint => {
    const { value, sample, ci } = measured(metric);
    return { value: value ?? null, sample, ci: ci ?? null };
  };
  const duration = (
    metric: MetricName,
    distribution: Distribution,
  ): SeriesPoint => ({
    ...point(metric),
    p90: percentileBeside(measured(metric), distribution, 90),
  });
  return {
    from: bucket.from,
    to: bucket.to,
    metrics: {
      deploymentFrequency: point('deploymentFrequency'),
      leadTime: {
        ...duration('leadTime', distributions.leadTime),
        stages: stagesBeside(measured('leadTime'), material),
      },
      changeFailureRate: {
        ...point('changeFailureRate'),
        failed: material.failed,
        rolling,
      },
      recoveryTime: duration('recoveryTime', distributions.recovery),
      timeToRestore: duration('timeToRestore', distributions.restore),
      reworkRate: {
        ...point('reworkRate'),
        rollbacks: material.rollbacks,
        hotfixes: material.hotfixes,
      },
      rolloutSpread: duration('rolloutSpread', distributions.spread),
      batchSize: point('batchSize'),
    },
  };
}
