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
  LeftOut,
  Metric,
  MetricDefinition,
  MetricName,
  Metrics,
  Tier,
} from '@backstage-dora/plugin-dora-common';
import type { Formatter } from '../format';
import type { Translate } from '../translations';
import { leftOutParts, leftOutTotal } from './leftOut';
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
  /** The best and the worst tier that it may be in, where they differ. */
  tierRange?: readonly [Tier, Tier];
  /** What the value does not know, in full and as short as a cell of a table needs it. */
  caveats: { text: string; short: string }[];
  /** What is known beside the value. */
  details: string[];
  change?: { direction: 'better' | 'worse' | 'same'; text: string };
  /** Why there is no comparison with the window before. */
  noChange?: string;
  /** The facts to connect before it can be told in full. */
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

/** The value with the cases that have no end yet; undefined where they make no difference. */
function withOpen(
  name: MetricName,
  { value, open = 0, withOpen: larger }: Metric,
  format: Formatter,
  t: Translate,
): string | undefined {
  if (open === 0 || value === null || larger === undefined) {
    return undefined;
  }
  if (larger === null) {
    return t('tile.withOpenUnknown');
  }
  const text = format.metric(name, larger);
  return text === format.metric(name, value)
    ? undefined
    : t('tile.withOpen', { value: text });
}

/**
 * Whether incidents are not connected for an entity, so that what is made of them
 * only knows of rollbacks and hotfixes.
 */
export function lacksIncidents(
  { metric, partialWithout }: MetricDefinition,
  metrics: Metrics,
): boolean {
  if (!partialWithout?.includes('incidents')) {
    return false;
  }
  const { state, of, connected } = metrics[metric];
  return (
    state === 'partial' ||
    (of === undefined
      ? metrics.timeToRestore.state === 'not-connected'
      : connected === 0)
  );
}

/** For how many of the products below incidents are connected, where for some they are not. */
function connectedOf(
  { connected = 0, of = 0 }: Metric,
  format: Formatter,
  t: Translate,
): MetricDescription['caveats'] {
  const counts = {
    connected: format.number(connected, 0),
    of: format.number(of, 0),
  };
  return connected > 0 && connected < of
    ? [
        {
          text: t('tile.connectedOf', counts),
          short: t('tile.connectedOfShort', counts),
        },
      ]
    : [];
}

/** The tiers that a metric may be in. */
export function tiersOf({
  tier,
  tierRange,
}: Metric): Pick<MetricDescription, 'tier' | 'tierRange'> {
  return {
    tier: tier ?? undefined,
    tierRange:
      tierRange && tierRange[0] !== tierRange[1]
        ? [tierRange[0], tierRange[1]]
        : undefined,
  };
}

/** What is known beside a value. */
function details(
  definition: MetricDefinition,
  metric: Metric,
  format: Formatter,
  t: Translate,
): string[] {
  const { rollouts, deployDays, failed, maturing, p90 } = metric;
  const { rollbacks, hotfixes, changeSize } = metric;
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
  if (typeof changeSize === 'number') {
    lines.push(
      t('tile.changeSize', {
        count: changeSize,
        value: format.number(changeSize),
      }),
    );
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
  /** The deployments of the window that do not count, where they are known. */
  leftOut?: LeftOut;
  format: Formatter;
  t: Translate;
}): MetricDescription {
  const { name, metrics, catalogue, days, leftOut, format, t } = options;
  const definition = catalogue.of(name);
  const metric: Metric = metrics[name];
  const sample = format.sample(name, metric.sample);
  const isPartial = lacksIncidents(definition, metrics);
  const value =
    typeof metric.value === 'number'
      ? format.metric(name, metric.value)
      : undefined;
  const open = withOpen(name, metric, format, t);
  const described: MetricDescription = {
    value,
    sample,
    ...tiersOf(metric),
    caveats: [
      ...(open ? [{ text: open, short: open }] : []),
      ...connectedOf(metric, format, t),
    ],
    details: details(definition, metric, format, t),
    interval:
      metric.ci && value !== undefined
        ? format.interval(name, metric.ci)
        : undefined,
    ...describeChange(name, metric, days, format, t),
  };
  // Deployments came and none counts: that says more than that there is no release.
  const arrived =
    leftOut &&
    definition.needs.includes('deployments') &&
    metrics.deploymentFrequency.sample === 0
      ? leftOutTotal(leftOut)
      : 0;
  const noneCounts = arrived
    ? t('tile.noneCounts', {
        count: arrived,
        value: format.number(arrived, 0),
        why: leftOutParts(leftOut!, format, t),
      })
    : undefined;
  switch (metric.state) {
    case 'partial':
      return {
        ...described,
        status: t('state.partial'),
        reason: t('tile.partial'),
        missing: 'incidents',
      };
    case 'too-few':
      return {
        ...described,
        reason: t(definition.tiered ? 'tile.tooFew' : 'tile.tooFewUntiered', {
          sample,
        }),
        ...(isPartial && {
          caveats: [
            { text: t('tile.partial'), short: t('state.partial') },
            ...described.caveats,
          ],
          missing: 'incidents',
        }),
      };
    case 'idle':
      return {
        ...described,
        status: t('state.idle'),
        reason:
          noneCounts ??
          t(definition.unit === 'per day' ? 'tile.idle' : 'tile.idleRatio'),
        caveats: [],
        details: [],
      };
    case 'no-data': {
      const [stillOpen] = openCases(definition, metric, format, t);
      return {
        ...described,
        status: t('state.no-data'),
        reason:
          stillOpen ??
          noneCounts ??
          (isPartial && name === 'recoveryTime'
            ? t('tile.partialNone')
            : t(`metric.${name}.noData`)),
        caveats: [],
        details: [],
      };
    }
    case 'not-connected': {
      const missing = missingFacts(definition, metrics, catalogue);
      return {
        ...described,
        status: t('state.not-connected'),
        reason: t(`tile.notConnected.${missing}`),
        caveats: [],
        details: [],
        missing,
      };
    }
    default:
      return described;
  }
}
