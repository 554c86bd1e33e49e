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

import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { Duration } from 'luxon';

/**
 * The configuration of a code host under its key of `dora:`.
 *
 * @public
 */
export interface CodeHostConfig<TOrigin extends string = string> {
  /** How far back history is read. */
  backfill: Duration;
  /** How often a repository is read if no event arrives for it. */
  interval: Duration;
  /** How much further back each read goes, to pick up late data. */
  lookBack: Duration;
  /** How many repositories are read concurrently. */
  concurrency: number;
  /** What a deployment is, unless the entity says otherwise. */
  deployments: {
    from: TOrigin;
    workflow?: string;
    job?: string;
    tags: string[];
    environment: string;
  };
  /** Names or globs of accounts whose changes are labelled `bot`. */
  bots: string[];
  incidents: {
    /** Issues with one of these labels are incidents; if empty, none are. */
    labels: string[];
    /** Issues of one of these types are incidents, if issues have types. */
    types: string[];
    /** Whether a revert of a live change is an incident. */
    reverts: boolean;
  };
  /** `dora.environments.production` */
  production: string[];
}

/** The default of `dora.environments.production`. */
const PRODUCTION = ['prod', 'production', 'prd', 'live'];

/** The known keys for these origins of deployments. */
function knownKeys(
  origins: readonly string[],
  hasIssueTypes: boolean,
): Record<string, string[]> {
  return {
    '': [
      'backfill',
      'interval',
      'lookBack',
      'concurrency',
      'deployments',
      'bots',
      'incidents',
    ],
    '.deployments': [
      'from',
      ...(origins.includes('workflow') ? ['workflow'] : []),
      'job',
      'tags',
      'environment',
    ],
    '.incidents': ['labels', ...(hasIssueTypes ? ['types'] : []), 'reverts'],
  };
}

const DURATION =
  "a duration above zero, such as '3 days', 'P12M' or { months: 12 }";

function invalid(key: string, value: unknown, accepts: string): InputError {
  return new InputError(
    `Invalid configuration: ${key} is ${JSON.stringify(
      value,
    )}, but must be ${accepts}`,
  );
}

/** Reads with a method of `Config` and turns its errors into messages that say what is accepted. */
function read<T>(
  config: Config,
  key: string,
  accepts: string,
  get: () => T | undefined,
  isValid: (value: T) => boolean,
): T | undefined {
  let value: T | undefined;
  try {
    value = get();
  } catch {
    throw invalid(key, config.getOptional(key), accepts);
  }
  if (value !== undefined && !isValid(value)) {
    throw invalid(key, config.getOptional(key), accepts);
  }
  return value;
}

function readDuration(config: Config, key: string): Duration | undefined {
  return read(
    config,
    key,
    DURATION,
    () =>
      config.has(key)
        ? Duration.fromObject(readDurationFromConfig(config, { key }))
        : undefined,
    duration => duration.toMillis() > 0,
  );
}

const readText = (config: Config, key: string) =>
  read(
    config,
    key,
    'a non-empty string',
    () => config.getOptionalString(key),
    text => text.trim() !== '',
  );

const readList = (config: Config, key: string) =>
  read(
    config,
    key,
    'a list of non-empty strings',
    () => config.getOptionalStringArray(key),
    list => list.every(text => text.trim() !== ''),
  );

/** Throws for unknown keys, so that a typo does not silently leave a default in place. */
function checkKeys(
  config: Config,
  root: string,
  allKnown: Record<string, string[]>,
) {
  for (const [section, known] of Object.entries(allKnown)) {
    const key = `${root}${section}`;
    const keys = read(
      config,
      key,
      'an object',
      () => config.getOptionalConfig(key)?.keys() ?? [],
      () => true,
    );
    const unknown = keys?.find(name => !known.includes(name));
    if (unknown) {
      throw new InputError(
        `Invalid configuration: ${key}.${unknown} is not a known key; ${key} accepts ${known.join(
          ', ',
        )}`,
      );
    }
  }
}

/**
 * Reads the configuration of a code host; throws an error that explains what is
 * invalid.
 *
 * @param root - its key, such as `dora.github`
 * @param origins - possible origins of deployments; the first is the default
 * @param issueTypes - the issue types that are incidents by default; omitted if
 *   issues have no types
 *
 * @public
 */
export function readCodeHostConfig<TOrigin extends string>(
  config: Config,
  root: string,
  origins: readonly [TOrigin, ...TOrigin[]],
  issueTypes?: string[],
): CodeHostConfig<TOrigin> {
  checkKeys(config, root, knownKeys(origins, issueTypes !== undefined));
  const from = read(
    config,
    `${root}.deployments.from`,
    `one of ${origins.join(', ')}`,
    () => config.getOptionalString(`${root}.deployments.from`),
    text => origins.some(origin => origin === text),
  );
  return {
    backfill:
      readDuration(config, `${root}.backfill`) ??
      Duration.fromObject({ months: 12 }),
    interval:
      readDuration(config, `${root}.interval`) ??
      Duration.fromObject({ minutes: 5 }),
    lookBack:
      readDuration(config, `${root}.lookBack`) ??
      Duration.fromObject({ days: 3 }),
    concurrency:
      read(
        config,
        `${root}.concurrency`,
        'a whole number from 1 to 20',
        () => config.getOptionalNumber(`${root}.concurrency`),
        value => Number.isInteger(value) && value >= 1 && value <= 20,
      ) ?? 4,
    deployments: {
      from: origins.find(origin => origin === from) ?? origins[0],
      workflow: readText(config, `${root}.deployments.workflow`),
      job: readText(config, `${root}.deployments.job`),
      tags: readList(config, `${root}.deployments.tags`) ?? ['*'],
      environment:
        readText(config, `${root}.deployments.environment`) ?? 'production',
    },
    bots: readList(config, `${root}.bots`) ?? [],
    incidents: {
      labels: readList(config, `${root}.incidents.labels`) ?? [],
      types: readList(config, `${root}.incidents.types`) ?? issueTypes ?? [],
      reverts:
        read(
          config,
          `${root}.incidents.reverts`,
          'true or false',
          () => config.getOptionalBoolean(`${root}.incidents.reverts`),
          () => true,
        ) ?? false,
    },
    production:
      config.getOptionalStringArray('dora.environments.production') ??
      PRODUCTION,
  };
}
