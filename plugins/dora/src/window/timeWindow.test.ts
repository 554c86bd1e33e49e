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

import fc from 'fast-check';
import { addDays, dayOf, wallClock } from './calendar';
import {
  daysBetween,
  PRESETS,
  presetParams,
  rangeParams,
  toTimeWindow,
  windowSearch,
} from './timeWindow';

const NOW = Date.parse('2026-03-31T22:30:00Z');

describe('toTimeWindow', () => {
  it('is the 90 days up to and including today by default', () => {
    expect(toTimeWindow({}, 'UTC', NOW)).toEqual({
      from: '2026-01-01',
      to: '2026-04-01',
      days: 90,
      preset: 90,
      bucket: 'week',
      timezone: 'UTC',
    });
  });

  it('knows today in the zone of the metrics', () => {
    expect(toTimeWindow({}, 'Europe/Zurich', NOW).to).toBe('2026-04-02');
  });

  it('takes dates of the URL before a preset', () => {
    expect(
      toTimeWindow(
        { window: '30d', from: '2026-01-01', to: '2026-01-11', bucket: 'day' },
        'UTC',
        NOW,
      ),
    ).toMatchObject({
      from: '2026-01-01',
      to: '2026-01-11',
      days: 10,
      bucket: 'day',
    });
  });

  it.each([
    { from: '2026-01-11', to: '2026-01-01' },
    { from: '2026-01-01', to: '2026-01-01' },
    { from: '2026-02-30', to: '2026-03-10' },
    { from: '0002-01-01', to: '2026-01-01' },
    { from: 'yesterday', to: '2026-01-01' },
    { from: '2026-01-01' },
    { window: '7d' },
    { bucket: 'hour' },
  ])('falls back to the default where the URL says no window: %j', params => {
    expect(toTimeWindow(params, 'UTC', NOW)).toEqual(
      toTimeWindow({}, 'UTC', NOW),
    );
  });

  it('reads back what it writes', () => {
    const day = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 3660 }),
        fc.constantFrom(undefined, ...PRESETS),
        (start, days, preset) => {
          const from = addDays('1970-01-01', start);
          const written = preset
            ? presetParams(preset)
            : rangeParams(from, addDays(from, days));
          const window = toTimeWindow(written, 'UTC', NOW);
          expect(window.preset).toBe(preset);
          expect(window.days).toBe(preset ?? days);
          const search = new URLSearchParams(windowSearch(window));
          expect(toTimeWindow(Object.fromEntries(search), 'UTC', NOW)).toEqual(
            window,
          );
        },
      ),
    );
  });
});

describe('daysBetween', () => {
  it('counts calendar days across daylight saving', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  });
});

describe('dayOf', () => {
  it('is the local date', () => {
    expect(dayOf('2026-01-01T23:30:00Z', 'Europe/Zurich')).toBe('2026-01-02');
    expect(dayOf('2026-01-01T23:30:00Z', 'UTC')).toBe('2026-01-01');
  });
});

describe('wallClock', () => {
  it('is what a clock on the wall shows, in summer and in winter', () => {
    const shown = (time: string) =>
      new Date(wallClock(time, 'Europe/Zurich')).toISOString();
    expect(shown('2026-07-01T23:30:05Z')).toBe('2026-07-02T01:30:05.000Z');
    expect(shown('2026-01-01T23:30:05Z')).toBe('2026-01-02T00:30:05.000Z');
    expect(shown('2026-01-01T23:00:00Z')).toBe('2026-01-02T00:00:00.000Z');
  });
});
