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

import { defaultRules, HOUR, MONDAY } from './__testUtils__/facts';
import { LinkableParts, linkIncident, severityMatcher } from './incidents';
import { assessRelease } from './recovery';
import { IncidentFact, Rules } from './types';

const at = (hour: number) => MONDAY + hour * HOUR;

const incident = (
  hour: number,
  more: Partial<IncidentFact> = {},
): IncidentFact => ({
  pk: 1,
  source: 'itsm',
  id: 'INC-1',
  mapped: true,
  entityKind: 'system',
  startedAt: at(hour),
  ...more,
});

/** A release or a rollout of it. */
const linkable = (releaseId: number, hour: number) => ({
  releaseId,
  source: 'ci',
  id: `d${releaseId}`,
  time: at(hour),
});

const rollouts = [
  linkable(1, 0),
  linkable(2, 10),
  linkable(3, 30),
  linkable(1, 40),
  linkable(4, 100),
];

const rolledOutBy = ({ id }: { id: string }) => (id === 'd9' ? 9 : undefined);

const link = (
  fact: IncidentFact,
  rules: Partial<Rules> = {},
  corrections: Parameters<typeof linkIncident>[4] = [],
  named: LinkableParts['named'] = [],
) => {
  const result = linkIncident(
    fact,
    { named, rollouts },
    rolledOutBy,
    { ...defaultRules, ...rules },
    corrections,
  );
  return `${result.link} ${[...result.releaseIds].sort()}`.trim();
};

describe('linkIncident', () => {
  it.each<[string, IncidentFact, string]>([
    [
      'the latest rollout before it, not the latest release',
      incident(41),
      'window 1',
    ],
    ['a rollout at the same time', incident(30), 'window 3'],
    ['within the window, its end included', incident(40 + 48), 'window 1'],
    ['not after the window', incident(40 + 48.001), 'unattributed'],
    ['nothing before it', incident(-1), 'unattributed'],
    ['a component', incident(12, { entityKind: 'component' }), 'window 2'],
    [
      'time proves nothing on a group',
      incident(12, { entityKind: 'group' }),
      'unattributed',
    ],
    [
      'time proves nothing on a domain',
      incident(12, { entityKind: 'domain' }),
      'unattributed',
    ],
    [
      'its deployment, wherever and whenever that is',
      incident(-5, {
        entityKind: 'group',
        cause: { deployment: { source: 'ci', id: 'd9' } },
      }),
      'caused 9',
    ],
    [
      'a deployment that is no rollout is never blamed on something else',
      incident(12, { cause: { deployment: { source: 'ci', id: 'd8' } } }),
      'cause-unknown',
    ],
  ])('links by %s', (_, fact, expected) => {
    expect(link(fact)).toBe(expected);
  });

  it('links by a name the latest of the releases that have it, and else none', () => {
    for (const cause of [{ version: '1' }, { commitSha: 'abcdef0' }]) {
      const named = incident(50, { entityKind: 'group', cause });
      expect(link(named, {}, [], [linkable(3, 30), linkable(2, 10)])).toBe(
        'caused 3',
      );
      expect(link(named)).toBe('cause-unknown');
    }
  });

  it('links every release with a rollout in the window where so configured', () => {
    expect(link(incident(50), { incidentAttribution: 'all' })).toBe(
      'window 1,2,3',
    );
    expect(link(incident(60), { incidentAttribution: 'all' })).toBe(
      'window 1,3',
    );
  });

  it('lets corrections win, the latest for each release', () => {
    const corrected = (
      ...corrections: [action: 'attach' | 'detach', releaseId: number][]
    ) =>
      link(
        incident(12),
        {},
        corrections.map(([action, releaseId]) => ({ action, releaseId })),
      );
    expect(corrected(['attach', 1])).toBe('attached 1');
    expect(corrected(['attach', 1], ['detach', 1])).toBe('window 2');
    expect(corrected(['detach', 2])).toBe('unattributed');
    expect(corrected(['detach', 1])).toBe('window 2');
    expect(corrected(['detach', 2], ['attach', 2])).toBe('attached 2');
  });
});

it.each<[string[] | undefined, string | undefined, boolean]>([
  [undefined, 'low', true],
  [['High'], 'HIGH', true],
  [['High'], 'low', false],
  [['High'], undefined, true],
  [[], 'high', false],
])(
  'of severities %p, counts %p: %p',
  (incidentSeverities, severity, counts) => {
    const matches = severityMatcher({ ...defaultRules, incidentSeverities });
    expect(matches(incident(0, { severity }))).toBe(counts);
  },
);

describe('assessRelease', () => {
  it.each<
    [string, Parameters<typeof assessRelease>, ReturnType<typeof assessRelease>]
  >([
    ['nothing happened', [10, [], [], false], { failed: false }],
    [
      'the fix comes first',
      [10, [13], [14], false],
      { failed: true, recoveredAt: 13 },
    ],
    [
      'the incident ends first',
      [10, [13], [12], false],
      { failed: true, recoveredAt: 12 },
    ],
    [
      'all incidents have to end',
      [10, [], [12, 15], false],
      { failed: true, recoveredAt: 15 },
    ],
    [
      'one is open',
      [10, [], [12, undefined], false],
      { failed: true, recoveredAt: undefined },
    ],
    [
      'one is open, but it was fixed',
      [10, [20, 18], [undefined], false],
      { failed: true, recoveredAt: 18 },
    ],
    [
      'an end before the release does not count',
      [10, [], [9], false],
      { failed: true, recoveredAt: undefined },
    ],
    [
      'an end at the release does',
      [10, [], [10], false],
      { failed: true, recoveredAt: 10 },
    ],
    [
      'a person said that it is none',
      [10, [13], [14], true],
      { failed: false },
    ],
  ])('%s', (_, args, expected) => {
    expect(assessRelease(...args)).toEqual(expected);
  });
});
