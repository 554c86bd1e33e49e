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

import type { Bucket } from '@backstage-dora/plugin-dora-common';
import { addDays, countDays, dayOf, isDay } from './calendar';

/** Windows that end today, in days. */
export const PRESETS = [30, 90, 180, 365] as const;
export type Preset = (typeof PRESETS)[number];
export const DEFAULT_PRESET: Preset = 90;

export const BUCKETS: readonly Bucket[] = ['day', 'week', 'month'];

/** Days `[from, to)`, as the API has them. */
export interface TimeWindow {
  /** First day. */
  from: string;
  /** Day after the last one. */
  to: string;
  days: number;
  /** The preset that it follows; undefined for dates of one's own. */
  preset?: Preset;
  bucket: Bucket;
  /** IANA name of the zone whose days these are. */
  timezone: string;
}

/** The part of the URL that says which window is shown. */
export interface WindowParams {
  window?: string;
  from?: string;
  to?: string;
  bucket?: string;
}

const LONGEST_DAYS = 3660;

/** Number of days in `[from, to)`; undefined where that is no window. */
export function daysBetween(
  from: string | undefined,
  to: string | undefined,
): number | undefined {
  if (!isDay(from) || !isDay(to)) {
    return undefined;
  }
  const days = countDays(from, to);
  return days >= 1 && days <= LONGEST_DAYS ? days : undefined;
}

function defaultBucket(days: number): Bucket {
  if (days <= 31) {
    return 'day';
  }
  return days <= 400 ? 'week' : 'month';
}

/** Reads the window from the URL; what is no window falls back to the default. */
export function toTimeWindow(
  params: WindowParams,
  timezone: string,
  now: number,
): TimeWindow {
  const days = daysBetween(params.from, params.to);
  const bucketOf = (length: number) =>
    BUCKETS.find(bucket => bucket === params.bucket) ?? defaultBucket(length);
  if (days !== undefined) {
    return {
      from: params.from!,
      to: params.to!,
      days,
      bucket: bucketOf(days),
      timezone,
    };
  }
  const preset =
    PRESETS.find(length => `${length}d` === params.window) ?? DEFAULT_PRESET;
  const to = addDays(dayOf(now, timezone), 1);
  return {
    from: addDays(to, -preset),
    to,
    days: preset,
    preset,
    bucket: bucketOf(preset),
    timezone,
  };
}

/** What the URL says for a preset; nothing for the default one. */
export function presetParams(preset: Preset): WindowParams {
  return {
    window: preset === DEFAULT_PRESET ? undefined : `${preset}d`,
    from: undefined,
    to: undefined,
  };
}

/** What the URL says for dates of one's own. */
export function rangeParams(from: string, to: string): WindowParams {
  return { window: undefined, from, to };
}

/** The query string of a window, for links to other pages. */
export function windowSearch(window: TimeWindow): string {
  const params: WindowParams = window.preset
    ? presetParams(window.preset)
    : rangeParams(window.from, window.to);
  const given = Object.entries(params).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
}
