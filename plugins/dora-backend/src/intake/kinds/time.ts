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

const TIME =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?:Z|([+-])(\d{2})(?::?(\d{2}))?)$/;

const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** The usual format: with seconds or milliseconds, in UTC. */
const USUAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/;

const ZERO = '0'.charCodeAt(0);

/** The two-digit number at a position. */
const two = (text: string, at: number) =>
  (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;

function inRange(
  year: number,
  month: number,
  day: number,
  minuteOfDay: number,
  milliseconds: number,
): number | undefined {
  const date = Date.UTC(year, month - 1, day);
  // Date.UTC maps two-digit years to the 20th century.
  if (year < 100 || new Date(date).getUTCMonth() !== month - 1) {
    return undefined;
  }
  const time = date + minuteOfDay * 60_000 + milliseconds;
  return time >= EARLIEST && time < LATEST ? time : undefined;
}

function usualTime(text: string): number | undefined {
  const hour = two(text, 11);
  const minute = two(text, 14);
  const second = two(text, 17);
  if (hour > 23 || minute > 59 || second > 59) {
    return undefined;
  }
  const milliseconds =
    text.length > 20 ? (text.charCodeAt(20) - ZERO) * 100 + two(text, 21) : 0;
  return inRange(
    two(text, 0) * 100 + two(text, 2),
    two(text, 5),
    two(text, 8),
    hour * 60 + minute,
    second * 1000 + milliseconds,
  );
}

/**
 * Parses a time into ms since the epoch; undefined if it is not an ISO 8601
 * date and time with an offset, not a calendar date, or not between 1970 and
 * 2099. Hand-written for speed, as a call may contain 50,000 of them, each
 * parsed twice.
 */
export function parseTime(text: string): number | undefined {
  if (USUAL.test(text)) {
    return usualTime(text);
  }
  const match = TIME.exec(text);
  if (!match) {
    return undefined;
  }
  const [year, month, day, hour, minute] = match.slice(1, 6).map(Number);
  const second = Number(match[6] ?? 0);
  const milliseconds = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const offsetHours = Number(match[9] ?? 0);
  const offsetMinutes = Number(match[10] ?? 0);
  if (
    hour > 23 ||
    minute > 59 ||
    second > 59 ||
    offsetHours > 23 ||
    offsetMinutes > 59
  ) {
    return undefined;
  }
  const offset =
    (match[8] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes);
  return inRange(
    year,
    month,
    day,
    hour * 60 + minute - offset,
    second * 1000 + milliseconds,
  );
}

const DAY = 24 * 60 * 60 * 1000;

/**
 * Whether a valid time is more than a day in the future.
 *
 * @param now - ms since the epoch
 */
export function aheadOf(now: number): (text: string) => boolean {
  // No offset is as long as a day, so a text that sorts before now is not that
  // far ahead and need not be parsed again.
  const shown = new Date(now).toISOString();
  return text => text >= shown && parseTime(text)! > now + DAY;
}
