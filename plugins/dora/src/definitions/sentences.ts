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
  Definition,
  Definitions,
  MetricDefinition,
  TierPreset,
} from '@backstage-dora/plugin-dora-common';
import type { Formatter } from '../format';
import type { Translate } from '../translations';

const STARTS = ['firstCommit', 'opened', 'merged'] as const;
const ATTRIBUTIONS = ['latest', 'all'] as const;
const DOMAINS = ['group', 'domain'] as const;

function oneOf<T extends string>(
  known: readonly T[],
  value: unknown,
): T | undefined {
  return known.find(candidate => candidate === value);
}

const isList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string');

type RuleWords = (
  value: unknown,
  t: Translate,
  format: Formatter,
) => string | undefined;

/** Values in quotes, one of which something has to be. */
const quoted = (values: string[], t: Translate, format: Formatter) =>
  format.anyOf(values.map(text => t('evidence.text', { text })));

/** The sentence of a rule whose value is a duration in seconds. */
const ofWindow =
  (key: 'incidentWindow' | 'rollbackWindow' | 'hotfixWindow'): RuleWords =>
  (value, t, format) =>
    typeof value === 'number'
      ? t(`definitions.rule.${key}`, { window: format.duration(value) })
      : undefined;

/** The sentence of a rule whose value is a list, which may be empty. */
const ofList =
  (
    key:
      | 'excludeLabels'
      | 'excludeTitles'
      | 'hotfixLabels'
      | 'authority'
      | 'noNames'
      | 'movingVersions',
  ): RuleWords =>
  (value, t, format) => {
    if (!isList(value)) {
      return undefined;
    }
    return value.length === 0
      ? t(`definitions.rule.${key}.none`)
      : t(`definitions.rule.${key}.some`, {
          list: quoted(value, t, format),
        });
  };

/** How to say each rule, by where it is configured. */
const RULES: Record<string, RuleWords | undefined> = {
  'dora.timezone': (value, t) =>
    typeof value === 'string'
      ? t('definitions.rule.timezone', { timezone: value })
      : undefined,
  'dora.environments.production': (value, t, format) =>
    isList(value)
      ? t('definitions.rule.production', { list: quoted(value, t, format) })
      : undefined,
  'dora.deployments.authority': ofList('authority'),
  'dora.rules.noNames': ofList('noNames'),
  'dora.rules.movingVersions': ofList('movingVersions'),
  'dora.rules.incidentSeverities': (value, t, format) =>
    isList(value)
      ? t('definitions.rule.incidentSeverities.some', {
          list: quoted(value, t, format),
        })
      : t('definitions.rule.incidentSeverities.all'),
  'dora.rules.leadTimeStart': (value, t) => {
    const start = oneOf(STARTS, value);
    return start && t(`definitions.rule.leadTimeStart.${start}`);
  },
  'dora.rules.excludeChanges.labels': ofList('excludeLabels'),
  'dora.rules.excludeChanges.titles': ofList('excludeTitles'),
  'dora.rules.incidentWindow': ofWindow('incidentWindow'),
  'dora.rules.incidentAttribution': (value, t) => {
    const attribution = oneOf(ATTRIBUTIONS, value);
    return (
      attribution && t(`definitions.rule.incidentAttribution.${attribution}`)
    );
  },
  'dora.rules.rollbackWindow': ofWindow('rollbackWindow'),
  'dora.rules.hotfixLabels': ofList('hotfixLabels'),
  'dora.rules.hotfixWindow': ofWindow('hotfixWindow'),
  'dora.hierarchy.domain': (value, t) => {
    const domain = oneOf(DOMAINS, value);
    return domain && t(`definitions.rule.domain.${domain}`);
  },
  'dora.minimumSample': (value, t, format) =>
    typeof value === 'number'
      ? t('definitions.rule.minimumSample', {
          count: value,
          value: format.number(value, 0),
        })
      : undefined,
};

/** What a rule says, in the reader's language; in the API's words what these pages do not know. */
export function ruleSentence(
  { key, value, sentence }: Definition,
  t: Translate,
  format: Formatter,
): string {
  return RULES[key]?.(value, t, format) ?? sentence;
}

/** What a metric means under the active rules, in the reader's language. */
export function metricSentence(
  { metric, sentence }: MetricDefinition,
  { rules }: Pick<Definitions, 'rules'>,
  t: Translate,
): string {
  if (metric !== 'leadTime') {
    return t(`metric.${metric}.means`);
  }
  const rule = rules.find(({ key }) => key === 'dora.rules.leadTimeStart');
  const start = oneOf(STARTS, rule?.value);
  return start
    ? t('metric.leadTime.means', {
        start: t(`definitions.start.${start}`),
      })
    : sentence;
}

/**
 * What to know of a preset: that of a publication, and of cut-points of one's
 * own, stands as the API has it.
 */
export function presetNote(
  { name, title, note }: TierPreset,
  t: Translate,
): string {
  return name === 'guide' && title === 'Guide'
    ? t('definitions.guideNote')
    : note;
}
