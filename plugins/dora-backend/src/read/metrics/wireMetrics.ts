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
  Metric,
  MetricChange,
  MetricName,
  Metrics,
  TierPreset,
} from '@backstage-dora/plugin-dora-common';
import { GroupAggregate } from '../columns/types';
import {
  durationBeside,
  meanBeside,
  percentileBeside,
  stagesBeside,
  weeklyDeployDays,
} from './beside';
import { measure, MeasureContext, Measurement } from './measure';
import { changeOfCounts, changeOfIntervals } from '../statistics';
import { ratingOf } from './tiers';
import { previousWindow, Window } from '../Window';

/** What metrics depend on besides what was aggregated. */
export interface MetricsContext extends Omit<MeasureContext, 'history'> {
  tiers: TierPreset;
}

function changeOf(
  metric: MetricName,
  current: Measurement,
  previous: Measurement,
): MetricChange {
  if (current.state !== 'ok' || previous.state !== 'ok') {
    return null;
  }
  if (metric === 'deploymentFrequency') {
    return changeOfCounts(current.sample, previous.sample);
  }
  return current.ci && previous.ci
    ? changeOfIntervals(current.ci, previous.ci)
    : null;
}

function toMetric(
  metric: MetricName,
  current: Measurement,
  previous: Measurement,
  tiers: TierPreset,
): Metric {
  const { value, ci, sample, state } = current;
  return {
    value: value ?? null,
    ci: ci ?? null,
    sample,
    state,
    tier: ratingOf(metric, current, tiers) ?? null,
    previous: { value: previous.value ?? null, sample: previous.sample },
    change: changeOf(metric, current, previous),
  };
}

/**
 * All metrics of a group on the wire.
 *
 * @param aggregate - the windows before and of the request, in this order, and its weeks
 */
export function toWireMetrics(
  { windows: [before, material], history }: GroupAggregate,
  window: Window,
  { tiers, ...context }: MetricsContext,
): Metrics {
  const measureContext = { ...context, history };
  const windowBefore = previousWindow(window);
  const measured = <T extends object>(
    metric: MetricName,
    beside: (current: Measurement) => T,
  ): Metric & T => {
    const current = measure(metric, material, window, measureContext);
    const previous = measure(metric, before, windowBefore, measureContext);
    // Not spread into another object: a thousand products have eight metrics each.
    return Object.assign(
      toMetric(metric, current, previous, tiers),
      beside(current),
    );
  };
  const alone = () => ({});
  const { distributions } = material;
  return {
    deploymentFrequency: measured('deploymentFrequency', () => ({
      releases: material.releases,
      rollouts: material.rollouts,
      deployDays: material.deployDays,
      weeklyDeployDays: weeklyDeployDays(material.weeks),
    })),
    leadTime: measured('leadTime', current => ({
      p75: percentileBeside(current, distributions.leadTime, 75),
      p90: percentileBeside(current, distributions.leadTime, 90),
      p95: percentileBeside(current, distributions.leadTime, 95),
      mean: meanBeside(current, distributions.leadTime),
      stages: stagesBeside(current, material),
    })),
    changeFailureRate: measured('changeFailureRate', () => ({
      failed: material.failed,
      maturing: material.maturing,
    })),
    recoveryTime: measured('recoveryTime', current =>
      durationBeside(current, distributions.recovery, material.open),
    ),
    timeToRestore: measured('timeToRestore', current =>
      durationBeside(
        current,
        distributions.restore,
        distributions.openIncidents.size,
      ),
    ),
    reworkRate: measured('reworkRate', () => ({
      rollbacks: material.rollbacks,
      hotfixes: material.hotfixes,
    })),
    rolloutSpread: measured('rolloutSpread', alone),
    batchSize: measured('batchSize', alone),
  };
}
