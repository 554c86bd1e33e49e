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

import { defaultRules } from './__testUtils__/facts';
import { Named, NameRules, VersionNames } from './names';

const A = `abcdef0${'1'.repeat(33)}`;
const B = `abcdef1${'2'.repeat(57)}`;

/** Which names stand for the same, each version in a line. */
function versions(facts: Named[], rules: Partial<NameRules> = {}): string[] {
  const names = VersionNames.of(facts, { ...defaultRules, ...rules });
  const numbers = facts.flatMap(fact => names.versionOf(fact) ?? []);
  return [...new Set(numbers)].map(version => names.namesOf(version).join(' '));
}

describe('VersionNames', () => {
  it.each<[string, Named[], string[]]>([
    [
      'joins the names of a fact, and those that are joined through others',
      [
        { version: '1', commitSha: A },
        { commitSha: A, digest: 'd:1' },
        { version: '1.0', digest: 'd:1' },
        { version: '2', digest: 'd:2' },
      ],
      [`c${A} dd:1 v1 v1.0`, 'dd:2 v2'],
    ],
    [
      'drops a v before a digit only',
      [
        { version: 'v1' },
        { version: 'V1' },
        { version: '1' },
        { version: 'vx' },
      ],
      ['v1', 'vvx'],
    ],
    [
      'compares commits and digests without case, versions with it',
      [
        { version: 'a', commitSha: A.toUpperCase() },
        { commitSha: A, digest: 'D:1' },
        { digest: 'd:1' },
        { version: 'A' },
      ],
      [`c${A} dd:1 va`, 'vA'],
    ],
    [
      'takes a short commit for the one known that begins so',
      [{ commitSha: 'ABCDEF0' }, { commitSha: 'abcdef' }, { commitSha: A }],
      [`c${A}`, 'cabcdef'],
    ],
    [
      'leaves a short commit that more begin with, or none, as it is',
      [
        { commitSha: 'abcdef0' },
        { commitSha: A },
        { commitSha: `${A.slice(0, 39)}2` },
        { commitSha: '1234567' },
      ],
      ['cabcdef0', `c${A}`, `c${A.slice(0, 39)}2`, 'c1234567'],
    ],
    [
      'takes a version that is a commit for it',
      [
        { version: A },
        { version: 'abcdef0' },
        { version: `SHA-${A.toUpperCase()}` },
        { version: 'sha-abcdef0' },
        { version: `sha-${B}`, commitSha: 'abcdef1' },
        { version: '7654321' },
        { version: 'sha-7654321' },
      ],
      [`c${A}`, `c${B}`, 'v7654321', 'vsha-7654321'],
    ],
    [
      'has nothing named by names that are none, and by zeros',
      [
        { version: 'Unknown', commitSha: A },
        { version: 'unknown', digest: 'd:1' },
        { version: '000', commitSha: 'HEAD', digest: 'null' },
        { version: 'v0', commitSha: '0'.repeat(40) },
      ],
      [`c${A}`, 'dd:1'],
    ],
    [
      'has a version name move that comes with two commits, short ones aside',
      [
        { version: '1', commitSha: A },
        { version: '1', commitSha: 'abcdef0' },
        { version: '2', commitSha: A },
        { version: '2', commitSha: B },
        { version: '2' },
      ],
      [`c${A} v1`, `c${B}`, 'v2'],
    ],
    [
      'has one move with two digests where it does not begin with a digit',
      [
        { version: 'v1', digest: 'd:1' },
        { version: '1', digest: 'd:2' },
        { version: 'x', digest: 'd:3' },
        { version: 'x', digest: 'd:4' },
      ],
      ['dd:1 dd:2 v1', 'dd:3', 'dd:4'],
    ],
    [
      'has those of the list move, and name what has no other name',
      [
        { version: 'latest', commitSha: A },
        { version: 'Latest', commitSha: A },
        { version: 'latest' },
        { version: 'latest', digest: 'null' },
      ],
      [`c${A} vLatest`, 'vlatest'],
    ],
  ])('%s', (_, facts, expected) => {
    expect(versions(facts)).toEqual(expected);
    expect(versions([...facts].reverse()).sort()).toEqual([...expected].sort());
  });

  it('follows the configured names', () => {
    const facts = [
      { version: 'v1', commitSha: A },
      { version: 'Dev', commitSha: A },
      { version: 'unknown', commitSha: A },
    ];
    expect(
      versions(facts, { noNames: ['dev'], movingVersions: ['1'] }),
    ).toEqual([`c${A} vunknown`]);
  });

  it('has as the name of a version what names something and does not move', () => {
    const facts = [
      { version: 'v1' },
      { version: 'main' },
      { version: A },
      { version: 'none' },
    ];
    const names = VersionNames.of(facts, defaultRules);
    expect(facts.map(fact => names.versionNameOf(fact))).toEqual([
      'v1',
      ...[undefined, undefined, undefined],
    ]);
    expect([...names.moving]).toEqual(['main']);
  });
});
