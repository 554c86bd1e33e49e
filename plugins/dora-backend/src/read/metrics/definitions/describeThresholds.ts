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
  Definition,
  TierPreset,
  TierThresholds,
} from '@backstage-dora/plugin-dora-common';
import { METRIC_NAMES, METRICS } from '../metricDefinitions';
import { describeDuration, describeNumber } from './describeValues';

const WORDS = { '>=': 'from', '<=': 'up to', '<': 'under' };

function describeCut(cut: number, unit: string): string {
  switch (unit) {
    case 'seconds':
      return describeDuration(cut * 1000);
    case 'ratio':
      return `${describeNumber(cut * 100)} %`;
    default:
      return `${describeNumber(cut)} ${unit}`;
  }
}

function describeCuts(title: string, thresholds: TierThresholds): string {
  const { unit, comparison } = thresholds;
  const cuts = (['elite', 'high', 'medium'] as const).flatMap(tier => {
    const cut = thresholds[tier];
    return cut === undefined
      ? []
      : `${tier} ${WORDS[comparison]} ${describeCut(cut, unit)}`;
  });
  return `${title} is ${cuts.join(
    ', ',
  )}, else low; the first that a value reaches is its tier.`;
}

/** Describes the active cut-points of each metric. */
export function describeThresholds({ thresholds }: TierPreset): Definition[] {
  return METRIC_NAMES.filter(metric => thresholds[metric]).map(metric => ({
    key: `dora.tiers.thresholds.${metric}`,
    value: thresholds[metric],
    sentence: describeCuts(METRICS[metric].title, thresholds[metric]),
  }));
}
