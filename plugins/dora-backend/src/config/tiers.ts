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
import {
  defaultTierPreset,
  TierPreset,
  tierPresets,
  TierThresholds,
} from '@backstage-dora/plugin-dora-common';
import { invalid, readChoice, readDuration, readNumber } from './values';

const CUTS = ['elite', 'high', 'medium'] as const;

type CutReader = (config: Config, key: string) => number | undefined;

const DURATION_CUT =
  "a duration above zero, either a number of seconds or, for example, '1h' or { hours: 1 }";

/** How cut-points are read, by the unit of the metric. */
const READERS: Record<string, CutReader> = {
  'per day': (config, key) =>
    readNumber(
      config,
      key,
      'a number of releases per day above zero',
      value => value > 0 && Number.isFinite(value),
    ),
  seconds(config, key) {
    if (typeof config.getOptional(key) === 'number') {
      return readNumber(config, key, DURATION_CUT, value => value > 0);
    }
    const milliseconds = readDuration(config, key, DURATION_CUT);
    return milliseconds === undefined ? undefined : milliseconds / 1000;
  },
  ratio: (config, key) =>
    readNumber(
      config,
      key,
      'a ratio from 0 to 1, such as 0.15 for 15%',
      value => value >= 0 && value <= 1,
    ),
};

function readThresholds(
  config: Config,
  metric: string,
  preset: TierPreset,
): TierThresholds {
  const key = `dora.tiers.thresholds.${metric}`;
  const accepts = `a section with all of ${CUTS.join(', ')}`;
  const known = preset.thresholds[metric];
  if (!known) {
    throw new InputError(
      `Invalid configuration: ${key} is not a metric with tiers; dora.tiers.thresholds accepts ${Object.keys(
        preset.thresholds,
      ).join(', ')}`,
    );
  }
  const { unit, comparison } = known;
  const section = sectionAt(config, key, accepts);
  const stray = section.keys().find(name => !CUTS.some(cut => cut === name));
  if (stray) {
    throw new InputError(
      `Invalid configuration: ${key}.${stray} is not a known key; ${key} accepts ${CUTS.join(
        ', ',
      )}`,
    );
  }

  const [elite, high, medium] = CUTS.map(name => {
    const value = READERS[unit](config, `${key}.${name}`);
    if (value === undefined) {
      throw invalid(`${key}.${name}`, undefined, accepts);
    }
    return value;
  });
  const falling = comparison === '>=';
  if (
    falling ? elite <= high || high <= medium : elite >= high || high >= medium
  ) {
    throw new InputError(
      `Invalid configuration: ${key} is in the wrong order (elite ${elite}, high ${high}, medium ${medium}); values must be ${
        falling ? 'decreasing' : 'increasing'
      } from elite to medium`,
    );
  }
  return { unit, comparison, elite, high, medium };
}

function sectionAt(config: Config, key: string, accepts: string): Config {
  try {
    return config.getConfig(key);
  } catch {
    throw invalid(key, config.getOptional(key), accepts);
  }
}

/**
 * The active cut-points: those of the preset, overridden metric by metric by
 * `dora.tiers.thresholds`.
 */
export function readTiers(config: Config): TierPreset {
  const name =
    readChoice(
      config,
      'dora.tiers.preset',
      tierPresets.map(preset => preset.name),
    ) ?? defaultTierPreset;
  const [preset] = tierPresets.filter(candidate => candidate.name === name);

  const key = 'dora.tiers.thresholds';
  if (!config.has(key)) {
    return preset;
  }
  const metrics = sectionAt(
    config,
    key,
    `a section with ${Object.keys(preset.thresholds).join(', ')}`,
  ).keys();
  if (metrics.length === 0) {
    return preset;
  }
  return {
    ...preset,
    title: `${preset.title}, adjusted`,
    note: `${
      preset.note
    } This installation uses its own cut-points for ${metrics.join(', ')}.`,
    thresholds: {
      ...preset.thresholds,
      ...Object.fromEntries(
        metrics.map(metric => [metric, readThresholds(config, metric, preset)]),
      ),
    },
  };
}
