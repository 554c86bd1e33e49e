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

import { Explanation } from '@backstage-dora/plugin-dora-common';
import {
  formatDuration,
  formatRuleWindow,
  formatTime,
  releaseName,
} from '../text';
import { ExplanationCode, FRAMES, PATTERNS } from './patterns';

type Values = Explanation['values'];

/** Texts for values that are missing. */
const MISSING: Record<string, (values: Values, timezone: string) => string> = {
  release: ({ releaseAt }, timezone) => unnamed(releaseAt, timezone),
  fix: ({ fixAt }, timezone) => unnamed(fixAt, timezone),
  component: () => 'its component',
  entity: () => 'its entity',
};

function unnamed(time: string | number, timezone: string): string {
  return releaseName(
    { version: null, time: Date.parse(String(time)) },
    timezone,
  );
}

function clock(time: string | number, timezone: string): string {
  return formatTime(Date.parse(String(time)), timezone);
}

function wordOf(name: string, values: Values, timezone: string): string {
  const value = values[name];
  if (value === undefined) {
    return MISSING[name]?.(values, timezone) ?? '';
  }
  if (name === 'incident') {
    return values.incidentKind === 'flag-rollback'
      ? `flag rollback ${value} (a feature flag switched off)`
      : `incident ${value}`;
  }
  if (name === 'windowSeconds') {
    return formatRuleWindow(Math.round(Number(value) * 1000));
  }
  if (name.endsWith('Seconds')) {
    return formatDuration(Math.round(Number(value) * 1000));
  }
  return name.endsWith('At') ? clock(value, timezone) : String(value);
}

function fill(pattern: string, values: Values, timezone: string): string {
  return pattern
    .split(/\[([^\]]*)\]/)
    .filter(
      (part, index) =>
        index % 2 === 0 ||
        [...part.matchAll(/\{(\w+)\}/g)].every(([, name]) => name in values),
    )
    .join('')
    .replace(/\{(\w+)\}/g, (_, name: string) => wordOf(name, values, timezone));
}

/** An explanation as a sentence. */
export function sentenceOf(
  { code, values }: Explanation,
  timezone: string,
): string {
  return fill(PATTERNS[code as ExplanationCode], values, timezone);
}

/** The reason why a release failed, as a sentence. */
export function sentenceOfReason(
  explanation: Explanation,
  timezone: string,
): string {
  const { values } = explanation;
  const sentence = sentenceOf(explanation, timezone);
  return fill(
    values.excusedBy === undefined ? FRAMES.failed : FRAMES.excused,
    { ...values, sentence },
    timezone,
  );
}

/** The reason why a deployment is not a rollout, as a sentence. */
export function sentenceOfDeployment(
  explanation: Explanation,
  timezone: string,
): string {
  const { values } = explanation;
  const sentence = sentenceOf(explanation, timezone);
  return values.echoSource === undefined
    ? sentence
    : fill(FRAMES.echo, { ...values, sentence }, timezone);
}

/** The explanation of an incident, as a sentence. */
export function sentenceOfIncident(
  explanation: Explanation,
  timezone: string,
): string {
  const { values } = explanation;
  const sentence = sentenceOf(explanation, timezone);
  return values.incidentKind === 'flag-rollback'
    ? fill(FRAMES.flagRollback, { ...values, sentence }, timezone)
    : sentence;
}
