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
  componentEntityV1alpha1Validator,
  DefaultNamespaceEntityPolicy,
  domainEntityV1alpha1Validator,
  Entity,
  EntityPolicies,
  FieldFormatEntityPolicy,
  groupEntityV1alpha1Validator,
  NoForeignRootFieldsEntityPolicy,
  parseEntityRef,
  SchemaValidEntityPolicy,
  stringifyEntityRef,
  systemEntityV1alpha1Validator,
} from '@backstage/catalog-model';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOrganisation } from './readOrganisation';

const REPOSITORY = join(__dirname, '../../../..');
const { habits, places } = readOrganisation();
const entities = places.map(({ entity }) => entity);
const refs = entities.map(entity => stringifyEntityRef(entity));

const policy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new DefaultNamespaceEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

const VALIDATORS: Record<string, { check(entity: Entity): Promise<boolean> }> =
  {
    Component: componentEntityV1alpha1Validator,
    Domain: domainEntityV1alpha1Validator,
    Group: groupEntityV1alpha1Validator,
    System: systemEntityV1alpha1Validator,
  };

const ofKind = (kind: string) =>
  entities.filter(entity => entity.kind === kind);

/** How many components are part of a system, or of none. */
const componentsOf = (system?: string) =>
  ofKind('Component').filter(
    ({ spec }) => spec?.system === (system && `system:sample/${system}`),
  ).length;

describe('readOrganisation', () => {
  it('gives entities that the catalog accepts', async () => {
    for (const entity of entities) {
      await expect(policy.enforce(entity)).resolves.toEqual(entity);
      await expect(VALIDATORS[entity.kind].check(entity)).resolves.toBe(true);
    }
  });

  it('gives each entity once, marked as sample', () => {
    expect(new Set(refs).size).toBe(refs.length);
    for (const { metadata } of entities) {
      expect(metadata).toMatchObject({
        namespace: 'sample',
        title: expect.any(String),
        tags: ['sample'],
        annotations: {
          'backstage.io/managed-by-location': 'dora-sample:organisation',
          'backstage.io/managed-by-origin-location': 'dora-sample:organisation',
        },
      });
    }
  });

  it('refers to nothing outside', () => {
    for (const { spec } of entities) {
      const { owner, system, domain, parent, subdomainOf, children } =
        spec as Record<string, string | undefined> & { children?: string[] };
      const targets = [owner, system, domain, parent, subdomainOf].concat(
        children,
      );
      for (const target of targets.filter(ref => ref !== undefined)) {
        expect(refs).toContain(stringifyEntityRef(parseEntityRef(target)));
      }
    }
  });

  it.each(['docs/sources/sample.md', 'scripts/screenshots.mjs'])(
    'has everything that %s names',
    file => {
      const text = readFileSync(join(REPOSITORY, file), 'utf8');
      const named = [
        ...text.matchAll(/\b(group|system|component):sample\/([a-z-]+)/g),
        ...text.matchAll(/\/catalog\/sample\/([a-z]+)\/([a-z-]+)/g),
      ].map(([, kind, name]) => `${kind}:sample/${name}`);
      expect(named).not.toEqual([]);
      expect(named.filter(ref => !refs.includes(ref))).toEqual([]);
    },
  );

  it('is as large as a mid-size company', () => {
    expect({
      platforms: ofKind('Group').filter(e => e.spec?.type === 'platform')
        .length,
      teams: ofKind('Group').filter(e => e.spec?.type === 'team').length,
      domains: ofKind('Domain').length,
      products: ofKind('System').length,
      components: ofKind('Component').length,
      withoutProduct: componentsOf(),
    }).toEqual({
      platforms: 4,
      teams: 13,
      domains: 6,
      products: 42,
      components: 94,
      withoutProduct: 6,
    });
  });

  it.each([
    ['order-management', 5],
    ['price-engine', 4],
    ['product-search', 3],
    ['warehouse-management', 2],
    ['vouchers', 1],
  ])('gives %s %i components', (system, number) => {
    expect(componentsOf(system)).toBe(number);
  });

  it('knows how everything is delivered', () => {
    for (const { delivery } of places) {
      expect(Object.keys(habits.workspaces)).toContain(delivery.workspaces);
      expect(Object.keys(habits.connected)).toContain(delivery.connected);
      expect(Object.keys(habits.signals)).toEqual(
        expect.arrayContaining(delivery.signals ?? []),
      );
    }
  });

  it('has services, websites and libraries in all stages of life', () => {
    const values = (field: string) =>
      new Set(ofKind('Component').map(({ spec }) => spec?.[field]));
    expect(values('type')).toEqual(new Set(['service', 'website', 'library']));
    expect(values('lifecycle')).toEqual(
      new Set(['production', 'experimental', 'deprecated']),
    );
  });
});
