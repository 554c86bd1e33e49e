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

import { mergeDuplicates } from './duplicates';
import { IncidentFact } from './types';

/** An incident of the source `s` that is the same as another. */
const incident = (
  id: string,
  sameAs?: string,
  more: Partial<IncidentFact> = {},
): IncidentFact => ({
  pk: Number(id),
  source: 's',
  id,
  mapped: true,
  entityKind: 'component',
  startedAt: 10,
  sameAs: sameAs === undefined ? undefined : { source: 's', id: sameAs },
  ...more,
});

/** Which incident stays, for each. */
const stays = (incidents: IncidentFact[]) => {
  const merged = mergeDuplicates(incidents);
  return incidents.map(({ pk }) => merged.get(pk)?.id).join(' ');
};

describe('mergeDuplicates', () => {
  it.each<[string, IncidentFact[], string]>([
    ['those that are none', [incident('1'), incident('2')], '1 2'],
    [
      'a chain',
      [incident('1', '2'), incident('2', '3'), incident('3')],
      '3 3 3',
    ],
    ['one that never came', [incident('1', '9')], '1'],
    [
      'one that is not mapped',
      [incident('1', '2'), incident('2', undefined, { mapped: false })],
      '1 2',
    ],
    [
      'a chain that leads to one that is not mapped',
      [
        incident('1', '2'),
        incident('2', '3'),
        incident('3', undefined, { mapped: false }),
      ],
      '2 2 3',
    ],
    [
      'a circle, its first by source and id, and what leads into it',
      [
        incident('1', '3'),
        incident('4', '2'),
        incident('2', '3'),
        incident('3', '4'),
      ],
      '2 2 2 2',
    ],
    ['itself', [incident('1', '1')], '1'],
  ])('follows %s', (_, incidents, expected) => {
    expect(stays(incidents)).toBe(expected);
  });

  it('adds what the one that stays lacks, from the first of its duplicates that has it', () => {
    const merged = mergeDuplicates([
      incident('1', '9', { mapped: false, resolvedAt: 9 }),
      incident('3', '2', { resolvedAt: 30, cause: { version: '3' } }),
      incident('2', '9', { resolvedAt: 20, acknowledgedAt: 12 }),
      incident('9', undefined, { acknowledgedAt: 11 }),
    ]);
    expect(merged.get(1)).toEqual(
      incident('9', undefined, {
        acknowledgedAt: 11,
        resolvedAt: 20,
        cause: { version: '3' },
      }),
    );
  });
});
