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
import { catalogue } from '../__testUtils__/metrics';
import { englishFormatter, englishWords } from '../__testUtils__/words';
import { DURATION_UNITS, splitDuration } from './durations';
import { createFormatter } from './Formatter';
import { frequencyUnit } from './frequencies';
import { localeFor } from './useFormatter';

const HOUR = 3600;
const DAY = 24 * HOUR;
const sizeOf = (unit: string) =>
  DURATION_UNITS.find(candidate => candidate.unit === unit)!.seconds;

/** With ordinary spaces, which are easier to read in a test. */
const plain = (text: string) => text.replace(/[\u00a0\u2009\u202f]/g, ' ');

describe('createFormatter', () => {
  const format = englishFormatter();

  it.each([
    [0, '0 s'],
    [0.4, '< 1 s'],
    [45, '45 s'],
    [59.6, '1 min'],
    [200, '3 min 20 s'],
    [12 * 60 + 20, '12 min'],
    [59 * 60 + 59, '1 h'],
    [1.5 * HOUR, '1 h 30 min'],
    [23 * HOUR + 59.7 * 60, '1 d'],
    [28 * HOUR, '1 d 4 h'],
    [3 * DAY, '3 d'],
    [45 * DAY + 5 * HOUR, '45 d'],
    [1234 * DAY, '1,234 d'],
    [-2 * HOUR, '−2 h'],
  ])('writes a duration of %d s as %s', (seconds, text) => {
    expect(plain(format.duration(seconds))).toBe(text);
  });

  it.each([
    [0, '0 / week'],
    [12, '12 / day'],
    [1, '1 / day'],
    [0.457, '3.2 / week'],
    [1 / 7, '1 / week'],
    [0.1, '3 / month'],
    [2 / 365.25, '2 / year'],
    [0.4 / 365.25, '0.4 / year'],
  ])('writes a frequency of %d per day as %s', (perDay, text) => {
    expect(plain(format.frequency(perDay))).toBe(text);
  });

  it('writes each metric in its unit', () => {
    expect(plain(format.metric('changeFailureRate', 0.125))).toBe('12.5 %');
    expect(plain(format.metric('reworkRate', 0))).toBe('0 %');
    expect(plain(format.metric('leadTime', 100_800))).toBe('1 d 4 h');
    expect(plain(format.metric('batchSize', 1))).toBe('1 change');
    expect(plain(format.metric('batchSize', 2.5))).toBe('2.5 changes');
  });

  it('writes intervals with the unit once where it is the same', () => {
    expect(plain(format.interval('changeFailureRate', [0.06, 0.243]))).toBe(
      '6–24.3 %',
    );
    expect(plain(format.interval('leadTime', [HOUR, 2 * DAY]))).toBe(
      '1 h – 2 d',
    );
    expect(plain(format.interval('batchSize', [2, 3]))).toBe('2–3');
  });

  it('names what a sample counts', () => {
    expect(format.sample('deploymentFrequency', 1)).toBe('1 release');
    expect(format.sample('leadTime', 1200)).toBe('1,200 changes');
  });

  it('shows the last day of a window, which ends before the next', () => {
    expect(plain(format.days('2026-01-01', '2026-01-02'))).toBe('Jan 1, 2026');
    expect(plain(format.days('2025-12-30', '2026-01-02'))).toBe(
      'Dec 30, 2025 – Jan 1, 2026',
    );
  });

  it('shows times in the zone of the metrics', () => {
    const tokyo = createFormatter({
      locale: 'en-US',
      timezone: 'Asia/Tokyo',
      metrics: catalogue,
      t: englishWords(),
    });
    expect(plain(tokyo.time('2026-01-01T20:30:00Z'))).toBe(
      'Jan 2, 2026, 5:30 AM',
    );
  });

  it('follows the conventions of the language', () => {
    const french = createFormatter({
      locale: 'fr',
      timezone: 'UTC',
      metrics: catalogue,
      t: englishWords(),
    });
    expect(plain(french.percent(0.125))).toBe('12,5 %');
    expect(plain(french.day('2026-02-01'))).toBe('1 févr. 2026');
  });
});

describe('splitDuration', () => {
  it('is off by no more than half of the smallest unit it shows', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 10 * 365 * DAY, noNaN: true }),
        seconds => {
          const parts = splitDuration(seconds);
          const shown = parts.reduce(
            (sum, { unit, value }) => sum + value * sizeOf(unit),
            0,
          );
          // `1 h` stands for `1 h 0 min`, hence the unit below is what it is rounded to.
          const smallest = sizeOf(parts[parts.length - 1].unit);
          expect(Math.abs(shown - seconds)).toBeLessThanOrEqual(smallest / 2);
        },
      ),
    );
  });

  it('never shows as many of a unit as make the next', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 10 * 365 * DAY, noNaN: true }),
        seconds => {
          for (const { unit, value } of splitDuration(seconds)) {
            const index = DURATION_UNITS.findIndex(one => one.unit === unit);
            const larger = DURATION_UNITS[index - 1]?.seconds ?? Infinity;
            expect(Number.isInteger(value)).toBe(true);
            expect(value * sizeOf(unit)).toBeLessThan(larger);
          }
        },
      ),
    );
  });

  it('never shows less for a longer duration', () => {
    const shown = (seconds: number) =>
      splitDuration(seconds).reduce(
        (sum, { unit, value }) => sum + value * sizeOf(unit),
        0,
      );
    const length = fc.double({ min: 0, max: 100 * DAY, noNaN: true });
    fc.assert(
      fc.property(length, length, (a, b) => {
        expect(shown(Math.max(a, b))).toBeGreaterThanOrEqual(
          shown(Math.min(a, b)),
        );
      }),
    );
  });
});

describe('frequencyUnit', () => {
  it('chooses a unit in which there is at least one, as long as a year has one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1 / 365, max: 1000, noNaN: true }),
        perDay => {
          expect(perDay * frequencyUnit(perDay).days).toBeGreaterThan(0.999);
        },
      ),
    );
  });
});

describe('localeFor', () => {
  it("takes the reader's flavour of the app's language", () => {
    expect(localeFor('en', ['fr-CH', 'en-GB', 'en-US'])).toBe('en-GB');
    expect(localeFor('fr', ['en-GB'])).toBe('fr');
  });
});
