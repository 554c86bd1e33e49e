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

import { DateTime } from 'luxon';
import { FakeGitLab } from './__testUtils__/FakeGitLab';
import { ALICE, BOB, FakeProject } from './__testUtils__/FakeProject';
import { component } from './__testUtils__/Installation';
import { commitPayload } from './__testUtils__/payloads';
import { Reader } from './__testUtils__/Reader';

jest.setTimeout(60_000);

const NOW = '2026-03-31T12:00:00.000Z';
const SINCE = '2026-01-01T00:00:00.000Z';
const REF = 'component:default/cart';
const PATH = 'acme/shop/cart';

const day = (date: number, hour = 10) =>
  `2026-02-${String(date).padStart(2, '0')}T${String(hour).padStart(
    2,
    '0',
  )}:00:00.000Z`;

describe('what is read of a project', () => {
  let gitlab: FakeGitLab;
  let project: FakeProject;

  beforeEach(async () => {
    gitlab = await FakeGitLab.start();
    project = gitlab.add(PATH);
    project.commit('main', 'Begin', day(1, 1));
  });

  afterEach(async () => {
    await gitlab.stop();
  });

  const slug = (annotations: Record<string, string> = {}) => ({
    'gitlab.com/project-slug': PATH,
    ...annotations,
  });

  const reader = (dora: Parameters<typeof Reader.create>[2] = {}) =>
    Reader.create(gitlab, () => DateTime.fromISO(NOW), dora);

  async function read(
    annotations: Record<string, string> = {},
    dora: Parameters<typeof Reader.create>[2] = {},
  ) {
    const one = reader(dora);
    await one.read([component('cart', slug(annotations))], SINCE);
    return one;
  }

  function deploy(createdAt: string, more: Partial<{ sha: string }> = {}) {
    const { id } = project.deploy({
      createdAt,
      finishedAt: createdAt,
      ...more,
    });
    return `deployment/${id}/${REF}`;
  }

  function propose(
    sourceBranch: string,
    createdAt: string,
    more: Parameters<FakeProject['commit']>[3] & {
      targetBranch?: string;
      description?: string;
    } = {},
  ) {
    const { targetBranch = 'main', description = '', ...commit } = more;
    project.branch(sourceBranch, targetBranch);
    project.commit(sourceBranch, `Work on ${sourceBranch}`, createdAt, commit);
    return project.open({
      title: `Do ${sourceBranch}`,
      description,
      sourceBranch,
      targetBranch,
      createdAt,
    });
  }

  describe('deployments', () => {
    it('are those of GitLab, with what became of them', async () => {
      const base = { createdAt: day(2), finishedAt: day(2, 11) };
      const ids = ['success', 'failed', 'canceled', 'running'].map(
        status => project.deploy({ ...base, status }).id,
      );
      // Neither has begun to deploy anything.
      ['created', 'blocked', 'skipped'].forEach(status =>
        project.deploy({ ...base, status }),
      );
      project.deploy({ ...base, environment: 'staging' });
      project.deploy({ ...base, environment: 'review/production' });
      const tagged = project.deploy({ ...base, tag: true, ref: 'v1.2' });
      const { deployments } = await read();
      expect([...deployments.values()]).toHaveLength(5);
      expect(ids.map(id => deployments.get(`deployment/${id}/${REF}`))).toEqual(
        [
          expect.objectContaining({
            source: `gitlab:${gitlab.host}`,
            entityRef: REF,
            environment: 'production',
            status: 'success',
            startedAt: day(2),
            finishedAt: day(2, 11),
            commitSha: project.head(),
            title: 'main',
            url: expect.stringMatching(/\/acme\/shop\/cart\/-\/jobs\/\d+$/),
          }),
          expect.objectContaining({ status: 'failure' }),
          expect.objectContaining({ status: 'cancelled' }),
          expect.not.objectContaining({ finishedAt: expect.anything() }),
        ],
      );
      expect(deployments.get(`deployment/${tagged.id}/${REF}`)).toMatchObject({
        version: 'v1.2',
      });
    });

    it('end when it was first seen, where they have no job', async () => {
      const made = project.deploy({
        createdAt: day(2),
        updatedAt: day(2, 11),
        job: undefined,
      });
      const one = await read();
      const fact = () => one.deployments.get(`deployment/${made.id}/${REF}`);
      expect(fact()).toMatchObject({ finishedAt: day(2, 11) });
      made.updatedAt = day(9);
      await one.read([component('cart', slug())], day(3), false);
      expect(fact()).toMatchObject({ finishedAt: day(2, 11) });
    });

    it('are also jobs of a name on the default branch', async () => {
      const pipeline = project.runPipeline(day(2), [
        { name: 'test' },
        { name: 'deploy eu', status: 'failed' },
        { name: 'deploy eu', started_at: day(2, 11), finished_at: day(2, 12) },
        { name: 'deploy us', status: 'manual', finished_at: null },
      ]);
      project.branch('feature');
      project.runPipeline(day(3), [{ name: 'deploy eu' }], 'feature');
      const annotations = {
        'backstage-dora.io/deployments': 'jobs',
        'backstage-dora.io/job': 'deploy *',
      };
      const one = await read(annotations);
      const facts = () =>
        [...one.deployments.values()].map(({ status, finishedAt }) => [
          status,
          finishedAt,
        ]);
      expect(facts()).toEqual([
        ['failure', day(2)],
        ['success', day(2, 12)],
      ]);
      expect([...one.deployments.values()][1]).toMatchObject({
        commitSha: pipeline.sha,
        environment: 'production',
      });

      // Somebody presses the button two weeks later.
      Object.assign(pipeline.jobs[3], {
        status: 'success',
        started_at: day(16, 9),
        finished_at: day(16),
      });
      pipeline.updated_at = day(16);
      await one.read([component('cart', slug(annotations))], day(15), false);
      expect(facts()).toContainEqual(['success', day(16)]);
    });

    it('are also releases, and tags that match', async () => {
      const commit = () =>
        commitPayload(project.commits.get(project.head())!, project);
      const sha = project.head();
      project.releases.push(
        {
          tag_name: 'v1',
          created_at: day(2),
          released_at: day(3),
          commit: commit(),
        },
        {
          tag_name: 'v2',
          created_at: day(2),
          released_at: '2026-12-01T00:00:00Z',
          upcoming_release: true,
        },
        {
          tag_name: 'v0',
          created_at: '2025-06-01T00:00:00Z',
          commit: commit(),
        },
      );
      project.tags.push(
        { name: 'cart-1', created_at: day(4), commit: commit() },
        { name: 'cart-0', created_at: null, commit: commit() },
        { name: 'other-1', created_at: day(4), commit: commit() },
      );
      const released = await read({
        'backstage-dora.io/deployments': 'releases',
      });
      expect([...released.deployments.values()]).toEqual([
        expect.objectContaining({
          id: `${PATH}/releases/v1/${REF}`,
          status: 'success',
          finishedAt: day(3),
          version: 'v1',
          commitSha: sha,
        }),
      ]);
      const tagged = await read({ 'backstage-dora.io/tag': 'cart-*' });
      expect(
        [...tagged.deployments.values()].map(({ version, finishedAt }) => [
          version,
          Date.parse(finishedAt!),
        ]),
      ).toEqual([
        ['cart-1', Date.parse(day(4))],
        // A tag without a time of its own is as old as its commit.
        ['cart-0', Date.parse(day(1, 1))],
      ]);
    });

    it('are none where the entity says so, and its changes are there', async () => {
      deploy(day(2));
      project.merge(propose('a', day(3)), 'merge', day(4));
      const one = await read({ 'backstage-dora.io/deployments': 'none' });
      expect(one.deployments.size).toBe(0);
      expect([...one.changes.keys()]).toEqual([`${PATH}!1`]);
    });

    it('are all there when many have changed at the same time, and when others change meanwhile', async () => {
      const same = day(2);
      for (let number = 0; number < 230; number++) {
        deploy(same);
      }
      const late = project.deploy({ createdAt: day(3), finishedAt: day(3) });
      for (let number = 0; number < 120; number++) {
        deploy(day(4));
      }
      gitlab.onRequest = () => {
        // While the first pages are read, one that was on them moves to the end.
        project.deployments[0].updatedAt = day(5);
      };
      gitlab.headers = 'none';
      const { deployments } = await read();
      expect(deployments.size).toBe(351);
      expect(deployments.has(`deployment/${late.id}/${REF}`)).toBe(true);
    });
  });

  describe('changes of a deployment', () => {
    it('are for the first one only its head', async () => {
      project.merge(propose('a', day(1)), 'merge', day(2));
      project.merge(propose('b', day(2)), 'squash', day(3));
      const id = deploy(day(4));
      const one = await read();
      expect(one.carriedBy(id)).toEqual([`${PATH}!2`]);
      expect(one.changes.size).toBe(2);
    });

    it('are those since what was deployed before, and commits without a merge request', async () => {
      deploy(day(2));
      project.merge(propose('a', day(3)), 'merge', day(4));
      project.merge(propose('b', day(4)), 'squash and merge', day(5));
      project.merge(propose('c', day(5)), 'rebase', day(6));
      const { sha } = project.commit('main', 'At once', day(7));
      const id = deploy(day(8));
      const one = await read();
      expect(one.carriedBy(id)).toEqual([
        `${PATH}!1`,
        `${PATH}!2`,
        `${PATH}!3`,
        `${PATH}@${sha}`,
      ]);
      expect(one.changes.get(`${PATH}@${sha}`)).toMatchObject({
        entityRef: REF,
        title: 'At once',
        mergedAt: expect.stringContaining('2026-02-07T12:00'),
      });
      const asked = gitlab.requests.filter(path =>
        /commits\/\w+\/merge_requests/.test(path),
      );
      // All that were merged are known: nobody is asked whose a commit is.
      expect(asked).toEqual([]);
    });

    it('are asked for, where they were merged before the history begins', async () => {
      const before = '2025-12-20T10:00:00.000Z';
      project.merge(
        propose('old', before),
        'merge',
        '2025-12-30T10:00:00.000Z',
      );
      const id = deploy(day(2));
      const one = await read();
      expect(one.carriedBy(id)).toEqual([`${PATH}!1`]);
    });

    it('are those of the release branch, which brings what was merged to main before', async () => {
      project.branch('release');
      deploy(day(1), { sha: project.head('release') });
      project.merge(propose('a', day(3)), 'merge', day(4));
      project.merge(propose('b', day(4)), 'squash', day(5));
      const promotion = project.open({
        title: 'Release',
        sourceBranch: 'main',
        targetBranch: 'release',
        createdAt: day(6),
      });
      project.merge(promotion, 'merge', day(6, 12));
      const id = deploy(day(7), { sha: project.head('release') });
      const one = await read();
      expect(one.carriedBy(id)).toEqual([`${PATH}!1`, `${PATH}!2`]);
      expect(one.changes.has(`${PATH}!3`)).toBe(false);
    });

    it('are those that were merged in between, where commits are gone', async () => {
      deploy(day(2));
      const gone = project.commit('main', 'To be rewritten', day(3)).sha;
      deploy(day(3, 12));
      project.merge(propose('a', day(4)), 'squash', day(5));
      const id = deploy(day(6));
      project.forget(gone);
      const one = await read();
      expect(one.carriedBy(id)).toEqual([`${PATH}!1`]);
    });

    it('are all there when there are hundreds of commits', async () => {
      deploy(day(2));
      const request = propose('big', day(3));
      for (let number = 0; number < 320; number++) {
        project.commit('big', `Part ${number}`, day(3, 12));
      }
      request.commits = project.between(project.head(), project.head('big'));
      project.merge(request, 'merge', day(4));
      for (let number = 0; number < 130; number++) {
        project.commit('main', `Single ${number}`, day(5));
      }
      const id = deploy(day(6));
      const one = await read();
      expect(one.carriedBy(id)).toHaveLength(131);
      expect(one.changes.get(`${PATH}!1`)?.commitShas).toHaveLength(321);
    });
  });

  describe('a merge request', () => {
    it('has its first commit, its review by another person and its approval', async () => {
      const request = propose('a', day(2), {
        authoredAt: '2026-01-20T10:00:00.000Z',
      });
      request.labels.push('hotfix');
      request.notes.push(
        { body: 'Ready', system: false, created_at: day(2, 11), author: ALICE },
        {
          body: 'added 1 commit',
          system: true,
          created_at: day(2, 12),
          author: BOB,
        },
        {
          body: 'Scanned',
          system: false,
          created_at: day(2, 13),
          author: { id: 9, username: 'group_7_bot' },
        },
        {
          body: 'requested changes',
          system: true,
          created_at: day(3),
          author: BOB,
        },
        {
          body: 'approved this merge request',
          system: true,
          created_at: day(4),
          author: BOB,
        },
        {
          body: 'approved this merge request',
          system: true,
          created_at: day(5),
          author: { id: 4, username: 'carol' },
        },
      );
      project.merge(request, 'merge', day(6));
      const { changes } = await read();
      const { firstCommitAt, ...change } = changes.get(`${PATH}!1`)!;
      expect(Date.parse(firstCommitAt)).toBe(
        Date.parse('2026-01-20T10:00:00Z'),
      );
      expect(change).toMatchObject({
        entityRef: REF,
        repository: `${gitlab.host}/${PATH}`,
        openedAt: day(2),
        firstReviewAt: day(3),
        approvedAt: day(4),
        mergedAt: day(6),
        commitSha: project.head(),
        labels: ['hotfix'],
        title: 'Do a',
      });
      expect(JSON.stringify([...changes.values()])).not.toMatch(
        /alice|bob|carol/i,
      );
    });

    it('of a machine is labelled, and its comments are no review', async () => {
      const request = propose('a', day(2));
      request.author = { id: 8, username: 'renovate-acme' };
      request.notes.push({
        body: 'Hi',
        system: false,
        created_at: day(3),
        author: { id: 7, username: 'Danger' },
      });
      project.merge(request, 'merge', day(4));
      request.notes.push({
        body: 'Thanks',
        system: false,
        created_at: day(5),
        author: BOB,
      });
      project.commit('main', 'Bump', day(5), { author: 'renovate-acme' });
      deploy(day(6));
      const { changes } = await read(
        {},
        { gitlab: { bots: ['renovate-*', 'danger'] } },
      );
      expect([...changes.values()].map(({ labels }) => labels)).toEqual([
        ['bot'],
        ['bot'],
      ]);
      // What is said after the merge is no review either.
      expect([...changes.values()][0]).not.toHaveProperty('firstReviewAt');
    });

    it('that is commented on after it was merged is read again, and another is not', async () => {
      const one = reader();
      for (const branch of ['a', 'b']) {
        project.merge(propose(branch, day(2)), 'squash', day(3));
      }
      const entities = [component('cart', slug())];
      await one.read(entities, SINCE);
      gitlab.requests.length = 0;
      const request = project.requests.get(1)!;
      request.labels.push('late');
      request.updatedAt = day(20);
      await one.read(entities, day(2), false);
      expect(one.changes.get(`${PATH}!1`)?.labels).toEqual(['late']);
      expect(gitlab.requests.filter(path => path.includes('/notes'))).toEqual([
        expect.stringContaining('/merge_requests/1/notes'),
      ]);
    });
  });

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
          project.deploy({
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
      project.merge(
        propose(`change-${index}`, day(3), { files: [file] }),
        'squash',
        day(4, index),
      );
    }
    const { sha } = project.commit('main', 'At once', day(5), {
      files: ['services/pay/d.ts'],
    });
    const [cart, pay] = all(day(6));
    // The right environment by another job is something else.
    project.deploy({
      createdAt: day(7),
      finishedAt: day(7),
      environment: 'production/cart',
      job: 'stop',
    });
    const one = reader();
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

  describe('incidents', () => {
    const issue = (iid: number, more: object = {}) => ({
      iid,
      title: `Issue ${iid}`,
      labels: [],
      issue_type: 'issue',
      severity: 'UNKNOWN',
      created_at: day(5),
      updated_at: day(6),
      closed_at: null,
      web_url: `https://gitlab.example.com/${PATH}/-/issues/${iid}`,
      ...more,
    });

    it('are those of GitLab, and issues with a label', async () => {
      project.issues.push(
        issue(1),
        issue(2, {
          issue_type: 'incident',
          severity: 'CRITICAL',
          closed_at: day(6),
        }),
        issue(3, { labels: ['Outage', 'severity::2'] }),
      );
      const one = await read(
        {},
        { gitlab: { incidents: { labels: ['outage'] } } },
      );
      // GitLab tells labels by case.
      expect([...one.incidents.keys()]).toEqual([`issue/${PATH}#2/${REF}`]);
      expect(one.incidents.get(`issue/${PATH}#2/${REF}`)).toEqual(
        expect.objectContaining({
          entityRef: REF,
          startedAt: day(5),
          resolvedAt: day(6),
          severity: 'critical',
          title: 'Issue 2',
        }),
      );
      const labelled = await read(
        {},
        { gitlab: { incidents: { labels: ['Outage'], types: [] } } },
      );
      expect([...labelled.incidents.values()]).toEqual([
        expect.objectContaining({
          id: `issue/${PATH}#3/${REF}`,
          severity: '2',
        }),
      ]);
      expect([...labelled.incidents.values()][0]).not.toHaveProperty(
        'resolvedAt',
      );
    });

    it('go when they turn out to be none', async () => {
      project.issues.push(issue(2, { issue_type: 'incident' }));
      const one = await read();
      expect(one.incidents.size).toBe(1);
      Object.assign(project.issues[0], {
        issue_type: 'issue',
        updated_at: day(20),
      });
      await one.read([component('cart', slug())], day(19), false);
      expect(one.incidents.size).toBe(0);
    });

    it('are reverts of what was live, by what caused them', async () => {
      deploy(day(2));
      project.merge(propose('a', day(3)), 'merge', day(4));
      const { sha } = project.commit('main', 'At once', day(4, 12));
      deploy(day(5));
      project.merge(
        propose('undo', day(6), {
          description: `This reverts merge request !1`,
        }),
        'merge',
        day(7),
      );
      project.commit(
        'main',
        `Revert "At once"\n\nThis reverts commit ${sha}.`,
        day(7, 12),
      );
      project.merge(
        propose('other', day(7), {
          description: 'This reverts merge request acme/other!1',
        }),
        'merge',
        day(7, 15),
      );
      deploy(day(8));
      const { incidents } = await read(
        {},
        { gitlab: { incidents: { reverts: true } } },
      );
      expect(
        [...incidents.values()].map(({ startedAt, causedBy }) => [
          Date.parse(startedAt),
          causedBy,
        ]),
      ).toEqual(
        expect.arrayContaining([
          [
            Date.parse(day(6)),
            { commitSha: project.requests.get(1)!.mergeCommitSha },
          ],
          [Date.parse(day(7, 12)), { commitSha: sha }],
        ]),
      );
      expect(incidents.size).toBe(2);
    });
  });

  it('takes back what another configuration no longer finds', async () => {
    const entities = (environment: string) => [
      component('cart', slug({ 'backstage-dora.io/environment': environment })),
    ];
    const incidents = { labels: ['outage'], types: [], reverts: true };
    project.issues.push({
      iid: 1,
      title: 'Outage',
      labels: ['outage'],
      issue_type: 'issue',
      created_at: day(5),
      updated_at: day(6),
      web_url: 'https://gitlab.example.com/1',
    });
    const staging = project.deploy({
      createdAt: day(2),
      finishedAt: day(2),
      environment: 'staging',
    });
    deploy(day(2));
    project.merge(propose('a', day(3)), 'merge', day(4));
    deploy(day(5));
    project.commit(
      'main',
      `Back\n\nThis reverts commit ${project.head()}`,
      day(6),
    );
    deploy(day(7));
    const one = reader({ gitlab: { incidents } });
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
    project.merge(propose('a', day(2)), 'squash', day(3));
    deploy(day(4));
    const one = reader();
    const entities = [component('cart', slug())];
    await one.read(entities, SINCE);
    gitlab.move(project, 'acme/market/cart');
    await one.read(entities, SINCE, false);
    project.merge(propose('b', day(5)), 'squash', day(6));
    const id = deploy(day(7));
    // First the annotation is the old one, then the new one.
    await one.read(entities, day(4), false);
    await one.read(
      [component('cart', { 'gitlab.com/project-slug': 'acme/market/cart' })],
      SINCE,
    );
    expect(one.carriedBy(id)).toEqual([`${PATH}!2`]);
    expect([...one.changes.keys()].sort()).toEqual([`${PATH}!1`, `${PATH}!2`]);
    const byNumber = await read({
      'gitlab.com/project-id': String(project.id),
    });
    expect(byNumber.deployments.size).toBe(2);
  });
});
