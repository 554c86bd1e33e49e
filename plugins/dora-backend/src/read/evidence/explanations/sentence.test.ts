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

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { FRAMES, PATTERNS } from './patterns';
import { sentenceOf, sentenceOfIncident, sentenceOfReason } from './sentence';

const ROOT = resolve(__dirname, '../../../../../..');

describe('explanations', () => {
  it('are said by their pattern, without what is missing', () => {
    const values = {
      component: 'Cart',
      release: '1.0',
      releaseAt: '2026-07-01T22:30:00.000Z',
      correctedBy: 'user:default/alice',
      correctedAt: '2026-07-01T23:00:00.000Z',
    };
    expect(sentenceOf({ code: 'attachedTo', values }, 'UTC')).toBe(
      'attached to 1.0 of Cart by user:default/alice on 2026-07-01 23:00',
    );
    expect(
      sentenceOf(
        {
          code: 'attachedTo',
          values: { ...values, others: 2, correctionNote: 'why not [x] {by}' },
        },
        'Europe/Zurich',
      ),
    ).toBe(
      'attached to 1.0 of Cart and 2 more by user:default/alice on 2026-07-02 01:00: why not [x] {by}',
    );
  });

  it('name what has no name by its time, or not at all', () => {
    const releaseAt = '2026-07-01T22:30:00.000Z';
    expect(
      sentenceOf({ code: 'notListed', values: { releaseAt } }, 'Europe/Zurich'),
    ).toBe(
      'not released: the release of 2026-07-02 00:30, the next release of its component, lists its changes, and neither it nor a later one names this',
    );
    expect(
      sentenceOf(
        {
          code: 'hotfixed',
          values: {
            fixAt: releaseAt,
            afterSeconds: 90,
            windowSeconds: 172_800,
          },
        },
        'UTC',
      ),
    ).toBe(
      'hotfixed by the release of 2026-07-01 22:30 1 min 30 s later, within hotfixWindow (48 h)',
    );
  });

  it('say that a flag was switched off, and that somebody sees a failure otherwise', () => {
    const flag = { incident: 'F1', incidentKind: 'flag-rollback' };
    expect(
      sentenceOfReason({ code: 'attachedByCorrection', values: flag }, 'UTC'),
    ).toBe(
      'failed: flag rollback F1 (a feature flag switched off) attached by a correction',
    );
    expect(
      sentenceOfReason(
        {
          code: 'unreadableIncident',
          values: {
            excusedBy: 'user:default/alice',
            excusedAt: '2026-07-01T23:00:00.000Z',
            excusedNote: 'a drill',
          },
        },
        'UTC',
      ),
    ).toBe(
      'would have failed, but was marked as not a failure by user:default/alice on 2026-07-01 23:00: a drill; the reason was: an incident on an entity that you may not see is linked to it',
    );
    expect(
      sentenceOfIncident(
        {
          code: 'tooWide',
          values: { ...flag, entityKind: 'group' },
        },
        'UTC',
      ),
    ).toBe(
      'a feature flag switched off: names no cause, and is on a group: on anything wider than a product, time alone proves nothing',
    );
  });

  it('are all documented, word for word', () => {
    const documented = new Map(
      readFileSync(resolve(ROOT, 'docs/api.md'), 'utf8')
        .split('\n')
        .map(line => line.split('|').map(cell => cell.trim()))
        .filter(cells => cells.length === 4)
        .map(([, name, pattern]) => [name, pattern]),
    );
    for (const [name, pattern] of Object.entries({ ...PATTERNS, ...FRAMES })) {
      expect([name, documented.get(`\`${name}\``)]).toEqual([name, pattern]);
    }
  });
});
