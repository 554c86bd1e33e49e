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

import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** The sections of `dora:` that this package owns, and the keys in each. */
const SECTIONS: Record<string, string[]> = {
  'dora.deployments': ['authority'],
  'dora.environments': ['production'],
  'dora.hierarchy': ['domain'],
  'dora.incidents': ['connected'],
  'dora.ingest': [
    'bodyMegabytes',
    'concurrentCalls',
    'maxWait',
    'underivedFacts',
  ],
  'dora.metrics': ['cacheMegabytes'],
  'dora.reads': ['maxWait'],
  'dora.retention': ['months', 'schedule'],
  'dora.rules': [
    'excludeChanges',
    'hotfixLabels',
    'hotfixWindow',
    'incidentAttribution',
    'incidentSeverities',
    'incidentWindow',
    'leadTimeStart',
    'movingVersions',
    'noNames',
    'rollbackWindow',
  ],
  'dora.rules.excludeChanges': ['labels', 'titles'],
  'dora.tiers': ['preset', 'thresholds'],
};

const TOP_LEVEL = [
  'deployments',
  'environments',
  'hierarchy',
  'incidents',
  'ingest',
  'metrics',
  'minimumSample',
  'reads',
  'retention',
  'rules',
  'tiers',
  'timezone',
];

const ALL_KEYS = [
  ...TOP_LEVEL.map(key => `dora.${key}`),
  ...Object.entries(SECTIONS).flatMap(([section, keys]) =>
    keys.map(key => `${section}.${key}`),
  ),
];

const lastPart = (key: string) => key.slice(key.lastIndexOf('.') + 1);

/** Levenshtein distance between two words. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      current[j] = Math.min(
        previous[j] + 1,
        current[j - 1] + 1,
        previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
    previous = current;
  }
  return previous[b.length];
}

const normalized = (word: string) =>
  word.toLocaleLowerCase('en-US').replaceAll(/[-_\s]/g, '');

/** The known key that was probably meant; at most one letter in three may be wrong. */
function nearest(section: string, key: string): string | undefined {
  return ALL_KEYS.map(candidate => ({
    candidate,
    // A key of the same section is the better guess.
    penalty: candidate === `${section}.${lastPart(candidate)}` ? 0 : 0.5,
    distance: distance(normalized(lastPart(candidate)), normalized(key)),
  }))
    .filter(guess => guess.distance <= Math.min(2, key.length / 3))
    .sort((a, b) => a.distance + a.penalty - (b.distance + b.penalty))[0]
    ?.candidate;
}

function unknown(section: string, key: string): InputError {
  const meant = nearest(section, key);
  return new InputError(
    `Invalid configuration: ${section}.${key} is not a known key; ${
      meant
        ? `did you mean ${meant}?`
        : `${section} accepts ${(SECTIONS[section] ?? TOP_LEVEL).join(', ')}`
    }`,
  );
}

/**
 * Throws for unknown keys, so that a typo does not silently leave a default in
 * place. Other modules have their own sections directly below `dora:`, so there
 * only near misses of known keys are errors.
 */
export function checkKeys(config: Config): void {
  const topLevel = config.getOptionalConfig('dora')?.keys() ?? [];
  for (const key of topLevel) {
    if (!TOP_LEVEL.includes(key) && nearest('dora', key)) {
      throw unknown('dora', key);
    }
  }
  for (const [section, known] of Object.entries(SECTIONS)) {
    for (const key of config.getOptionalConfig(section)?.keys() ?? []) {
      if (!known.includes(key)) {
        throw unknown(section, key);
      }
    }
  }
}

/** Throws if a value takes the place of a section. */
export function checkSections(config: Config): void {
  for (const section of ['dora', ...Object.keys(SECTIONS)]) {
    try {
      config.getOptionalConfig(section);
    } catch {
      throw new InputError(
        `Invalid configuration: ${section} is ${JSON.stringify(
          config.getOptional(section),
        )}, but must be a section with ${(SECTIONS[section] ?? TOP_LEVEL).join(
          ', ',
        )}`,
      );
    }
  }
}
