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

import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import {
  environmentMatcher,
  pathMatcher,
  readEntityTarget,
} from './annotations';
import { readCodeHostConfig } from './readCodeHostConfig';

const ORIGINS = ['deployments', 'workflow', 'releases', 'tags'] as const;

const read = (acme: JsonObject = {}, dora: JsonObject = {}) =>
  readCodeHostConfig(
    mockServices.rootConfig({ data: { dora: { ...dora, acme } } }),
    'dora.acme',
    ORIGINS,
  );

const target = (annotations: Record<string, string>, acme: JsonObject = {}) => {
  const entity: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'Cart',
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [
          `backstage-dora.io/${key}`,
          value,
        ]),
      ),
    },
  };
  return readEntityTarget(entity, read(acme), ORIGINS);
};

describe('readCodeHostConfig', () => {
  it('needs nothing', () => {
    const config = read();
    expect(config.backfill.toObject()).toEqual({ months: 12 });
    expect(config).toMatchObject({
      concurrency: 4,
      deployments: {
        from: 'deployments',
        tags: ['*'],
        environment: 'production',
      },
      incidents: { labels: [], reverts: false },
      production: ['prod', 'production', 'prd', 'live'],
    });
  });

  it('takes what the plugin counts as production', () => {
    expect(
      read({}, { environments: { production: ['prod-*'] } }).production,
    ).toEqual(['prod-*']);
  });

  it.each<[JsonObject, string]>([
    [{ intervall: '5m' }, 'dora.acme.intervall is not a known key'],
    [{ deployments: { tag: 'v*' } }, 'dora.acme.deployments accepts from'],
    [{ deployments: 'tags' }, 'dora.acme.deployments is "tags"'],
    [
      { deployments: { from: 'pipelines' } },
      'must be one of deployments, workflow, releases, tags',
    ],
    [{ interval: 'soon' }, 'must be a duration above zero'],
    [{ backfill: { days: 0 } }, 'must be a duration above zero'],
    [{ concurrency: 0 }, 'must be a whole number from 1 to 20'],
    [{ bots: 'renovate' }, 'must be a list of non-empty strings'],
    [{ incidents: { reverts: 'sometimes' } }, 'must be true or false'],
  ])('says what is wrong with %j', (acme, message) => {
    expect(() => read(acme)).toThrow('Invalid configuration: dora.acme');
    expect(() => read(acme)).toThrow(message);
  });
});

describe('readEntityTarget', () => {
  it('prefers what the entity says', () => {
    const acme = {
      deployments: { from: 'workflow', workflow: 'ci.yml', job: 'deploy' },
    };
    expect(target({}, acme)).toMatchObject({
      entityRef: 'component:default/cart',
      from: 'workflow',
      workflow: 'ci.yml',
      job: 'deploy',
      environment: 'production',
    });
    expect(
      target({ deployments: 'none', workflow: 'cd.yml' }, acme),
    ).toMatchObject({ from: 'none', workflow: 'cd.yml' });
    expect(target({ workflow: 'cd.yml' })).toMatchObject({ from: 'workflow' });
    expect(target({ tag: 'cart@*, cart-*' })).toMatchObject({
      from: 'tags',
      tags: ['cart@*', 'cart-*'],
    });
    expect(
      target({ tag: 'v*' }, { deployments: { from: 'releases' } }),
    ).toMatchObject({ from: 'releases', tags: ['v*'] });
  });

  it('names the entity that says something else', () => {
    expect(() => target({ deployments: 'magic' })).toThrow(
      'component:default/cart: backstage-dora.io/deployments is "magic", but must be one of deployments, workflow, releases, tags, none',
    );
  });
});

describe('environmentMatcher', () => {
  it('takes production, or what the entity names', () => {
    const production = environmentMatcher(target({}), read());
    expect(['Production', 'staging', 'prod-eu'].map(production)).toEqual([
      true,
      false,
      false,
    ]);
    const named = environmentMatcher(
      target({ environment: 'eu/*, us' }),
      read(),
    );
    expect(['EU/1', 'us', 'production'].map(named)).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('pathMatcher', () => {
  it.each([
    ['services/cart', 'services/cart/a/b.ts', true],
    ['./services/cart/', 'services/cart/a.ts', true],
    ['services/cart', 'services/cart-ui/a.ts', false],
    ['services/cart', 'Services/cart/a.ts', false],
    ['README.md', 'README.md', true],
    ['**/*.sql, libs', 'db/one/two.sql', true],
    ['**/*.sql, libs', 'libs/x', true],
    ['*.sql', 'db/two.sql', false],
    ['/', 'anything', true],
    ['[x]/*', 'x/y', true],
  ])('%s and %s: %s', (path, file, matches) => {
    expect(pathMatcher(target({ path }))(file)).toBe(matches);
  });

  it('takes everything where there is no path', () => {
    expect(pathMatcher(target({}))('anything')).toBe(true);
  });
});
