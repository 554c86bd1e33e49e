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

import { ALICE, BOB } from '../__testUtils__/FakeProject';
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

describe('a merge request', () => {
  const scene = useScene();

  it('has its first commit, its review by another person and its approval', async () => {
    const request = scene.propose('a', day(2), {
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
    scene.project.merge(request, 'merge', day(6));
    const { changes } = await scene.read();
    const { firstCommitAt, ...change } = changes.get(`${PATH}!1`)!;
    expect(Date.parse(firstCommitAt)).toBe(Date.parse('2026-01-20T10:00:00Z'));
    expect(change).toMatchObject({
      entityRef: REF,
      repository: `${scene.gitlab.host}/${PATH}`,
      openedAt: day(2),
      firstReviewAt: day(3),
      approvedAt: day(4),
      mergedAt: day(6),
      commitSha: scene.project.head(),
      labels: ['hotfix'],
      title: 'Do a',
    });
    expect(JSON.stringify([...changes.values()])).not.toMatch(
      /alice|bob|carol/i,
    );
  });

  it('of a machine is labelled, and its comments are no review', async () => {
    const request = scene.propose('a', day(2));
    request.author = { id: 8, username: 'renovate-acme' };
    request.notes.push({
      body: 'Hi',
      system: false,
      created_at: day(3),
      author: { id: 7, username: 'Danger' },
    });
    scene.project.merge(request, 'merge', day(4));
    request.notes.push({
      body: 'Thanks',
      system: false,
      created_at: day(5),
      author: BOB,
    });
    scene.project.commit('main', 'Bump', day(5), { author: 'renovate-acme' });
    scene.deploy(day(6));
    const { changes } = await scene.read(
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
    const one = scene.reader();
    for (const branch of ['a', 'b']) {
      scene.project.merge(scene.propose(branch, day(2)), 'squash', day(3));
    }
    const entities = [component('cart', slug())];
    await one.read(entities, SINCE);
    scene.gitlab.requests.length = 0;
    const request = scene.project.requests.get(1)!;
    request.labels.push('late');
    request.updatedAt = day(20);
    await one.read(entities, day(2), false);
    expect(one.changes.get(`${PATH}!1`)?.labels).toEqual(['late']);
    expect(
      scene.gitlab.requests.filter(path => path.includes('/notes')),
    ).toEqual([expect.stringContaining('/merge_requests/1/notes')]);
  });
});
