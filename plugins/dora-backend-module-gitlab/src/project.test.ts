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

import { component } from './__testUtils__/component';
import {
  day,
  PATH,
  REF,
  SINCE,
  slug,
  useScene,
} from './__testUtils__/useScene';

jest.setTimeout(60_000);

describe('a project', () => {
  const scene = useScene();

  it('tells the components of a monorepo apart by path, environment and job', async () => {
    const entities = ['cart', 'pay'].map(name =>
      component(
        name,
        slug({
          'backstage-dora.io/path': `services/${name}, libs`,
          'backstage-dora.io/environment': `production/${name}`,
          'backstage-dora.io/job': `deploy-${name}`,
        }),
      ),
    );
    const all = (createdAt: string) =>
      ['cart', 'pay', 'web'].map(
        name =>
          scene.project.deploy({
            createdAt,
            finishedAt: createdAt,
            environment: `production/${name}`,
            job: `deploy-${name}`,
          }).id,
      );
    all(day(2));
    for (const [index, file] of [
      'services/cart/a.ts',
      'services/pay/b.ts',
      'libs/c.ts',
      'README.md',
    ].entries()) {
      scene.project.merge(
        scene.propose(`change-${index}`, day(3), { files: [file] }),
        'squash',
        day(4, index),
      );
    }
    const { sha } = scene.project.commit('main', 'At once', day(5), {
      files: ['services/pay/d.ts'],
    });
    const [cart, pay] = all(day(6));
    // The right environment by another job is something else.
    scene.project.deploy({
      createdAt: day(7),
      finishedAt: day(7),
      environment: 'production/cart',
      job: 'stop',
    });
    const one = scene.reader();
    await one.read(entities, SINCE);
    expect(one.deployments.size).toBe(4);
    expect(one.carriedBy(`deployment/${cart}/${REF}`)).toEqual([
      `${PATH}!1`,
      `${PATH}!3`,
    ]);
    expect(one.carriedBy(`deployment/${pay}/component:default/pay`)).toEqual([
      `${PATH}!2`,
      `${PATH}!3`,
      `${PATH}@${sha}`,
    ]);
    expect(one.changes.get(`${PATH}!1`)?.entityRef).toBe(REF);
    expect(one.changes.get(`${PATH}!3`)).not.toHaveProperty('entityRef');
  });

  it('takes back what another configuration no longer finds', async () => {
    const entities = (environment: string) => [
      component('cart', slug({ 'backstage-dora.io/environment': environment })),
    ];
    const incidents = { labels: ['outage'], types: [], reverts: true };
    scene.project.issues.push({
      iid: 1,
      title: 'Outage',
      labels: ['outage'],
      issue_type: 'issue',
      created_at: day(5),
      updated_at: day(6),
      web_url: 'https://gitlab.example.com/1',
    });
    const staging = scene.project.deploy({
      createdAt: day(2),
      finishedAt: day(2),
      environment: 'staging',
    });
    scene.deploy(day(2));
    scene.project.merge(scene.propose('a', day(3)), 'merge', day(4));
    scene.deploy(day(5));
    scene.project.commit(
      'main',
      `Back\n\nThis reverts commit ${scene.project.head()}`,
      day(6),
    );
    scene.deploy(day(7));
    const one = scene.reader({ gitlab: { incidents } });
    await one.read(entities('production'), SINCE);
    expect(one.deployments.size).toBe(3);
    expect(one.incidents.size).toBe(2);

    one.configure({ gitlab: { incidents: { types: [] } } });
    await one.read(entities('staging'), SINCE);
    expect([...one.deployments.keys()]).toEqual([
      `deployment/${staging.id}/${REF}`,
    ]);
    expect(one.incidents.size).toBe(0);
  });

  it('goes by the same name after the project has moved', async () => {
    scene.project.merge(scene.propose('a', day(2)), 'squash', day(3));
    scene.deploy(day(4));
    const one = scene.reader();
    const entities = [component('cart', slug())];
    await one.read(entities, SINCE);
    scene.gitlab.move(scene.project, 'acme/market/cart');
    await one.read(entities, SINCE, false);
    scene.project.merge(scene.propose('b', day(5)), 'squash', day(6));
    const id = scene.deploy(day(7));
    // First the annotation is the old one, then the new one.
    await one.read(entities, day(4), false);
    await one.read(
      [component('cart', { 'gitlab.com/project-slug': 'acme/market/cart' })],
      SINCE,
    );
    expect(one.carriedBy(id)).toEqual([`${PATH}!2`]);
    expect([...one.changes.keys()].sort()).toEqual([`${PATH}!1`, `${PATH}!2`]);
    const byNumber = await scene.read({
      'gitlab.com/project-id': String(scene.project.id),
    });
    expect(byNumber.deployments.size).toBe(2);
  });
});
