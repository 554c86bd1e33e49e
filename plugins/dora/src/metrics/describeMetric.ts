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

import type {
  Metric,
  MetricName,
  Metrics,
  Tier,
} from '@backstage-dora/plugin-dora-common';
import type { Formatter } from '../format';
import type { Translate } from '../translations';
import { METRIC_INFO } from './metricInfo';

/** What has to be connected before a metric can be told. */
export type MissingFacts = 'deployments' | 'changes' | 'incidents';

/** A metric in words: what stands on its tile and in its cell of a table. */
export interface MetricDescription {
  /** The value in human units; undefined where there is none. */
  value?: string;
  /** Stands where the value would: `None`, `Idle`, `Not connected`. */
  status?: string;
  /** Why there is no value or no tier, and what that means. */
  reason?: string;
  sample: string;
  interval?: string;
  tier?: Tier;
  /** What is known beside the value. */
  details: string[];
  change?: { direction: 'better' | 'worse' | 'same'; text: string };
  /** Why there is no comparison with the window before. */
  noChange?: string;
  missing?: MissingFacts;
}

/** Which facts a metric that is not connected lacks. */
function missingFacts(name: MetricName, metrics: Metrics): MissingFacts {
  const needs = METRIC_INFO[name].needs;
  const deploymentsMissing =
    metrics.deploymentFrequency.state === 'not-connected';
  return needs.includes('deployments') && deploymentsMissing
    ? 'deployments'
    : needs[needs.length - 1];
}

function noDataReason(
  name: MetricName,
  metrics: Metrics,
  format: Formatter,
  t: Translate,
): string {
  if (name === 'recoveryTime' || name === 'timeToRestore') {
    const { open } = metrics[name];
    if (open > 0) {
      return t(`tile.open.${name}`, {
        count: open,
        value: format.number(open, 0),
      });
    }
  }
  return t(`tile.noData.${name}`);
}

function details(
  name: MetricName,
  metrics: Metrics,
  format: Formatter,
  t: Translate,
): string[] {
  const count = (value: number) => ({
    count: value,
    value: format.number(value, 0),
  });
  const slowest = (p90: number | null) =>
    p90 === null ? [] : [t('tile.p90', { value: format.duration(p90) })];
  switch (name) {
    case 'deploymentFrequency': {
      const { rollouts, deployDays } = metrics[name];
      return [
        t('tile.rollouts', {
          ...count(rollouts),
          days: t('tile.deployDays', count(deployDays)),
        }),
      ];
    }
    case 'changeFailureRate': {
      const { failed, maturing } = metrics[name];
      return [
        t('tile.failed', count(failed)),
        ...(maturing > 0 ? [t('tile.maturing', count(maturing))] : []),
      ];
    }
    case 'reworkRate': {
      const { rollbacks, hotfixes } = metrics[name];
      return [
        [
          t('tile.rollbacks', count(rollbacks)),
          t('tile.hotfixes', count(hotfixes)),
        ].join(', '),
      ];
    }
    case 'leadTime':
      return slowest(metrics[name].p90);
    case 'recoveryTime':
    case 'timeToRestore': {
      const { p90, open } = metrics[name];
      return [
        ...slowest(p90),
        ...(open > 0 ? [t(`tile.open.${name}`, count(open))] : []),
      ];
    }
    default:
      return [];
  }
}

/** How a metric stands against the window before. */
export function describeChange(
  name: MetricName,
  metric: Metric,
  days: number,
  format: Formatter,
  t: Translate,
): Pick<MetricDescription, 'change' | 'noChange'> {
  const against = t('compared.against', {
    count: days,
    value: format.number(days, 0),
  });
  if (!metric.change) {
    return metric.state === 'ok'
      ? { noChange: t('compared.unknown', { against }) }
      : {};
  }
  const sentence = t(`compared.${metric.change}`, { against });
  const before = metric.previous.value;
  return {
    change: {
      direction: metric.change,
      text:
        typeof before === 'number'
          ? t('compared.withValue', {
              sentence,
              value: format.metric(name, before),
            })
          : sentence,
    },
  };
}

/** Puts a metric into words; the numbers are the API's. */
export function describeMetric(options: {
  name: MetricName;
  metrics: Metrics;
  /** Length of the window. */
  days: number;
  format: Formatter;
  t: Translate;
}): MetricDescription {
  const { name, metrics, days, format, t } = options;
  const metric: Metric = metrics[name];
  const sample = format.sample(name, metric.sample);
  const value =
    typeof metric.value === 'number'
      ? format.metric(name, metric.value)
      : undefined;
  const described: MetricDescription = {
    value,
    sample,
    tier: metric.tier ?? undefined,
    details: details(name, metrics, format, t),
    interval:
      metric.ci && value !== undefined
        ? format.interval(name, metric.ci)
        : undefined,
    ...describeChange(name, metric, days, format, t),
  };
  switch (metric.state) {
    case 'too-few':
      return {
        ...described,
        reason: t(
          METRIC_INFO[name].tiered ? 'tile.tooFew' : 'tile.tooFewUntiered',
          { sample },
        ),
      };
    case 'idle':
      return {
        ...described,
        status: t('state.idle'),
        reason: t(
          name === 'deploymentFrequency' ? 'tile.idle' : 'tile.idleRatio',
        ),
        details: [],
      };
    case 'no-data':
      return {
        ...described,
        status: t('state.no-data'),
        reason: noDataReason(name, metrics, format, t),
        details: [],
      };
    case 'not-connected': {
      const missing = missingFacts(name, metrics);
      return {
        ...described,
        status: t('state.not-connected'),
        reason: t(`tile.notConnected.${missing}`),
        details: [],
        missing,
      };
    }
    default:
      return described;
  }
}
