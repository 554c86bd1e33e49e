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

import { component } from '../__testUtils__/component';
import { commitPayload } from '../__testUtils__/payloads';
import { day, PATH, REF, slug, useScene } from '../__testUtils__/useScene';

jest.setTimeout(60_000);

describe('deployments', () => {
  const scene = useScene();

  it('are those of GitLab, with what became of them', async () => {
    const base = { createdAt: day(2), finishedAt: day(2, 11) };
    const ids = ['success', 'failed', 'canceled', 'running'].map(
      status => scene.project.deploy({ ...base, status }).id,
    );
    // Neither has begun to deploy anything.
    ['created', 'blocked', 'skipped'].forEach(status =>
      scene.project.deploy({ ...base, status }),
    );
    scene.project.deploy({ ...base, environment: 'staging' });
    scene.project.deploy({ ...base, environment: 'review/production' });
    const tagged = scene.project.deploy({ ...base, tag: true, ref: 'v1.2' });
    const { deployments } = await scene.read();
    expect([...deployments.values()]).toHaveLength(5);
    expect(ids.map(id => deployments.get(`deployment/${id}/${REF}`))).toEqual([
      expect.objectContaining({
        source: `gitlab:${scene.gitlab.host}`,
        entityRef: REF,
        environment: 'production',
        status: 'success',
        startedAt: day(2),
        finishedAt: day(2, 11),
        commitSha: scene.project.head(),
        title: 'main',
        url: expect.stringMatching(/\/acme\/shop\/cart\/-\/jobs\/\d+$/),
      }),
      expect.objectContaining({ status: 'failure' }),
      expect.objectContaining({ status: 'cancelled' }),
      expect.not.objectContaining({ finishedAt: expect.anything() }),
    ]);
    expect(deployments.get(`deployment/${tagged.id}/${REF}`)).toMatchObject({
      version: 'v1.2',
    });
  });

  it('end when it was first seen, where they have no job', async () => {
    const made = scene.project.deploy({
      createdAt: day(2),
      updatedAt: day(2, 11),
      job: undefined,
    });
    const one = await scene.read();
    const fact = () => one.deployments.get(`deployment/${made.id}/${REF}`);
    expect(fact()).toMatchObject({ finishedAt: day(2, 11) });
    made.updatedAt = day(9);
    await one.read([component('cart', slug())], day(3), false);
    expect(fact()).toMatchObject({ finishedAt: day(2, 11) });
  });

  it('are also jobs of a name on the default branch', async () => {
    const pipeline = scene.project.runPipeline(day(2), [
      { name: 'test' },
      { name: 'deploy eu', status: 'failed' },
      { name: 'deploy eu', started_at: day(2, 11), finished_at: day(2, 12) },
      { name: 'deploy us', status: 'manual', finished_at: null },
    ]);
    scene.project.branch('feature');
    scene.project.runPipeline(day(3), [{ name: 'deploy eu' }], 'feature');
    const annotations = {
      'backstage-dora.io/deployments': 'jobs',
      'backstage-dora.io/job': 'deploy *',
    };
    const one = await scene.read(annotations);
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
      commitPayload(
        scene.project.commits.get(scene.project.head())!,
        scene.project,
      );
    const sha = scene.project.head();
    scene.project.releases.push(
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
    scene.project.tags.push(
      { name: 'cart-1', created_at: day(4), commit: commit() },
      { name: 'cart-0', created_at: null, commit: commit() },
      { name: 'other-1', created_at: day(4), commit: commit() },
    );
    const released = await scene.read({
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
    const tagged = await scene.read({ 'backstage-dora.io/tag': 'cart-*' });
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
    scene.deploy(day(2));
    scene.project.merge(scene.propose('a', day(3)), 'merge', day(4));
    const one = await scene.read({ 'backstage-dora.io/deployments': 'none' });
    expect(one.deployments.size).toBe(0);
    expect([...one.changes.keys()]).toEqual([`${PATH}!1`]);
  });

  it('are all there when many have changed at the same time, and when others change meanwhile', async () => {
    const same = day(2);
    for (let number = 0; number < 230; number++) {
      scene.deploy(same);
    }
    const late = scene.project.deploy({
      createdAt: day(3),
      finishedAt: day(3),
    });
    for (let number = 0; number < 120; number++) {
      scene.deploy(day(4));
    }
    scene.gitlab.onRequest = () => {
      // While the first pages are read, one that was on them moves to the end.
      scene.project.deployments[0].updatedAt = day(5);
    };
    scene.gitlab.headers = 'none';
    const { deployments } = await scene.read();
    expect(deployments.size).toBe(351);
    expect(deployments.has(`deployment/${late.id}/${REF}`)).toBe(true);
  });
});
