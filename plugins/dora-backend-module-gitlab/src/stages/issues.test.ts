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
import { day, PATH, REF, slug, useScene } from '../__testUtils__/useScene';

jest.setTimeout(60_000);

describe('incidents', () => {
  const scene = useScene();

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
    scene.project.issues.push(
      issue(1),
      issue(2, {
        issue_type: 'incident',
        severity: 'CRITICAL',
        closed_at: day(6),
      }),
      issue(3, { labels: ['Outage', 'severity::2'] }),
    );
    const one = await scene.read(
      {},
      { gitlab: { incidents: { labels: ['outage'] } } },
    );
    // GitLab's labels are case-sensitive.
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
    const labelled = await scene.read(
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
    scene.project.issues.push(issue(2, { issue_type: 'incident' }));
    const one = await scene.read();
    expect(one.incidents.size).toBe(1);
    Object.assign(scene.project.issues[0], {
      issue_type: 'issue',
      updated_at: day(20),
    });
    await one.read([component('cart', slug())], day(19), false);
    expect(one.incidents.size).toBe(0);
  });

  it('are reverts of what was live, by what caused them', async () => {
    scene.deploy(day(2));
    scene.project.merge(scene.propose('a', day(3)), 'merge', day(4));
    const { sha } = scene.project.commit('main', 'At once', day(4, 12));
    scene.deploy(day(5));
    scene.project.merge(
      scene.propose('undo', day(6), {
        description: `This reverts merge request !1`,
      }),
      'merge',
      day(7),
    );
    scene.project.commit(
      'main',
      `Revert "At once"\n\nThis reverts commit ${sha}.`,
      day(7, 12),
    );
    scene.project.merge(
      scene.propose('other', day(7), {
        description: 'This reverts merge request acme/other!1',
      }),
      'merge',
      day(7, 15),
    );
    scene.deploy(day(8));
    const { incidents } = await scene.read(
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
          { commitSha: scene.project.requests.get(1)!.mergeCommitSha },
        ],
        [Date.parse(day(7, 12)), { commitSha: sha }],
      ]),
    );
    expect(incidents.size).toBe(2);
  });
});
