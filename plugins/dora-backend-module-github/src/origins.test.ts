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

import { TestDatabases } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import {
  IncidentsResult,
  ReleasesResult,
} from '@backstage-dora/plugin-dora-common';
import { example, exampleEvent } from './__testUtils__/examples';
import { FakeGithub } from './__testUtils__/FakeGithub';
import { FakeRepository, githubTime } from './__testUtils__/FakeRepository';
import { component, Installation } from './__testUtils__/Installation';

jest.setTimeout(240_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const HOUR = 3_600_000;
const START = Math.floor(Date.now() / 1000) * 1000 - 20 * 24 * HOUR;
const at = (hours: number) => githubTime(START + hours * HOUR);

/** A component of the repository of all tests. */
const part = (name: string, annotations: Record<string, string> = {}) =>
  component(name, {
    'github.com/project-slug': 'acme/shop',
    ...Object.fromEntries(
      Object.entries(annotations).map(([key, value]) => [
        `backstage-dora.io/${key}`,
        value,
      ]),
    ),
  });

describe('What GitHub is told to read', () => {
  let github: FakeGithub;
  let repository: FakeRepository;
  let installation: Installation;

  beforeEach(async () => {
    github = await FakeGithub.start();
    repository = github.add('acme/shop');
    repository.commit('main', 'Begin', at(0));
  });

  afterEach(async () => {
    await installation.stop();
    await github.stop();
  });

  async function read(
    entities: ReturnType<typeof part>[],
    dora: JsonObject = {},
  ) {
    installation = await Installation.start({
      knex: await databases.init('SQLITE_3'),
      github,
      entities,
      dora,
    });
    await installation.run();
    const { synchronisations } = await installation.coverage();
    expect(synchronisations).toMatchObject([{ state: 'up-to-date' }]);
  }

  /** Version or commit, and changes, of each release, the oldest first. */
  async function releases(name: string) {
    const { items } = await installation.get<ReleasesResult>(
      `/releases?entityRef=component:default/${name}`,
    );
    return items
      .map(({ version, changes }) => [
        version,
        changes.map(({ id }) => id).sort(),
      ])
      .reverse();
  }

  /** Merges a change of some files by a squash, one hour after it was begun. */
  function change(hours: number, ...files: string[]): string {
    const head = `change-${hours}`;
    repository.branch(head, 'main');
    repository.commit(head, `Change at ${hours}`, at(hours), { files });
    const pull = repository.open({
      title: `Change at ${hours}`,
      head,
      createdAt: at(hours),
    });
    return repository.merge(pull, 'squash', at(hours + 1));
  }

  const deploy = (hours: number, environment: string, task?: string) =>
    repository.deploy(
      repository.branches.get('main')!,
      environment,
      at(hours),
      [{ state: 'success', at: at(hours + 0.5) }],
      task,
    );

  const run = (
    hours: number,
    conclusion: string,
    more: Record<string, unknown> = {},
  ) => {
    const id = repository.nextId();
    repository.runs.push({
      ...example('workflow_run', 'workflow_run'),
      id,
      file: 'deploy.yml',
      event: 'push',
      head_branch: 'main',
      head_sha: repository.branches.get('main')!,
      status: 'completed',
      conclusion,
      run_attempt: 1,
      created_at: at(hours),
      run_started_at: at(hours),
      updated_at: at(hours + 0.5),
      ...more,
    });
    return id;
  };

  it('gives each component of a repository what is its own', async () => {
    const [first] = [repository.branches.get('main')!];
    deploy(1, 'production-cart');
    deploy(1, 'production', 'deploy:pay');
    change(2, 'services/cart/a.ts');
    change(4, 'services/pay/b.ts', 'docs/pay.md');
    change(6, 'docs/cart.md');
    change(8, 'services/cart/c.ts', 'services/pay/c.ts');
    deploy(10, 'production-cart');
    deploy(10, 'production', 'deploy:pay');
    deploy(11, 'production', 'deploy:other');
    const last = repository.branches.get('main')!;
    await read(
      [
        part('cart', {
          environment: 'production-cart',
          path: 'services/cart/',
        }),
        part('pay', {
          task: 'deploy:pay',
          path: './services/pay, docs/*pay*',
        }),
        part('library', { deployments: 'none', path: 'lib' }),
      ],
      { environments: { production: ['production*'] } },
    );
    expect(await releases('cart')).toEqual([
      [first, []],
      [last, ['acme/shop#1', 'acme/shop#4']],
    ]);
    expect(await releases('pay')).toEqual([
      [first, []],
      [last, ['acme/shop#2', 'acme/shop#4']],
    ]);
    expect(await releases('library')).toEqual([]);
  });

  it('takes successful runs of a workflow on the default branch', async () => {
    run(1, 'success');
    change(2, 'a');
    run(4, 'failure');
    run(5, 'skipped');
    run(5, 'success', { head_branch: 'change-2', event: 'pull_request' });
    run(6, 'success', { status: 'in_progress', conclusion: null });
    const merged = repository.branches.get('main')!;
    run(7, 'success');
    await read([part('cart', { workflow: 'deploy.yml' })]);
    expect((await releases('cart')).slice(1)).toEqual([
      [merged, ['acme/shop#1']],
    ]);
    const { items } = await installation.get<ReleasesResult>(
      '/releases?entityRef=component:default/cart&only=excluded',
    );
    expect(items).toHaveLength(2);
  });

  it('takes the job that deploys, be it one of a matrix or run again', async () => {
    const job = (hours: number, conclusion: string, attempt = 1) => ({
      status: 'completed',
      conclusion,
      run_attempt: attempt,
      completed_at: at(hours),
    });
    repository.jobs.set(run(1, 'failure'), [
      { name: 'deploy (eu)', ...job(1.2, 'success') },
      { name: 'deploy (us)', ...job(1.4, 'success') },
      { name: 'deployment check', ...job(1.5, 'failure') },
    ]);
    change(2, 'a');
    repository.jobs.set(run(4, 'success'), [
      { name: 'build', ...job(4.1, 'success') },
    ]);
    change(5, 'b');
    repository.jobs.set(run(8, 'success', { run_attempt: 2 }), [
      { name: 'deploy (eu)', ...job(8.2, 'success') },
      { name: 'deploy (us)', ...job(8.3, 'failure') },
      { name: 'deploy (us)', ...job(9.3, 'success', 2) },
      { name: 'deploy (eu)', ...job(9.1, 'success', 2) },
    ]);
    await read([part('cart')], {
      github: {
        deployments: {
          from: 'workflow',
          workflow: 'deploy.yml',
          job: 'deploy',
        },
      },
    });
    const { items } = await installation.get<ReleasesResult>(
      '/releases?entityRef=component:default/cart',
    );
    expect(items.map(({ time }) => time && Date.parse(time))).toEqual([
      Date.parse(at(9.3)),
      Date.parse(at(1.4)),
    ]);
    expect(items[0].changes).toHaveLength(2);
  });

  it('takes releases that are published, by the pattern of their tags', async () => {
    const release = (
      hours: number,
      tag: string,
      more: Record<string, unknown> = {},
    ) => {
      const sha = repository.branches.get('main')!;
      repository.tags.push({ name: tag, sha });
      repository.releases.unshift({
        ...example('release', 'release'),
        id: repository.nextId(),
        tag_name: tag,
        draft: false,
        prerelease: false,
        created_at: at(hours - 1),
        published_at: at(hours),
        ...more,
      });
    };
    release(1, 'cart/v1');
    change(2, 'a');
    release(4, 'pay/v1');
    release(4, 'cart/v2-rc', { prerelease: true });
    release(4, 'cart/v2-next', { draft: true, published_at: null });
    release(5, 'cart/v2');
    await read([part('cart', { deployments: 'releases', tag: 'cart/*' })]);
    expect((await releases('cart')).slice(1)).toEqual([
      ['cart/v2', ['acme/shop#1']],
    ]);
  });

  it('takes tags at the time when they were made', async () => {
    repository.tags.push({
      name: 'v1',
      sha: repository.branches.get('main')!,
      at: at(1),
    });
    const sha = change(2, 'a');
    repository.tags.push({ name: 'v1.1', sha });
    repository.tags.push({ name: 'nightly-7', sha, at: at(9) });
    await read([part('cart', { tag: 'v*' })]);
    expect((await releases('cart')).slice(1)).toEqual([
      ['1.1', ['acme/shop#1']],
    ]);
    const { items } = await installation.get<ReleasesResult>(
      '/releases?entityRef=component:default/cart',
    );
    expect(items.map(({ time }) => time && Date.parse(time))).toEqual([
      Date.parse(at(3)),
      Date.parse(at(1)),
    ]);
  });

  it('counts what a release branch brings, and not the promotion', async () => {
    repository.branch('release', 'main');
    const deployRelease = (hours: number) =>
      repository.deploy(
        repository.branches.get('release')!,
        'production',
        at(hours),
        [{ state: 'success', at: at(hours + 0.5) }],
      );
    deployRelease(1);
    change(2, 'a');
    change(4, 'b');
    const promotion = repository.open({
      title: 'Release of the week',
      head: 'main',
      base: 'release',
      createdAt: at(6),
    });
    repository.merge(promotion, 'merge', at(7));
    deployRelease(8);
    await read([part('cart')]);
    expect((await releases('cart')).map(([, changes]) => changes)).toEqual([
      [expect.stringMatching(/^acme\/shop@/)],
      ['acme/shop#1', 'acme/shop#2'],
    ]);
    const { totalItems } = await installation.get<{ totalItems: number }>(
      '/changes?entityRef=component:default/cart',
    );
    expect(totalItems).toBe(3);
  });

  it('knows whose the commits are that GitHub does not list', async () => {
    deploy(1, 'production');
    repository.branch('long', 'main');
    for (let number = 0; number < 260; number++) {
      repository.commit('long', `Part ${number}`, at(2 + number / 1000));
    }
    const pull = repository.open({
      title: 'A long one',
      head: 'long',
      createdAt: at(3),
    });
    repository.merge(pull, 'merge', at(4));
    deploy(5, 'production');
    await read([part('cart')]);
    expect((await releases('cart')).slice(1)).toEqual([
      [pull.mergeSha, ['acme/shop#1']],
    ]);
  });

  it('finds the incidents that issues and reverts tell of', async () => {
    deploy(1, 'production');
    const sha = change(2, 'a');
    deploy(4, 'production');
    change(5, 'b');
    const revert = repository.open({
      title: 'Revert "Change at 2"',
      body: 'Reverts acme/shop#1',
      head: 'change-5',
      createdAt: at(7),
    });
    repository.merge(revert, 'squash', at(8));
    deploy(9, 'production');
    const issue = (
      number: number,
      labels: string[],
      more: Record<string, unknown> = {},
    ) => {
      repository.issues.push({
        ...example('issues', 'issue'),
        number,
        title: `Issue ${number}`,
        labels: labels.map(name => ({ name })),
        state: 'closed',
        created_at: at(5),
        closed_at: at(6),
        updated_at: at(6),
        ...more,
      });
    };
    issue(10, ['incident', 'sev1']);
    issue(11, ['bug']);
    issue(12, ['incident'], { state_reason: 'not_planned' });
    issue(13, ['incident'], { pull_request: {} });
    issue(14, ['Incident'], { state: 'open', closed_at: null });
    await read([part('cart')], {
      github: {
        incidents: { labels: ['incident', 'Incident'], reverts: true },
      },
    });
    const { items } = await installation.get<IncidentsResult>(
      '/incidents?entityRef=component:default/cart',
    );
    const byId = Object.fromEntries(items.map(item => [item.id, item]));
    expect(Object.keys(byId).sort()).toEqual([
      'issue/acme/shop#10/component:default/cart',
      'issue/acme/shop#14/component:default/cart',
      'revert/acme/shop#3/component:default/cart',
    ]);
    const caused = byId['revert/acme/shop#3/component:default/cart'];
    expect(caused).toMatchObject({ linkedBy: 'caused' });
    expect(Date.parse(caused.startedAt)).toBe(Date.parse(at(7)));
    expect(Date.parse(caused.resolvedAt!)).toBe(Date.parse(at(9.5)));
    expect(JSON.stringify(caused)).toContain(sha);
    expect(byId['issue/acme/shop#10/component:default/cart'].severity).toBe(
      '1',
    );
  });

  it('takes back a revert that turns out to be none, and issues by labels that count no more', async () => {
    deploy(1, 'production');
    change(2, 'a');
    deploy(4, 'production');
    change(5, 'b');
    const revert = repository.open({
      title: 'Revert "Change at 2"',
      body: 'Reverts acme/shop#1',
      head: 'change-5',
      createdAt: at(7),
    });
    repository.merge(revert, 'squash', at(8));
    deploy(9, 'production');
    repository.issues.push({
      ...example('issues', 'issue'),
      number: 10,
      labels: [{ name: 'incident' }],
      state: 'closed',
      created_at: at(5),
      closed_at: at(6),
      updated_at: at(6),
    });
    const knex = await databases.init('SQLITE_3');
    const start = async (label: string) => {
      installation = await Installation.start({
        knex,
        github,
        entities: [part('cart')],
        dora: { github: { incidents: { labels: [label], reverts: true } } },
      });
      await installation.run();
    };
    const incidents = async () => {
      const { items } = await installation.get<IncidentsResult>(
        '/incidents?entityRef=component:default/cart',
      );
      return items.map(({ id }) => id).sort();
    };
    await start('incident');
    expect(await incidents()).toEqual([
      'issue/acme/shop#10/component:default/cart',
      'revert/acme/shop#3/component:default/cart',
    ]);

    revert.title = 'Improve on "Change at 2"';
    revert.updatedAt = githubTime(Date.now());
    await installation.publish(
      'github.pull_request',
      exampleEvent(
        'pull_request',
        { full_name: 'acme/shop', html_url: 'https://github.com/acme/shop' },
        { pull_request: { merged: true } },
      ),
    );
    await installation.run();
    expect(await incidents()).toEqual([
      'issue/acme/shop#10/component:default/cart',
    ]);
    await installation.stop();
    await start('outage');
    expect(await incidents()).toEqual([]);
  });

  it('takes back what an annotation says does not belong to it after all', async () => {
    deploy(1, 'production');
    change(2, 'services/cart/a.ts');
    deploy(4, 'production');
    const knex = await databases.init('SQLITE_3');
    const start = async (annotations: Record<string, string>) => {
      installation = await Installation.start({
        knex,
        github,
        entities: [part('cart', annotations)],
      });
      await installation.run();
    };
    await start({});
    expect(await releases('cart')).toHaveLength(2);
    await installation.stop();
    await start({ task: 'deploy:cart' });
    expect(await releases('cart')).toHaveLength(0);
    await installation.stop();
    await start({});
    expect(await releases('cart')).toHaveLength(2);
  });
});
