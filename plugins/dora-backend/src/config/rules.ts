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
import { IANAZone } from 'luxon';
import { Minimatch } from 'minimatch';
import {
  invalid,
  readChoice,
  readDuration,
  readList,
  readString,
} from './values';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

const readNames = (config: Config, key: string): string[] | undefined =>
  readList(config, key, 'a name', () => true);

/** Reads the rules that derived rows depend on; durations in ms. */
export function readRules(config: Config) {
  return {
    productionEnvironments: readProduction(config),
    authority:
      readList(
        config,
        'dora.deployments.authority',
        "a name or glob of sources, such as 'kubernetes' or 'k8s:*'",
        isGlob,
      ) ?? [],
    noNames: readNames(config, 'dora.rules.noNames') ?? [
      'unknown',
      'none',
      'null',
      'undefined',
      'HEAD',
    ],
    movingVersions: readNames(config, 'dora.rules.movingVersions') ?? [
      'latest',
      'main',
      'master',
      'stable',
      'edge',
      'nightly',
    ],
    incidentSeverities: readNames(config, 'dora.rules.incidentSeverities'),
    incidentWindow:
      readDuration(config, 'dora.rules.incidentWindow') ?? 48 * HOUR,
    incidentAttribution:
      readChoice(config, 'dora.rules.incidentAttribution', ['latest', 'all']) ??
      'latest',
    rollbackWindow:
      readDuration(config, 'dora.rules.rollbackWindow') ?? 7 * DAY,
    hotfixWindow: readDuration(config, 'dora.rules.hotfixWindow') ?? 48 * HOUR,
    hotfixLabels: readList(
      config,
      'dora.rules.hotfixLabels',
      'a label',
      () => true,
    ) ?? ['hotfix'],
    excludeChanges: {
      labels:
        readList(
          config,
          'dora.rules.excludeChanges.labels',
          'a label',
          () => true,
        ) ?? [],
      titles:
        readList(
          config,
          'dora.rules.excludeChanges.titles',
          "a regular expression, such as '^chore\\(deps\\)'",
          isRegularExpression,
        ) ?? [],
    },
    leadTimeStart:
      readChoice(config, 'dora.rules.leadTimeStart', [
        'firstCommit',
        'opened',
        'merged',
      ]) ?? 'firstCommit',
    timezone:
      readString(
        config,
        'dora.timezone',
        "the IANA name of a time zone, for example 'Europe/Zurich' or 'UTC'",
        value => IANAZone.isValidZone(value),
      ) ?? 'UTC',
  };
}

function readProduction(config: Config): string[] {
  const key = 'dora.environments.production';
  const accepts = "a name or glob of environments, such as 'prod' or 'prod-*'";
  const patterns = readList(config, key, accepts, isGlob);
  if (patterns?.length === 0) {
    throw invalid(
      key,
      patterns,
      `a list with at least one entry, each ${accepts}`,
    );
  }
  return patterns ?? ['prod', 'production', 'prd', 'live'];
}

function isRegularExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'i') instanceof RegExp;
  } catch {
    return false;
  }
}

/** Unclosed brackets and empty ranges are treated as typos: they would match nothing. */
function isGlob(pattern: string): boolean {
  const closed = ['[]', '{}'].every(
    ([open, close]) =>
      pattern.split(open).length === pattern.split(close).length,
  );
  try {
    const expression = new Minimatch(pattern, { nocase: true }).makeRe();
    return closed && expression !== false && !expression.source.includes('$.');
  } catch {
    return false;
  }
}
