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
import { durationToMilliseconds } from '@backstage/types';

/** Names the invalid key and what it accepts, so that it can be fixed without reading code. */
export function invalid(
  key: string,
  value: unknown,
  accepts: string,
): InputError {
  const shown = value === undefined ? 'nothing' : JSON.stringify(value);
  return new InputError(
    `Invalid configuration: ${key} is ${shown}, but must be ${accepts}`,
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

export function readString(
  config: Config,
  key: string,
  accepts: string,
  isValid: (value: string) => boolean,
): string | undefined {
  return read(
    config,
    key,
    accepts,
    () => config.getOptionalString(key),
    isValid,
  );
}

export function readNumber(
  config: Config,
  key: string,
  accepts: string,
  isValid: (value: number) => boolean,
): number | undefined {
  return read(
    config,
    key,
    accepts,
    () => config.getOptionalNumber(key),
    isValid,
  );
}

export function readChoice<T extends string>(
  config: Config,
  key: string,
  choices: readonly T[],
): T | undefined {
  const value = readString(config, key, `one of ${choices.join(', ')}`, text =>
    choices.some(choice => choice === text),
  );
  return choices.find(choice => choice === value);
}

/**
 * A list of strings; the error names the invalid entry.
 *
 * @param accepts - what each entry must be, such as `a label`
 */
export function readList(
  config: Config,
  key: string,
  accepts: string,
  isValid: (entry: string) => boolean,
): string[] | undefined {
  const list = read(
    config,
    key,
    `a list in which each entry is ${accepts}`,
    () => config.getOptionalStringArray(key),
    () => true,
  );
  list?.forEach((entry, index) => {
    if (entry.trim() === '' || !isValid(entry)) {
      throw invalid(`${key}[${index}]`, entry, accepts);
    }
  });
  return list;
}

export const DURATION =
  "a duration above zero, such as '48h', '7 days', 'P2D' or { hours: 48 }";

/** A duration above zero, in ms. */
export function readDuration(
  config: Config,
  key: string,
  accepts = DURATION,
): number | undefined {
  return read(
    config,
    key,
    accepts,
    () =>
      config.has(key)
        ? Math.round(
            durationToMilliseconds(readDurationFromConfig(config, { key })),
          )
        : undefined,
    value => Number.isSafeInteger(value) && value > 0,
  );
}
