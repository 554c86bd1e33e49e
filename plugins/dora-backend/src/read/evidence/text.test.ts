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
  formatCommit,
  formatDuration,
  formatRuleWindow,
  formatTime,
  releaseName,
} from './text';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('text of sentences', () => {
  it.each([
    [0, '0 s'],
    [999, '0 s'],
    [SECOND, '1 s'],
    [59_999, '59 s'],
    [MINUTE, '1 min'],
    [90 * SECOND, '1 min 30 s'],
    [118 * MINUTE, '1 h 58 min'],
    [HOUR + SECOND, '1 h'],
    [12 * HOUR, '12 h'],
    [DAY - 1, '23 h 59 min'],
    [76 * HOUR, '3 d 4 h'],
    [400 * DAY, '400 d'],
  ])('says %d ms as %s', (duration, text) => {
    expect(formatDuration(duration)).toBe(text);
  });

  it.each([
    [48 * HOUR, '48 h'],
    [7 * DAY, '7 d'],
    [3 * DAY, '3 d'],
    [60 * HOUR, '60 h'],
    [90 * MINUTE, '1 h 30 min'],
  ])('says the window of a rule of %d ms as %s', (duration, text) => {
    expect(formatRuleWindow(duration)).toBe(text);
  });

  it('tells the time by the clocks of the zone', () => {
    const time = Date.UTC(2026, 6, 1, 22, 30);
    expect(formatTime(time, 'UTC')).toBe('2026-07-01 22:30');
    expect(formatTime(time, 'Europe/Zurich')).toBe('2026-07-02 00:30');
  });

  it('calls a release by its version, short where that is a commit, else by its time', () => {
    const time = Date.UTC(2026, 6, 1);
    const sha = '9db2c9471f6ff599c3f630b446e940d3a065620b';
    expect(formatCommit('v1.2')).toBe('v1.2');
    expect(releaseName({ version: sha, time }, 'UTC')).toBe('9db2c94');
    expect(releaseName({ version: null, time }, 'UTC')).toBe(
      'the release of 2026-07-01 00:00',
    );
  });
});
