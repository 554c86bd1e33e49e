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
  MetricDefinition,
  MetricName,
  Metrics,
  Tier,
} from '@backstage-dora/plugin-dora-common';
import type { Formatter } from '../format';
import type { Translate } from '../translations';
import type { MetricCatalogue } from './MetricCatalogue';

/** What has to be connected before a metric can be told. */
export type MissingFacts = MetricDefinition['needs'][number];

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

/** Which facts a metric that is not connected lacks: the first that no connected one is made of. */
function missingFacts(
  { needs }: MetricDefinition,
  metrics: Metrics,
  catalogue: MetricCatalogue,
): MissingFacts {
  const isKnown = (facts: MissingFacts) =>
    catalogue.all.some(
      other =>
        catalogue.of(other).needs.includes(facts) &&
        metrics[other].state !== 'not-connected',
    );
  return needs.find(facts => !isKnown(facts)) ?? needs[needs.length - 1];
}

/** A number of something, for a text that depends on it. */
const countOf = (value: number, format: Formatter) => ({
  count: value,
  value: format.number(value, 0),
});

/** How many of the cases of a metric have no end yet. */
function openCases(
  { cases }: MetricDefinition,
  { open = 0 }: Metric,
  format: Formatter,
  t: Translate,
): string[] {
  return cases && open > 0
    ? [t(`tile.open.${cases}`, countOf(open, format))]
    : [];
}

/** What is known beside a value. */
function details(
  definition: MetricDefinition,
  metric: Metric,
  format: Formatter,
  t: Translate,
): string[] {
  const { rollouts, deployDays, failed, maturing, p90 } = metric;
  const { rollbacks, hotfixes } = metric;
  const lines: string[] = [];
  if (rollouts !== undefined && deployDays !== undefined) {
    const days = t('tile.deployDays', countOf(deployDays, format));
    lines.push(t('tile.rollouts', { ...countOf(rollouts, format), days }));
  }
  if (failed !== undefined) {
    lines.push(t('tile.failed', countOf(failed, format)));
  }
  if (maturing) {
    lines.push(t('tile.maturing', countOf(maturing, format)));
  }
  if (rollbacks !== undefined && hotfixes !== undefined) {
    lines.push(
      [
        t('tile.rollbacks', countOf(rollbacks, format)),
        t('tile.hotfixes', countOf(hotfixes, format)),
      ].join(', '),
    );
  }
  if (typeof p90 === 'number') {
    lines.push(t('tile.p90', { value: format.duration(p90) }));
  }
  return [...lines, ...openCases(definition, metric, format, t)];
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
  catalogue: MetricCatalogue;
  /** Length of the window. */
  days: number;
  format: Formatter;
  t: Translate;
}): MetricDescription {
  const { name, metrics, catalogue, days, format, t } = options;
  const definition = catalogue.of(name);
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
    details: details(definition, metric, format, t),
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
        reason: t(definition.tiered ? 'tile.tooFew' : 'tile.tooFewUntiered', {
          sample,
        }),
      };
    case 'idle':
      return {
        ...described,
        status: t('state.idle'),
        reason: t(
          definition.unit === 'per day' ? 'tile.idle' : 'tile.idleRatio',
        ),
        details: [],
      };
    case 'no-data': {
      const [open] = openCases(definition, metric, format, t);
      return {
        ...described,
        status: t('state.no-data'),
        reason: open ?? t(`metric.${name}.noData`),
        details: [],
      };
    }
    case 'not-connected': {
      const missing = missingFacts(definition, metrics, catalogue);
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
