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
import { hierarchyOf, Organisation, short } from './__testUtils__/organisation';
import { DomainKind, Hierarchy, HierarchyEntity, Level } from './types';

const LEVELS: Level[] = ['component', 'product', 'domain', 'platform'];

const shortRefs = (entities: HierarchyEntity[]) =>
  entities.map(({ ref }) => short(ref));

const under = (hierarchy: Hierarchy, ref?: string) =>
  shortRefs(hierarchy.idsUnder(ref).map(id => hierarchy.getById(id)!)).sort();

interface Case {
  name: string;
  domain?: DomainKind;
  organisation: Organisation;
  /** What is below some entities, without themselves */
  below: Record<string, string[]>;
  levels: Partial<Record<Level, string[]>>;
  parents: Record<string, string | undefined>;
}

const CASES: Case[] = [
  {
    name: 'a component counts for the owner of its system, not for its own',
    organisation: {
      'component:api': { partOf: ['system:cart'], ownedBy: ['group:b'] },
      'system:cart': { ownedBy: ['group:a'] },
      'group:a': {},
      'group:b': {},
    },
    below: {
      'system:cart': ['component:api'],
      'group:a': ['component:api', 'system:cart'],
      'group:b': [],
    },
    levels: {
      component: ['component:api'],
      product: ['system:cart'],
      domain: ['group:a'],
      platform: [],
    },
    parents: {
      api: 'system:cart',
      'system:cart': 'group:a',
      'group:a': undefined,
    },
  },
  {
    name: 'a component without a system is a product of its own',
    organisation: {
      'component:tool': { ownedBy: ['group:a'] },
      'group:a': { childOf: ['group:p'] },
      'group:p': {},
    },
    below: {
      'group:a': ['component:tool'],
      'group:p': ['component:tool', 'group:a'],
    },
    levels: {
      component: ['component:tool'],
      product: ['component:tool'],
      domain: ['group:a'],
      platform: ['group:p'],
    },
    parents: { tool: 'group:a', 'group:a': 'group:p' },
  },
  {
    name: 'a subcomponent is part of no system',
    organisation: {
      'component:part': { partOf: ['component:whole'], ownedBy: ['group:a'] },
      'component:whole': { partOf: ['system:s'] },
      'system:s': {},
      'group:a': {},
    },
    below: { 'component:whole': [], 'system:s': ['component:whole'] },
    levels: { product: ['component:part', 'system:s'], domain: ['group:a'] },
    parents: { part: 'group:a' },
  },
  {
    name: 'groups roll up to any depth',
    organisation: {
      'system:s': { ownedBy: ['group:g1'] },
      'group:g1': { childOf: ['group:g2'] },
      'group:g2': { childOf: ['group:g3'] },
      'group:g3': { childOf: ['group:g4'] },
      'group:g4': {},
      'system:t': { ownedBy: ['group:g3'] },
    },
    below: {
      'group:g2': ['group:g1', 'system:s'],
      'group:g4': ['group:g1', 'group:g2', 'group:g3', 'system:s', 'system:t'],
    },
    levels: {
      domain: ['group:g1', 'group:g3'],
      platform: ['group:g2', 'group:g4'],
    },
    parents: { 'group:g1': 'group:g2', 'group:g3': 'group:g4' },
  },
  {
    name: 'a cycle of groups rolls up to all of its members, a group that is its own parent to itself',
    organisation: {
      'system:s': { ownedBy: ['group:a'] },
      'group:a': { childOf: ['group:b'] },
      'group:b': { childOf: ['group:c'] },
      'group:c': { childOf: ['group:a'] },
      'system:t': { ownedBy: ['group:self'] },
      'group:self': { childOf: ['group:self'] },
    },
    below: {
      'group:b': ['group:a', 'group:c', 'system:s'],
      'group:self': ['system:t'],
    },
    levels: { domain: ['group:a', 'group:self'], platform: ['group:b'] },
    parents: { 'group:c': 'group:a', 'group:self': undefined },
  },
  {
    name: 'a product counts for each of its owners, once where they meet',
    organisation: {
      'component:api': { partOf: ['system:s', 'system:t'] },
      'system:s': { ownedBy: ['group:a', 'group:b'] },
      'system:t': { ownedBy: ['group:b'] },
      'group:a': { childOf: ['group:p'] },
      'group:b': { childOf: ['group:p'] },
      'group:p': {},
    },
    below: {
      'group:a': ['component:api', 'system:s'],
      'group:b': ['component:api', 'system:s', 'system:t'],
      'group:p': [
        'component:api',
        'group:a',
        'group:b',
        'system:s',
        'system:t',
      ],
    },
    levels: { domain: ['group:a', 'group:b'], platform: ['group:p'] },
    parents: { api: 'system:s', 'system:s': 'group:a' },
  },
  {
    name: 'users own entities but are not groups',
    organisation: {
      'component:tool': { ownedBy: ['user:ann', 'group:a'] },
      'system:s': { ownedBy: ['user:ann'] },
      'group:a': {},
    },
    below: { 'group:a': ['component:tool'] },
    levels: { domain: ['group:a'] },
    parents: { tool: 'group:a', 'system:s': undefined },
  },
  {
    name: 'a relation to an entity outside the catalog is ignored',
    organisation: {
      'component:api': { partOf: ['system:gone'], ownedBy: ['group:a'] },
      'system:s': { ownedBy: ['group:gone'], partOf: ['domain:gone'] },
      'group:a': { childOf: ['group:gone'] },
    },
    below: { 'group:a': ['component:api'] },
    levels: {
      product: ['component:api', 'system:s'],
      domain: ['group:a'],
      platform: [],
    },
    parents: { api: 'group:a', 'system:s': undefined, 'group:a': undefined },
  },
  {
    name: 'domains pool their systems and subdomains where groups are the domains',
    organisation: {
      'component:api': { partOf: ['system:s'] },
      'system:s': { partOf: ['domain:sub'], ownedBy: ['group:a'] },
      'domain:sub': { partOf: ['domain:top'], ownedBy: ['group:x'] },
      'domain:top': { ownedBy: ['group:x'] },
      'group:a': {},
      'group:x': {},
    },
    below: {
      'domain:sub': ['component:api', 'system:s'],
      'domain:top': ['component:api', 'domain:sub', 'system:s'],
      'group:a': ['component:api', 'system:s'],
      'group:x': [],
    },
    levels: { domain: ['group:a'], platform: [] },
    parents: {
      'system:s': 'group:a',
      'domain:sub': 'domain:top',
      'domain:top': undefined,
    },
  },
  {
    name: 'domains are the domains, and their parents or owners the platforms',
    domain: 'domain',
    organisation: {
      'component:api': { partOf: ['system:s'] },
      'system:s': { partOf: ['domain:sub'], ownedBy: ['group:a'] },
      'domain:sub': { partOf: ['domain:top'], ownedBy: ['group:y'] },
      'domain:top': { ownedBy: ['group:x'] },
      'system:t': { partOf: ['domain:lone'] },
      'domain:lone': { ownedBy: ['group:x'] },
      'component:tool': { ownedBy: ['group:a'] },
      'group:a': {},
      'group:x': {},
      'group:y': {},
    },
    below: {
      'domain:top': ['component:api', 'domain:sub', 'system:s'],
      'domain:lone': ['system:t'],
      'group:a': ['component:api', 'component:tool', 'system:s'],
      'group:x': [
        'component:api',
        'domain:lone',
        'domain:sub',
        'domain:top',
        'system:s',
        'system:t',
      ],
      'group:y': [],
    },
    levels: {
      product: ['system:s', 'system:t', 'component:tool'],
      domain: ['domain:lone', 'domain:sub'],
      platform: ['domain:top', 'group:x'],
    },
    parents: {
      api: 'system:s',
      'system:s': 'domain:sub',
      'domain:sub': 'domain:top',
      'domain:top': 'group:x',
      'domain:lone': 'group:x',
      tool: undefined,
    },
  },
];

const NAMES = {
  component: ['component:a', 'component:b', 'component:c', 'component:d'],
  system: ['system:a', 'system:b', 'system:c'],
  domain: ['domain:a', 'domain:b', 'domain:c'],
  group: ['group:a', 'group:b', 'group:c', 'group:d'],
};

/** Organisations with all relations that there may be, also such as lead round in circles or nowhere. */
const organisations: fc.Arbitrary<Organisation> = fc
  .tuple(
    ...Object.values(NAMES)
      .flat()
      .map(ref =>
        fc.option(
          fc
            .record({
              partOf: fc.subarray([
                ...NAMES.system,
                ...NAMES.domain,
                'component:a',
              ]),
              ownedBy: fc.subarray([...NAMES.group, 'user:ann']),
              childOf: fc.subarray(NAMES.group),
            })
            .map(relations => ({ ref, relations })),
          { nil: undefined },
        ),
      ),
  )
  .map(entities =>
    Object.fromEntries(
      entities.flatMap(entity =>
        entity ? [[entity.ref, entity.relations]] : [],
      ),
    ),
  );

const modes = fc.constantFrom<DomainKind>('group', 'domain');

describe('DefaultHierarchy', () => {
  it.each(CASES)(
    '$name',
    ({ organisation, domain, below, levels, parents }) => {
      const hierarchy = hierarchyOf(organisation, domain);
      for (const [ref, expected] of Object.entries(below)) {
        expect({ [ref]: under(hierarchy, ref) }).toEqual({
          [ref]: [...expected, ref].sort(),
        });
      }
      for (const [level, expected] of Object.entries(levels)) {
        expect({ [level]: shortRefs(hierarchy.level(level as Level)) }).toEqual(
          {
            [level]: expected,
          },
        );
      }
      for (const [ref, expected] of Object.entries(parents)) {
        const parent = hierarchy.parent(ref)?.ref;
        expect({ [ref]: parent && short(parent) }).toEqual({ [ref]: expected });
      }
      expect(under(hierarchy)).toEqual(Object.keys(organisation).sort());

      const all = hierarchy.idsUnder();
      for (const id of all) {
        const { ref } = hierarchy.getById(id)!;
        expect(hierarchy.idsBelow(id)).toEqual(hierarchy.idsUnder(ref));
        expect(new Set(hierarchy.idsAbove(id))).toEqual(
          new Set(
            all.filter(other => [...hierarchy.idsBelow(other)].includes(id)),
          ),
        );
      }
      expect([...hierarchy.idsAbove(0), ...hierarchy.idsBelow(0)]).toEqual([
        0, 0,
      ]);
    },
  );

  it('finds entities by any form of their reference', () => {
    const hierarchy = hierarchyOf({
      'component:Cart-API': { title: 'Cart', type: 'service', lifecycle: 'x' },
      'component:other/cart-api': {},
      'system:cart': {},
    });
    const entity = hierarchy.get('component:default/cart-api');
    expect(entity).toEqual({
      id: 1,
      ref: 'component:default/cart-api',
      kind: 'component',
      title: 'Cart',
      type: 'service',
      lifecycle: 'x',
      parents: [],
      owners: [],
    });
    for (const ref of [
      'cart-api',
      'CART-api',
      'Component:cart-api',
      'default/cart-api',
    ]) {
      expect(hierarchy.get(ref)).toBe(entity);
    }
    expect(hierarchy.getById(1)).toBe(entity);
    expect(hierarchy.get('other/cart-api')?.id).toBe(2);
    expect(hierarchy.get('system:cart')?.id).toBe(3);
    for (const ref of ['cart', '', 'a:b:c', '/', 'nothing']) {
      expect(hierarchy.get(ref)).toBeUndefined();
      expect(hierarchy.idsUnder(ref)).toEqual([]);
      expect(hierarchy.parent(ref)).toBeUndefined();
    }
    expect(hierarchy.getById(4)).toBeUndefined();
  });

  it('lists in order of title, then reference, and only what is at or below an entity', () => {
    const hierarchy = hierarchyOf({
      'component:z': { title: 'alpha', partOf: ['system:s'] },
      'component:b': { title: 'Beta', partOf: ['system:s'] },
      'component:a': { title: 'Beta', ownedBy: ['group:g'] },
      'component:x': {},
      'system:s': { ownedBy: ['group:g'] },
      'group:g': { childOf: ['group:p'] },
      'group:p': {},
    });
    const all = ['component:z', 'component:a', 'component:b', 'component:x'];
    expect(shortRefs(hierarchy.componentsUnder())).toEqual(all);
    expect(shortRefs(hierarchy.componentsUnder('group:p'))).toEqual(
      all.slice(0, 3),
    );
    expect(shortRefs(hierarchy.level('component', 'system:s'))).toEqual([
      'component:z',
      'component:b',
    ]);
    expect(shortRefs(hierarchy.level('product', 'group:g'))).toEqual([
      'component:a',
      'system:s',
    ]);
    expect(shortRefs(hierarchy.level('product', 'a'))).toEqual(['component:a']);
    expect(shortRefs(hierarchy.level('domain', 'group:g'))).toEqual([
      'group:g',
    ]);
    expect(hierarchy.level('platform', 'group:g')).toEqual([]);
  });

  it('gives answers that callers cannot modify for others', () => {
    const hierarchy = hierarchyOf({
      'component:a': { partOf: ['system:s'] },
      'system:s': {},
    });
    hierarchy.idsUnder('system:s').length = 0;
    hierarchy.idsUnder().length = 0;
    expect(hierarchy.idsUnder('system:s')).toEqual([1, 2]);
    expect(hierarchy.idsUnder()).toHaveLength(2);
  });

  describe('for a reader who may not read everything', () => {
    const ORGANISATION: Organisation = {
      'component:open': { partOf: ['system:hidden'] },
      'component:secret': { partOf: ['system:shown'] },
      'component:lone': { ownedBy: ['group:mine'] },
      'system:hidden': { ownedBy: ['group:middle'] },
      'system:shown': { ownedBy: ['group:other'] },
      'group:middle': { childOf: ['group:top'] },
      'group:other': { childOf: ['group:top'] },
      'group:mine': {},
      'group:top': {},
    };
    const whole = hierarchyOf(ORGANISATION);
    const readable = ['component:open', 'group:top', 'system:shown'];
    const restricted = whole.restrictTo(readable);

    it('leaves the rest out, and rolls up through it', () => {
      expect(restricted.unrestricted).toBe(false);
      expect(under(restricted)).toEqual(readable);
      expect(under(restricted, 'group:top')).toEqual(readable);
      for (const ref of ['system:hidden', 'group:middle', 'secret']) {
        expect(restricted.get(ref)).toBeUndefined();
        expect(restricted.idsUnder(ref)).toEqual([]);
        expect(restricted.getById(whole.get(ref)!.id)).toBeUndefined();
        expect(restricted.parent(ref)).toBeUndefined();
      }
      expect(restricted.get('open')?.parents).toEqual(['group:default/top']);
      expect(restricted.parent('open')?.ref).toBe('group:default/top');
      expect(shortRefs(restricted.level('component'))).toEqual([
        'component:open',
      ]);
    });

    it('takes a component of a hidden system for no product, and a group for a domain only with something to see in it', () => {
      expect(shortRefs(restricted.level('product'))).toEqual(['system:shown']);
      expect(restricted.level('domain')).toEqual([]);
      expect(shortRefs(restricted.level('platform'))).toEqual(['group:top']);

      const groups = ['group:middle', 'group:other', 'group:top'];
      const onlyGroups = whole.restrictTo(groups);
      expect(under(onlyGroups)).toEqual(groups);
      expect(LEVELS.flatMap(level => onlyGroups.level(level))).toEqual([]);
      expect(
        shortRefs(whole.restrictTo([...groups, 'open']).level('domain')),
      ).toEqual(['group:middle']);
    });

    it('tells by its version what may be seen', () => {
      expect(whole.version).toBe('v1');
      expect(restricted.version).not.toBe(whole.version);
      expect(whole.restrictTo([...readable].reverse()).version).toBe(
        restricted.version,
      );
      expect(whole.restrictTo(['component:open']).version).not.toBe(
        restricted.version,
      );
    });

    it('does not grow when it is restricted again', () => {
      expect(under(restricted.restrictTo(['open', 'secret', 'none']))).toEqual([
        'component:open',
      ]);
    });
  });

  it('has everything of a child below its parents, and nothing more below anything than there is', () => {
    fc.assert(
      fc.property(organisations, modes, (organisation, mode) => {
        const hierarchy = hierarchyOf(organisation, mode);
        const all = new Set(hierarchy.idsUnder());
        expect(all.size).toBe(Object.keys(organisation).length);
        for (const id of all) {
          const { ref, parents } = hierarchy.getById(id)!;
          const own = hierarchy.idsUnder(ref);
          const listedUnder = hierarchy.parent(ref)?.ref ?? [];
          expect(new Set(own).size).toBe(own.length);
          expect(own).toContain(id);
          expect(own.filter(other => !all.has(other))).toEqual([]);
          for (const parent of parents.concat(listedUnder)) {
            expect(hierarchy.idsUnder(parent)).toEqual(
              expect.arrayContaining(own),
            );
          }
          // What is below has a way up of direct steps.
          expect(
            own.filter(
              other =>
                other !== id &&
                !hierarchy
                  .getById(other)!
                  .parents.some(parent =>
                    own.includes(hierarchy.get(parent)!.id),
                  ),
            ),
          ).toEqual([]);
        }
      }),
    );
  });

  it('shows a reader the same as everybody, less what is hidden', () => {
    fc.assert(
      fc.property(
        organisations,
        modes,
        fc.subarray(Object.values(NAMES).flat()),
        (organisation, mode, readable) => {
          const whole = hierarchyOf(organisation, mode);
          const restricted = whole.restrictTo(readable);
          const visible = (ids: number[]) =>
            ids.filter(id => readable.includes(short(whole.getById(id)!.ref)));
          expect(restricted.idsUnder().sort()).toEqual(
            visible(whole.idsUnder()).sort(),
          );
          for (const { ref } of restricted
            .idsUnder()
            .map(id => restricted.getById(id)!)) {
            expect(restricted.idsUnder(ref)).toEqual(
              visible(whole.idsUnder(ref)),
            );
            // Also by direct steps, as those who climb do it.
            for (const parent of restricted.get(ref)!.parents) {
              expect(restricted.idsUnder(parent)).toEqual(
                expect.arrayContaining(restricted.idsUnder(ref)),
              );
            }
          }
          for (const level of LEVELS) {
            expect(shortRefs(whole.level(level))).toEqual(
              expect.arrayContaining(shortRefs(restricted.level(level))),
            );
          }
        },
      ),
    );
  });
});
