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
import { ScmIntegrations } from '@backstage/integration';
import { readCodeHostConfig } from '@backstage-dora/plugin-dora-node';
import { JsonObject } from '@backstage/types';
import { discoverSubjects } from './discoverSubjects';
import { ORIGINS } from './GitLabSubject';

const SELF = {
  host: 'git.example.com',
  apiBaseUrl: 'https://git.example.com/gitlab/api/v4',
  baseUrl: 'https://git.example.com/gitlab',
};
const OTHER = { ...SELF, host: 'other.example.com' };
const PUBLIC = { host: 'gitlab.com', token: 'x' };

const entity = (
  name: string,
  annotations: Record<string, string>,
  kind = 'Component',
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, annotations },
});

const logger = mockServices.logger.mock();

function discover(
  entities: Entity[],
  hosts: JsonObject[] = [SELF],
  gitlab: JsonObject = {},
) {
  const config = mockServices.rootConfig({
    data: { integrations: { gitlab: hosts }, dora: { gitlab } },
  });
  return discoverSubjects(entities, {
    integrations: ScmIntegrations.fromConfig(config),
    config: readCodeHostConfig(config, 'dora.gitlab', ORIGINS, ['incident']),
    logger,
  });
}

const ids = (...given: Parameters<typeof discover>) =>
  discover(...given).map(({ id }) => id);

const cart = (more: Record<string, string> = {}) =>
  entity('cart', { 'gitlab.com/project-slug': 'acme/shop/cart', ...more });

describe('discoverSubjects', () => {
  beforeEach(() => jest.clearAllMocks());

  it('puts the entities of a project together, whatever the case of its path', () => {
    const [subject, ...others] = discover([
      entity('pay', { 'gitlab.com/project-slug': 'Acme/Shop/Cart' }),
      cart(),
      entity('shop', { 'gitlab.com/project-slug': 'acme/shop/cart' }, 'System'),
    ]);
    expect(others).toEqual([]);
    expect(subject).toMatchObject({
      id: 'git.example.com/acme/shop/cart',
      host: 'git.example.com',
      budget: 'git.example.com',
      entityRefs: [
        'component:default/cart',
        'component:default/pay',
        'system:default/shop',
      ],
    });
  });

  it('takes the number of a project before its path', () => {
    expect(discover([cart({ 'gitlab.com/project-id': '42' })])).toEqual([
      expect.objectContaining({ id: 'git.example.com/42', project: 42 }),
    ]);
  });

  it('finds the host by annotation, by location, and by what is configured', () => {
    const location = {
      'backstage.io/source-location':
        'url:https://other.example.com/acme/shop/cart/-/tree/main/',
    };
    const all = [SELF, OTHER, PUBLIC];
    expect(ids([cart()])).toEqual(['git.example.com/acme/shop/cart']);
    expect(ids([cart()], [])).toEqual(['gitlab.com/acme/shop/cart']);
    expect(ids([cart()], all)).toEqual(['gitlab.com/acme/shop/cart']);
    expect(ids([cart(location)], all)).toEqual([
      'other.example.com/acme/shop/cart',
    ]);
    expect(
      ids([cart({ ...location, 'gitlab.com/instance': SELF.host })], all),
    ).toEqual(['git.example.com/acme/shop/cart']);
  });

  it.each([
    [{ 'gitlab.com/project-slug': 'cart' }, 'is not a group/project'],
    [{ 'gitlab.com/project-id': 'cart' }, 'is not a project number'],
    [{ 'gitlab.com/instance': 'nowhere.org' }, 'is not a host'],
    [
      { 'backstage-dora.io/deployments': 'workflow' },
      'must be one of deployments, jobs, releases, tags, none',
    ],
    [
      { 'backstage-dora.io/deployments': 'jobs' },
      'name the job that deploys it',
    ],
  ])('leaves an entity out that says %p, and the others in', (wrong, why) => {
    const other = entity('pay', { 'gitlab.com/project-slug': 'acme/pay' });
    expect(ids([cart(wrong as Record<string, string>), other])).toEqual([
      'git.example.com/acme/pay',
    ]);
    expect(logger.warn).toHaveBeenCalledWith(expect.stringContaining(why));
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('component:default/cart'),
    );
  });

  it('has the history read again when what facts depend on becomes another', () => {
    const fingerprint = (...given: Parameters<typeof discover>) =>
      discover(...given)[0].fingerprint;
    const before = fingerprint([cart()]);
    expect(fingerprint([cart({ 'other.org/note': 'x' })])).toBe(before);
    expect(fingerprint([cart({ 'backstage-dora.io/path': 'a' })])).not.toBe(
      before,
    );
    expect(fingerprint([cart()], [SELF], { bots: ['renovate'] })).not.toBe(
      before,
    );
  });
});
