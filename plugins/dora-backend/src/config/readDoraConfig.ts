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
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import { checkKeys, checkSections } from './knownKeys';
import { readRules } from './rules';
import { readTiers } from './tiers';
import { DoraConfig, IngestLimits, RetentionConfig } from './types';
import {
  invalid,
  readChoice,
  readDuration,
  readList,
  readNumber,
} from './values';

const MEGABYTE = 1024 * 1024;
const SECOND = 1000;

/** Soon after startup, then daily. */
const DEFAULT_RETENTION: SchedulerServiceTaskScheduleDefinition = {
  frequency: { hours: 24 },
  timeout: { hours: 6 },
  initialDelay: { minutes: 5 },
};

/** Reads `dora:`; an invalid value throws an error that names the key and what it accepts. */
export function readDoraConfig(config: Config): DoraConfig {
  checkSections(config);
  checkKeys(config);
  return {
    minimumSample:
      readNumber(
        config,
        'dora.minimumSample',
        'a whole number of at least 1',
        value => Number.isSafeInteger(value) && value >= 1,
      ) ?? 5,
    rules: readRules(config),
    hierarchy: {
      domain:
        readChoice(config, 'dora.hierarchy.domain', ['group', 'domain']) ??
        'group',
    },
    incidents: {
      connected:
        readList(
          config,
          'dora.incidents.connected',
          "the reference of a component, system, domain or group, such as 'system:cart', or '*' for all",
          isEntityRefOrAll,
        ) ?? [],
    },
    ingest: readIngest(config),
    metricsCache:
      (readNumber(
        config,
        'dora.metrics.cacheMegabytes',
        'a whole number of at least 0',
        value => Number.isSafeInteger(value) && value >= 0,
      ) ?? 256) * MEGABYTE,
    readWait: readDuration(config, 'dora.reads.maxWait') ?? 5 * SECOND,
    retention: readRetention(config),
    tiers: readTiers(config),
  };
}

function isEntityRefOrAll(ref: string): boolean {
  if (ref === '*') {
    return true;
  }
  try {
    const { kind } = parseEntityRef(ref, { defaultKind: 'component' });
    return ['component', 'system', 'domain', 'group'].includes(
      kind.toLocaleLowerCase('en-US'),
    );
  } catch {
    return false;
  }
}

function readIngest(config: Config): IngestLimits {
  const from = (least: number, name: string) =>
    readNumber(
      config,
      `dora.ingest.${name}`,
      `a whole number of at least ${least}`,
      value => Number.isSafeInteger(value) && value >= least,
    );
  return {
    calls: from(1, 'concurrentCalls') ?? 4,
    underived: from(1, 'underivedFacts') ?? 40_000,
    // The largest permitted body must fit.
    bytes: (from(10, 'bodyMegabytes') ?? 20) * MEGABYTE,
    maxWait: readDuration(config, 'dora.ingest.maxWait') ?? 10 * SECOND,
  };
}

function readRetention(config: Config): RetentionConfig | undefined {
  if (config.getOptionalConfig('dora.retention') === undefined) {
    return undefined;
  }
  const key = 'dora.retention.months';
  const accepts = 'a whole number of at least 1';
  const months = readNumber(
    config,
    key,
    accepts,
    value => Number.isSafeInteger(value) && value >= 1 && value <= 1200,
  );
  if (months === undefined) {
    throw invalid(key, undefined, accepts);
  }
  return {
    months,
    schedule:
      readSchedule(config, 'dora.retention.schedule') ?? DEFAULT_RETENTION,
  };
}

function readSchedule(
  config: Config,
  key: string,
): SchedulerServiceTaskScheduleDefinition | undefined {
  if (!config.has(key)) {
    return undefined;
  }
  const accepts =
    'a task schedule, such as { frequency: { minutes: 5 }, timeout: { minutes: 10 } }';
  try {
    const section = config.getConfig(key);
    const schedule =
      readSchedulerServiceTaskScheduleDefinitionFromConfig(section);
    // Backstage's reader lets zero and negative durations pass.
    readDuration(section, 'timeout');
    if (!('cron' in schedule.frequency || 'trigger' in schedule.frequency)) {
      readDuration(section, 'frequency');
    }
    return schedule;
  } catch {
    throw invalid(key, config.getOptional(key), accepts);
  }
}
