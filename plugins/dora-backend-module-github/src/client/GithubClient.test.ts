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

import { RateLimitError } from '@backstage-dora/plugin-dora-node';
import { DateTime } from 'luxon';
import { FakeGithub, Trouble } from '../__testUtils__/FakeGithub';
import { GithubClient } from './GithubClient';
import { RateBudgets } from './RateBudgets';

const NOW = DateTime.fromISO('2026-03-01T10:00:00Z');
const REPOSITORY = { owner: 'acme', repo: 'cart' };

describe('GithubClient', () => {
  let github: FakeGithub;
  let now = NOW;
  let budgets: RateBudgets;
  let controller: AbortController;

  beforeEach(async () => {
    github = await FakeGithub.start();
    github.add('acme/cart').commit('main', 'Begin', '2026-01-01T00:00:00Z');
    now = NOW;
    budgets = new RateBudgets(() => now);
    controller = new AbortController();
  });

  afterEach(() => github.stop());

  const connect = (backfill = false, apiBaseUrl = github.url) =>
    GithubClient.create({
      apiBaseUrl,
      credentials: async () => ({ Authorization: `Bearer ${github.token}` }),
      budgets,
      backfill,
      signal: controller.signal,
      retryPauseMs: 1,
      timeoutMs: 500,
    });

  const answers: Array<[string, Trouble['answer']]> = [
    ['502', (_, res) => res.status(502).send('<html>Bad gateway</html>')],
    ['503', (_, res) => res.status(503).json({ message: 'Busy' })],
    ['a broken connection', req => req.socket.destroy()],
    ['an answer that does not come', () => {}],
  ];

  it.each(answers)('retries after %s', async (_, answer) => {
    github.troubles.push({ path: /./, times: 2, answer });
    const { data } = await connect().rest.repos.get(REPOSITORY);
    expect(data.full_name).toBe('acme/cart');
    expect(github.requests).toHaveLength(3);
  });

  it('gives up in the end', async () => {
    github.troubles.push({
      path: /./,
      answer: (_, res) => res.status(502).json({ message: 'Bad gateway' }),
    });
    await expect(connect().rest.repos.get(REPOSITORY)).rejects.toMatchObject({
      status: 502,
    });
    expect(github.requests).toHaveLength(4);
  });

  it.each([
    [
      'a secondary limit says how long',
      { status: 403, headers: { 'retry-after': '90' }, message: 'Slow down' },
      NOW.plus({ seconds: 90 }),
    ],
    [
      'a secondary limit does not say',
      { status: 403, headers: {}, message: 'exceeded a secondary rate limit' },
      NOW.plus({ minutes: 1 }),
    ],
    [
      'there were too many requests',
      { status: 429, headers: {}, message: 'Too many' },
      NOW.plus({ minutes: 1 }),
    ],
    [
      'all requests of the hour are made',
      {
        status: 403,
        headers: {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(NOW.plus({ minutes: 20 }).toSeconds()),
        },
        message: 'API rate limit exceeded',
      },
      NOW.plus({ minutes: 20 }),
    ],
  ])('asks for nothing more when %s', async (_, said, until) => {
    const { status, headers, message } = said;
    github.troubles.push({
      path: /./,
      times: 1,
      answer: (__, res) => res.status(status).set(headers).json({ message }),
    });
    const client = connect();
    for (const _round of [1, 2]) {
      const error = await client.rest.repos
        .get(REPOSITORY)
        .catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(RateLimitError);
      expect((error as RateLimitError).until.toMillis()).toBe(until.toMillis());
      expect(github.requests).toHaveLength(1);
    }
    now = until;
    await expect(client.rest.repos.get(REPOSITORY)).resolves.toMatchObject({
      status: 200,
    });
  });

  it('notices the last request of the hour before it is refused', async () => {
    const reset = NOW.plus({ minutes: 20 });
    github.remaining = 1;
    github.resetAt = reset.toMillis();
    const client = connect();
    await client.rest.repos.get(REPOSITORY);
    await expect(client.rest.repos.get(REPOSITORY)).rejects.toThrow(
      RateLimitError,
    );
    expect(github.requests).toHaveLength(1);
  });

  it('leaves a part of the requests to what is new', async () => {
    github.limit = 100;
    github.remaining = 20;
    github.resetAt = NOW.plus({ minutes: 20 }).toMillis();
    await connect(true).rest.repos.get(REPOSITORY);
    await expect(
      connect(true).rest.repos.get(REPOSITORY),
    ).rejects.toMatchObject({ name: 'RateLimitError', backfillOnly: true });
    await connect(false).rest.repos.get(REPOSITORY);
    expect(github.requests).toHaveLength(2);
  });

  describe('asking GraphQL', () => {
    const ask = (backfill = false, apiBaseUrl = github.url) =>
      connect(backfill, apiBaseUrl).nodes(
        {
          query:
            'query($ids: [ID!]!) { nodes(ids: $ids) { ... on PullRequest { number } } }',
        },
        ['PR_1_1', 'PR_1_2'],
      );
    const asked = () => {
      let count = 0;
      github.onRequest = () => count++;
      return () => count;
    };

    it('returns the nodes that exist, and nothing for the others', async () => {
      const [repository] = github.repositories.values();
      repository.branch('more', 'main');
      const createdAt = '2026-01-02T00:00:00Z';
      repository.open({ title: 'More', head: 'more', createdAt });
      expect(await ask()).toEqual([{ number: 1 }, undefined]);
    });

    it('finds it beside the REST API of an Enterprise Server', async () => {
      github.troubles.push({
        path: /^\/api\/graphql$/,
        answer: (_, res) =>
          res.json({ data: { nodes: [{ number: 7 }, null] } }),
      });
      expect(await ask(false, `${github.url}/api/v3`)).toEqual([
        { number: 7 },
        undefined,
      ]);
    });

    it('asks no more for an hour where there is none', async () => {
      github.graphql = false;
      const count = asked();
      expect(await ask()).toEqual([]);
      expect(await ask()).toEqual([]);
      expect(count()).toBe(1);
      now = NOW.plus({ minutes: 61 });
      await ask();
      expect(count()).toBe(2);
      await connect().rest.repos.get(REPOSITORY);
    });

    it('keeps to its points, which are not those of REST', async () => {
      github.points = 1000;
      github.resetAt = NOW.plus({ minutes: 20 }).toMillis();
      const count = asked();
      await ask(true);
      // A fifth of them is left to what is new.
      expect(await ask(true)).toEqual([]);
      expect(count()).toBe(1);
      github.points = 0;
      expect(await ask()).toEqual([]);
      expect(await ask()).toEqual([]);
      expect(count()).toBe(2);
      await connect(true).rest.repos.get(REPOSITORY);
      now = NOW.plus({ minutes: 20 });
      github.points = undefined;
      expect(await ask()).toEqual([undefined, undefined]);
    });

    it('leaves REST alone, too, where it was asked too fast', async () => {
      github.troubles.push({
        path: /graphql/,
        answer: (_, res) =>
          res
            .status(403)
            .set('retry-after', '60')
            .json({ message: 'You have exceeded a secondary rate limit' }),
      });
      await ask();
      await expect(connect().rest.repos.get(REPOSITORY)).rejects.toThrow(
        RateLimitError,
      );
    });
  });

  it('takes a missing permission for what it is', async () => {
    github.troubles.push({
      path: /./,
      answer: (_, res) =>
        res.status(403).json({ message: 'Resource not accessible' }),
    });
    await expect(connect().rest.repos.get(REPOSITORY)).rejects.toMatchObject({
      status: 403,
    });
    expect(github.requests).toHaveLength(1);
  });

  it('stops with the backend', async () => {
    github.troubles.push({ path: /./, answer: () => controller.abort() });
    await expect(connect().rest.repos.get(REPOSITORY)).rejects.toMatchObject({
      name: 'AbortError',
    });
    await expect(connect().rest.repos.get(REPOSITORY)).rejects.toThrow();
    expect(github.requests).toHaveLength(1);
  });
});
