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

import { DateTime } from 'luxon';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS = [
  { size: DAY, name: 'd' },
  { size: HOUR, name: 'h' },
  { size: MINUTE, name: 'min' },
  { size: SECOND, name: 's' },
];

/**
 * Formats a duration (ms) in its largest unit and the next smaller one, truncated: `1 h 58 min`, `3 d 4 h`. luxon and
 * Intl give `1 hr, 58 min` and `1h, 58m`, which do not read well in a sentence.
 */
export function formatDuration(duration: number): string {
  const index = UNITS.findIndex(({ size }) => duration >= size);
  if (index === -1) {
    return '0 s';
  }
  const [large, small] = UNITS.slice(index);
  const rest = small ? Math.floor((duration % large.size) / small.size) : 0;
  const text = `${Math.floor(duration / large.size)} ${large.name}`;
  return rest === 0 ? text : `${text} ${rest} ${small.name}`;
}

/** Formats a window of the rules (ms) as people write it: hours up to two days, then days. */
export function formatRuleWindow(duration: number): string {
  if (duration % DAY === 0 && duration > 2 * DAY) {
    return `${duration / DAY} d`;
  }
  return duration % HOUR === 0
    ? `${duration / HOUR} h`
    : formatDuration(duration);
}

/** Formats a time (ms since the epoch) in a time zone, to the minute. */
export function formatTime(time: number, timezone: string): string {
  return DateTime.fromMillis(time, { zone: timezone }).toFormat(
    'yyyy-MM-dd HH:mm',
  );
}

/** Abbreviates a commit as people do. */
export function formatCommit(sha: string): string {
  return /^[0-9a-f]{40,64}$/i.test(sha) ? sha.slice(0, 7) : sha;
}

/** The name of a release in a sentence. */
export function releaseName(
  release: { version: string | null; time: number },
  timezone: string,
): string {
  return release.version === null
    ? `the release of ${formatTime(release.time, timezone)}`
    : formatCommit(release.version);
}
