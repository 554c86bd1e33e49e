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

import { EntityTarget } from './annotations';
import {
  earliest,
  labelledEntities,
  labelledSeverity,
  touchedEntities,
} from './attribution';

const target = (name: string, paths?: string[]): EntityTarget => ({
  entityRef: `component:default/${name}`,
  from: 'deployments',
  environment: 'production',
  tags: ['*'],
  paths,
});

describe('touchedEntities', () => {
  const cart = target('cart', ['services/cart']);
  const all = target('all');

  it('asks for the files only where there are paths', async () => {
    const readFiles = jest.fn(async () => ['README.md']);
    expect(await touchedEntities([all], readFiles)).toEqual([all.entityRef]);
    expect(readFiles).not.toHaveBeenCalled();
  });

  it.each([
    [
      ['services/cart/a.ts', 'README.md'],
      ['cart', 'all'],
    ],
    [['services/cartography/a.ts'], ['all']],
    [[], ['all']],
  ])('knows that %p touch %p', async (files, names) => {
    expect(await touchedEntities([cart, all], async () => files)).toEqual(
      names.map(name => `component:default/${name}`),
    );
  });
});

describe('labelledEntities', () => {
  const refs = ['component:default/cart', 'system:default/shop'];

  it.each([
    [['Cart'], ['component:default/cart']],
    [['component:cart', 'bug'], ['component:default/cart']],
    [['system:default/shop'], ['system:default/shop']],
    [['bug'], refs],
    [[], refs],
  ])('takes %p for %p', (labels, expected) => {
    expect(labelledEntities(refs, labels)).toEqual(expected);
  });
});

describe('labelledSeverity', () => {
  it.each([
    [['bug', 'severity::1'], '1'],
    [['sev2'], '2'],
    [['Severity: high'], 'high'],
    [['several', 'severed'], undefined],
    [[], undefined],
  ])('finds in %p %p', (labels, expected) => {
    expect(labelledSeverity(labels)).toBe(expected);
  });
});

describe('earliest', () => {
  it('compares times, whatever their offsets', () => {
    expect(
      earliest([
        '2026-01-01T10:00:00Z',
        null,
        '2026-01-01T11:30:00+02:00',
        undefined,
        '',
      ]),
    ).toBe('2026-01-01T11:30:00+02:00');
    expect(earliest([])).toBeUndefined();
  });
});
