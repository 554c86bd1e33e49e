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

import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { DateTime } from 'luxon';
import { GithubClient, hasStatus } from './GithubClient';
import { RateBudgets } from './RateBudgets';

jest.setTimeout(120_000);

/**
 * Serves what was recorded of GitHub, in a process of its own because it is made
 * of modules that Jest does not load.
 */
const SERVER = `
  import express from 'express';
  import fixtures from '@octokit/fixtures-server';
  const app = express();
  const server = app.listen(0, '127.0.0.1', () => {
    const fixturesUrl = 'http://127.0.0.1:' + server.address().port;
    app.use(fixtures({ fixturesUrl, logLevel: 'silent' }));
    process.stdout.write(fixturesUrl);
  });
`;
/** The token that the records have in place of the real one. */
const TOKEN = 'token 0000000000000000000000000000000000000001';
const NOW = DateTime.fromISO('2026-03-01T10:00:00Z');
const owner = 'octokit-fixture-org';

interface Answer {
  data: { number: number }[];
  headers: { link?: string };
}

/** Asks for the next page that GitHub links to. */
async function follow(link: string): Promise<Answer> {
  const [, next] = /<([^>]+)>; rel="next"/.exec(link)!;
  const response = await fetch(next, {
    headers: {
      accept: 'application/vnd.github.v3+json',
      authorization: TOKEN,
    },
  });
  return {
    data: (await response.json()) as Answer['data'],
    headers: { link: response.headers.get('link') ?? undefined },
  };
}

describe('GithubClient with recorded traffic of GitHub', () => {
  let server: ChildProcess;
  let url: string;

  beforeAll(async () => {
    server = spawn(
      process.execPath,
      ['--input-type=module', '--eval', SERVER],
      { cwd: __dirname, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    [url] = (await once(server.stdout!, 'data')).map(String);
  });

  afterAll(async () => {
    server.kill();
    await once(server, 'exit');
  });

  /** What was recorded answers once for each time that it was asked. */
  async function play(scenario: string): Promise<GithubClient> {
    const response = await fetch(`${url}/fixtures`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ scenario }),
    });
    const { url: apiBaseUrl } = (await response.json()) as { url: string };
    return GithubClient.create({
      apiBaseUrl,
      credentials: async () => ({ Authorization: TOKEN }),
      budgets: new RateBudgets(() => NOW),
      backfill: true,
      signal: new AbortController().signal,
      retryPauseMs: 1,
    });
  }

  it('reads a repository', async () => {
    const client = await play('get-repository');
    const { data } = await client.rest.repos.get({
      owner,
      repo: 'hello-world',
    });
    expect(data).toMatchObject({
      full_name: `${owner}/hello-world`,
      default_branch: expect.any(String),
    });
  });

  it('finds a renamed repository by its former name', async () => {
    const client = await play('rename-repository');
    const former = { owner, repo: 'rename-repository' };
    await client.rest.repos.update({
      ...former,
      name: 'rename-repository-newname',
    });
    const { data } = await client.rest.repos.get(former);
    expect(data).toMatchObject({
      id: 1000,
      full_name: `${owner}/rename-repository-newname`,
    });
  });

  it('reads a list page by page, as GitHub links them', async () => {
    const client = await play('paginate-issues');
    const read = async (answer: Answer, number: number): Promise<number[]> => {
      const page = await client.page(async () => answer);
      expect(page!.hasNext).toBe(number < 5);
      return [
        ...page!.items.map(issue => issue.number),
        ...(page!.hasNext
          ? await read(await follow(answer.headers.link!), number + 1)
          : []),
      ];
    };
    const first = await client.rest.issues.listForRepo({
      owner,
      repo: 'paginate-issues',
      per_page: 3,
    });
    expect(await client.page(async () => first)).toMatchObject({ last: 5 });
    expect(await read(first, 1)).toEqual([
      13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1,
    ]);
  });

  it('knows the dates of a release', async () => {
    const client = await play('release-assets');
    const { data } = await client.rest.repos.getReleaseByTag({
      owner,
      repo: 'release-assets',
      tag: 'v1.0.0',
    });
    expect(data).toMatchObject({ tag_name: 'v1.0.0', draft: false });
    expect(DateTime.fromISO(data.published_at!).isValid).toBe(true);
  });

  it('asks once for what is not there', async () => {
    const client = await play('branch-protection');
    const error = await client.rest.repos
      .getBranchProtection({ owner, repo: 'branch-protection', branch: 'main' })
      .catch((caught: unknown) => caught);
    expect(hasStatus(error, 404)).toBe(true);
    expect(error).toMatchObject({
      message: expect.stringContaining('Branch not protected'),
    });
  });

  it('asks once for what is wrong, and says what GitHub says about it', async () => {
    const client = await play('errors');
    const error = await client.rest.issues
      .createLabel({ owner, repo: 'errors', name: 'foo', color: 'invalid' })
      .catch((caught: unknown) => caught);
    expect(hasStatus(error, 422)).toBe(true);
    expect(error).toMatchObject({
      message: expect.stringContaining('Validation Failed'),
    });
  });
});
