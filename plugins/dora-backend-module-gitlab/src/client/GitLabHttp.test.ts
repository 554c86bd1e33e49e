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

import { SyncError, RateLimitError } from '@backstage-dora/plugin-dora-node';
import { DateTime } from 'luxon';
import { FakeGitLab, Trouble } from '../__testUtils__/FakeGitLab';
import { FakeProject } from '../__testUtils__/FakeProject';
import { GitLabClient } from './GitLabClient';
import { GitLabError } from './GitLabError';
import { GitLabHttp } from './GitLabHttp';
import { RateBudget } from './RateBudget';

const NOW = DateTime.fromISO('2026-03-31T12:00:00.000Z');

describe('asking GitLab', () => {
  let gitlab: FakeGitLab;
  let project: FakeProject;
  let now: DateTime;

  beforeEach(async () => {
    now = NOW;
    gitlab = await FakeGitLab.start();
    project = gitlab.add('acme/cart');
  });

  afterEach(async () => {
    await gitlab.stop();
  });

  function client(options: { timeoutMs?: number; signal?: AbortSignal } = {}) {
    const { timeoutMs = 20_000, signal = new AbortController().signal } =
      options;
    const http = new GitLabHttp({
      apiBaseUrl: gitlab.apiBaseUrl,
      credentials: async () => ({ authorization: `Bearer ${gitlab.token}` }),
      budget: new RateBudget(() => now),
      retryPauseMs: 1,
      timeoutMs,
    });
    return new GitLabClient(http, signal);
  }

  const trouble = (times: number | undefined, answer: Trouble['answer']) =>
    gitlab.troubles.push({ path: /projects/, times, answer });

  it('finds projects by path and by number, below the path of the server', async () => {
    expect(await client().project('acme/cart')).toMatchObject({ id: 15 });
    expect(await client().project(15)).toMatchObject({ id: 15 });
    expect(gitlab.requests).toEqual([
      '/git/api/v4/projects/acme%2Fcart',
      '/git/api/v4/projects/15',
    ]);
  });

  it.each([
    ['502', (_, res) => res.status(502).send('<html>Bad Gateway</html>')],
    ['500', (_, res) => res.status(500).json({ message: 'Internal Error' })],
    ['a broken connection', req => req.socket.destroy()],
    ['no answer in time', () => undefined],
  ] as Array<[string, Trouble['answer']]>)(
    'retries after %s',
    async (_, answer) => {
      trouble(2, answer);
      const found = await client({ timeoutMs: 1500 }).project(15);
      expect(found.id).toBe(15);
      expect(gitlab.requests).toHaveLength(3);
    },
  );

  it('gives up after some attempts, and at once what will not change', async () => {
    trouble(undefined, (_, res) => res.status(503).send('down'));
    await expect(client().project(15)).rejects.toThrow('GitLab answered 503');
    expect(gitlab.requests).toHaveLength(4);
    await expect(client().compare(99, 'a', 'b')).rejects.toThrow(GitLabError);
    gitlab.troubles.length = 0;
    gitlab.requests.length = 0;
    await expect(client().project(99)).rejects.toThrow(
      'GitLab answered 404 to /git/api/v4/projects/99: 404 Project Not Found',
    );
    expect(gitlab.requests).toHaveLength(1);
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    trouble(undefined, (_, res) => {
      controller.abort();
      res.status(502).send('');
    });
    await expect(
      client({ signal: controller.signal }).project(15),
    ).rejects.toThrow('aborted');
    expect(gitlab.requests).toHaveLength(1);
  });

  it('waits as long as GitLab says, without asking meanwhile', async () => {
    trouble(1, (_, res) =>
      res
        .status(429)
        .set('retry-after', '90')
        .type('text')
        .send('Retry later\n'),
    );
    const one = client();
    const until = NOW.plus({ seconds: 90 });
    const error = await one.project(15).catch(thrown => thrown);
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error.until.toMillis()).toBe(until.toMillis());
    await expect(one.project(15)).rejects.toThrow(RateLimitError);
    expect(gitlab.requests).toHaveLength(1);
    now = until;
    expect(await one.project(15)).toMatchObject({ id: 15 });
  });

  it('asks for no more than is left', async () => {
    gitlab.remaining = 2;
    gitlab.resetAt = NOW.plus({ minutes: 1 }).toMillis();
    const one = client();
    await one.project(15);
    await one.project('acme/cart');
    const error = await one.project(15).catch(thrown => thrown);
    expect(error.until.toMillis()).toBe(gitlab.resetAt);
    expect(gitlab.requests).toHaveLength(2);
  });

  it('waits a minute where GitLab does not say how long', async () => {
    trouble(1, (_, res) => res.status(429).send(''));
    const error = await client()
      .project(15)
      .catch(thrown => thrown);
    expect(error.until.toMillis()).toBe(NOW.plus({ minutes: 1 }).toMillis());
  });

  it('does not have the same sent again', async () => {
    const one = client();
    const first = await one.project(15);
    expect(await one.project(15)).toEqual(first);
    expect(gitlab.requests).toHaveLength(1);
    expect(gitlab.unchanged).toHaveLength(1);
    project.path = 'acme/basket';
    expect(await one.project(15)).toMatchObject({
      path_with_namespace: 'acme/basket',
    });
  });

  it('follows a project that has moved, but hands the token to nobody else', async () => {
    gitlab.move(project, 'acme/basket');
    expect(await client().project('acme/cart')).toMatchObject({ id: 15 });

    const other = await FakeGitLab.start();
    try {
      trouble(1, (_, res) =>
        res.redirect(302, `${other.apiBaseUrl}/projects/1`),
      );
      await expect(client().project(15)).rejects.toThrow('it has moved to');
      expect(other.requests).toEqual([]);
      trouble(undefined, (req, res) => res.redirect(302, req.originalUrl));
      await expect(client().project(15)).rejects.toThrow('it has moved to');
    } finally {
      await other.stop();
    }
  });

  it('says when something else answers', async () => {
    trouble(1, (_, res) => res.send('<html>Sign in</html>'));
    await expect(client().project(15)).rejects.toThrow('apiBaseUrl');
  });

  it.each(['all', 'link', 'none'] as const)(
    'reads pages to the end, with %s of the headers',
    async headers => {
      gitlab.headers = headers;
      for (let number = 0; number < 230; number++) {
        project.deploy({ sha: 'a', createdAt: NOW.toISO()! });
      }
      const updatedAfter = NOW.minus({ days: 1 }).toISO()!;
      const sizes: number[] = [];
      let hasNext = true;
      for (let page = 1; hasNext; page++) {
        const read = await client().deployments(15, { updatedAfter, page });
        sizes.push(read.items.length);
        hasNext = read.hasNext;
        expect(read.total).toBe(headers === 'all' ? 230 : undefined);
      }
      expect(sizes).toEqual([100, 100, 30]);
    },
  );

  it('follows links, where only they lead on', async () => {
    project.commit('main', 'Begin', NOW.toISO()!);
    project.branch('a');
    const request = project.open({
      title: 'A',
      sourceBranch: 'a',
      createdAt: NOW.toISO()!,
    });
    for (let number = 0; number < 7; number++) {
      request.notes.push({
        body: `Note ${number}`,
        system: false,
        created_at: NOW.toISO()!,
      });
    }
    const notes = await client().mergeRequestNotes(15, 1);
    expect(notes.map(({ body }) => body)).toEqual(
      request.notes.map(({ body }) => body),
    );
  });

  it('passes on what is wrong with the credentials', async () => {
    const http = new GitLabHttp({
      apiBaseUrl: gitlab.apiBaseUrl,
      credentials: async () => {
        throw new SyncError('There is no token', 'Configure one');
      },
      budget: new RateBudget(() => now),
      retryPauseMs: 1,
      timeoutMs: 1000,
    });
    const { signal } = new AbortController();
    await expect(new GitLabClient(http, signal).project(15)).rejects.toThrow(
      SyncError,
    );
    expect(gitlab.requests).toEqual([]);
  });
});
