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
import {
  day,
  PATH,
  REF,
  SINCE,
  slug,
  useScene,
} from '../__testUtils__/useScene';

jest.setTimeout(60_000);

describe('changes of a deployment', () => {
  const scene = useScene();

  /** How it was asked what lies between two deployments. */
  const asked = () =>
    scene.gitlab.requests.splice(0).flatMap(path => {
      const [, what] = /repository\/(compare|commits)\?/.exec(path) ?? [];
      return what ? [what] : [];
    });

  it('are for the first one only its head', async () => {
    scene.project.merge(scene.propose('a', day(1)), 'merge', day(2));
    scene.project.merge(scene.propose('b', day(2)), 'squash', day(3));
    const id = scene.deploy(day(4));
    const one = await scene.read();
    expect(one.carriedBy(id)).toEqual([`${PATH}!2`]);
    expect(one.changes.size).toBe(2);
  });

  it('are those since what was deployed before, and commits without a merge request', async () => {
    scene.deploy(day(2));
    scene.project.merge(scene.propose('a', day(3)), 'merge', day(4));
    scene.project.merge(scene.propose('b', day(4)), 'squash and merge', day(5));
    scene.project.merge(scene.propose('c', day(5)), 'rebase', day(6));
    const { sha } = scene.project.commit('main', 'At once', day(7));
    const id = scene.deploy(day(8));
    const one = await scene.read();
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
    const requests = scene.gitlab.requests.filter(path =>
      /commits\/\w+\/merge_requests/.test(path),
    );
    // All that were merged are known: nobody is asked whose a commit is.
    expect(requests).toEqual([]);
  });

  it('of a history cost one list of the commits, and later a comparison each', async () => {
    scene.deploy(day(2));
    for (const date of [3, 4, 5]) {
      scene.project.commit('main', `On ${date}`, day(date));
      scene.deploy(day(date, 12));
    }
    const reader = await scene.read();
    expect(asked()).toEqual(['commits']);
    const { sha } = scene.project.commit('main', 'Later', day(6));
    const id = scene.deploy(day(7));
    await reader.read([component('cart', slug())], SINCE, false);
    expect(reader.carriedBy(id)).toEqual([`${PATH}@${sha}`]);
    expect(asked()).toEqual(['compare']);
  });

  it('are compared, where the list of the commits turns out to be longer', async () => {
    scene.deploy(day(2));
    for (let count = 0; count < 250; count++) {
      scene.project.commit('main', `Commit ${count}`, day(3));
    }
    const id = scene.deploy(day(4));
    const reader = await scene.read();
    expect(reader.carriedBy(id)).toHaveLength(250);
    // The first deployment takes its head only, by a request of another kind.
    expect(asked()).toEqual(['commits', 'commits', 'commits', 'compare']);
  });

  it('are asked for, where they were merged before the history begins', async () => {
    const before = '2025-12-20T10:00:00.000Z';
    scene.project.merge(
      scene.propose('old', before),
      'merge',
      '2025-12-30T10:00:00.000Z',
    );
    const id = scene.deploy(day(2));
    const one = await scene.read();
    expect(one.carriedBy(id)).toEqual([`${PATH}!1`]);
  });

  it('are those of the release branch, which brings what was merged to main before', async () => {
    scene.project.branch('release');
    scene.deploy(day(1), { sha: scene.project.head('release') });
    scene.project.merge(scene.propose('a', day(3)), 'merge', day(4));
    scene.project.merge(scene.propose('b', day(4)), 'squash', day(5));
    const promotion = scene.project.open({
      title: 'Release',
      sourceBranch: 'main',
      targetBranch: 'release',
      createdAt: day(6),
    });
    scene.project.merge(promotion, 'merge', day(6, 12));
    const id = scene.deploy(day(7), { sha: scene.project.head('release') });
    const one = await scene.read();
    expect(one.carriedBy(id)).toEqual([`${PATH}!1`, `${PATH}!2`]);
    expect(one.changes.has(`${PATH}!3`)).toBe(false);
  });

  it('are those that were merged in between, where commits are gone', async () => {
    scene.deploy(day(2));
    const gone = scene.project.commit('main', 'To be rewritten', day(3)).sha;
    scene.deploy(day(3, 12));
    scene.project.merge(scene.propose('a', day(4)), 'squash', day(5));
    const id = scene.deploy(day(6));
    scene.project.forget(gone);
    const one = await scene.read();
    expect(one.carriedBy(id)).toEqual([`${PATH}!1`]);
  });

  it('are all there when there are hundreds of commits', async () => {
    scene.deploy(day(2));
    const request = scene.propose('big', day(3));
    for (let number = 0; number < 320; number++) {
      scene.project.commit('big', `Part ${number}`, day(3, 12));
    }
    request.commits = scene.project.between(
      scene.project.head(),
      scene.project.head('big'),
    );
    scene.project.merge(request, 'merge', day(4));
    for (let number = 0; number < 130; number++) {
      scene.project.commit('main', `Single ${number}`, day(5));
    }
    const id = scene.deploy(day(6));
    const one = await scene.read();
    expect(one.carriedBy(id)).toHaveLength(131);
    expect(one.changes.get(`${PATH}!1`)?.commitShas).toHaveLength(321);
  });
});
