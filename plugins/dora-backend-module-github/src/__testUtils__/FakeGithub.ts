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

import express, { Request, RequestHandler, Response } from 'express';
import { createHash } from 'node:crypto';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { example } from './examples';
import { FakeRepository } from './FakeRepository';
import { answerQuery } from './fakeGraphql';
import { githubRoutes } from './githubRoutes';

export interface Trouble {
  /** Which requests it is about. */
  path: RegExp;
  /** How many of them are answered as ever before it. */
  after?: number;
  /** How often; forever if omitted. */
  times?: number;
  answer: (req: Request, res: Response) => void;
}

const POINTS = 5000;
const OUT_OF_POINTS = {
  type: 'RATE_LIMITED',
  message: 'API rate limit already exceeded for user ID 1.',
};

/**
 * A GitHub on loopback: its REST and GraphQL APIs as far as they are asked for,
 * including its quirks and failures.
 */
export class FakeGithub {
  readonly repositories = new Map<string, FakeRepository>();
  /** Former names, and the ids of what they have become. */
  readonly moved = new Map<string, number>();
  /** Requests, except those answered as unchanged. */
  readonly requests: string[] = [];
  readonly unchanged: string[] = [];
  readonly troubles: Trouble[] = [];
  /** Remaining requests; unlimited if undefined. */
  remaining?: number;
  limit?: number;
  /** The same of the points of GraphQL, which are 5,000 an hour. */
  points?: number;
  resetAt = 0;
  /** Whether it answers to GraphQL. */
  graphql = true;
  /** What GraphQL was asked for, and what it cost. */
  readonly queries: { ids: string[]; points: number }[] = [];
  token = 'secret';
  onRequest = () => {};
  readonly #server: Server;

  static async start(): Promise<FakeGithub> {
    const github = new FakeGithub();
    await new Promise<void>(resolve => {
      github.#server.listen(0, '127.0.0.1', resolve);
    });
    return github;
  }

  private constructor() {
    const app = express();
    // GitHub knows entity tags, but not those of express.
    app.set('etag', false);
    app.use(express.json(), this.#receive);
    app.post('/graphql', this.#query);
    app.use('/repos/:owner/:repo', this.#find, githubRoutes(this));
    app.use('/repositories/:id', this.#findById, githubRoutes(this));
    this.#server = createServer(app);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  add(fullName: string): FakeRepository {
    const repository = new FakeRepository(this.repositories.size + 1, fullName);
    this.repositories.set(fullName, repository);
    return repository;
  }

  rename(from: string, to: string): void {
    const repository = this.repositories.get(from)!;
    repository.fullName = to;
    this.repositories.delete(from);
    this.repositories.set(to, repository);
    this.moved.set(from, repository.id);
  }

  /** Answers with a page of a list, or with an object. */
  send(req: Request, res: Response, data: unknown[] | object): void {
    let body: unknown = data;
    if (Array.isArray(data)) {
      const page = Number(req.query.page ?? 1);
      const perPage = Number(req.query.per_page ?? 30);
      body = data.slice((page - 1) * perPage, page * perPage);
      this.#link(req, res, page, Math.ceil(data.length / perPage));
    }
    const text = JSON.stringify(body);
    const etag = `W/"${createHash('sha1').update(text).digest('hex')}"`;
    res.setHeader('etag', etag);
    if (req.headers['if-none-match'] === etag) {
      this.unchanged.push(this.requests.pop()!);
      if (this.remaining !== undefined) {
        this.remaining++;
      }
      res.status(304).end();
      return;
    }
    res.type('json').send(text);
  }

  notFound(res: Response): void {
    res.status(404).json({ message: 'Not Found' });
  }

  #link(req: Request, res: Response, page: number, last: number) {
    const url = (number: number) => {
      const target = new URL(req.originalUrl, this.url);
      target.searchParams.set('page', String(number));
      return target;
    };
    if (page < last) {
      res.setHeader(
        'link',
        `<${url(page + 1)}>; rel="next", <${url(last)}>; rel="last"`,
      );
    }
  }

  readonly #receive: RequestHandler = (req, res, next) => {
    const isGraphql = req.path === '/graphql';
    if (!isGraphql) {
      this.requests.push(req.originalUrl);
    }
    this.onRequest();
    if (req.headers.authorization !== `Bearer ${this.token}`) {
      res.status(401).json({ message: 'Bad credentials' });
      return;
    }
    const trouble = this.#troubleWith(req.path);
    if (trouble) {
      if (trouble.times !== undefined && --trouble.times <= 0) {
        this.troubles.splice(this.troubles.indexOf(trouble), 1);
      }
      trouble.answer(req, res);
      return;
    }
    if (this.remaining !== undefined && !isGraphql) {
      res.setHeader('x-ratelimit-remaining', Math.max(0, this.remaining - 1));
      if (this.limit !== undefined) {
        res.setHeader('x-ratelimit-limit', this.limit);
      }
      res.setHeader('x-ratelimit-reset', Math.ceil(this.resetAt / 1000));
      if (this.remaining <= 0) {
        res.status(403).json({ message: 'API rate limit exceeded' });
        return;
      }
      this.remaining--;
    }
    next();
  };

  #troubleWith(requested: string): Trouble | undefined {
    const trouble = this.troubles.find(({ path }) => path.test(requested));
    if (trouble?.after) {
      trouble.after--;
      return undefined;
    }
    return trouble;
  }

  readonly #query: RequestHandler = async (req, res) => {
    if (!this.graphql) {
      this.notFound(res);
      return;
    }
    const { query, variables } = req.body;
    const { data, errors, points } = await answerQuery(this, query, variables);
    const left = this.points ?? POINTS;
    const isRefused = left < points;
    this.queries.push({ ids: variables.ids, points });
    this.points &&= Math.max(0, left - points);
    res.set({
      'x-ratelimit-resource': 'graphql',
      'x-ratelimit-limit': String(POINTS),
      'x-ratelimit-remaining': String(this.points ?? POINTS),
      'x-ratelimit-reset': String(Math.ceil(this.resetAt / 1000)),
    });
    res.json(isRefused ? { errors: [OUT_OF_POINTS] } : { data, errors });
  };

  readonly #find: RequestHandler = (req, res, next) => {
    const { owner, repo } = req.params;
    const name = `${owner}/${repo}`;
    const moved = this.moved.get(name);
    if (moved !== undefined) {
      res.redirect(301, `${this.url}/repositories/${moved}${req.url}`);
      return;
    }
    res.locals.repository = this.repositories.get(name);
    if (!res.locals.repository) {
      this.notFound(res);
      return;
    }
    next();
  };

  readonly #findById: RequestHandler = (req, res, next) => {
    res.locals.repository = [...this.repositories.values()].find(
      ({ id }) => id === Number(req.params.id),
    );
    next();
  };
}

/** A status as GitHub lists it. */
export function statusPayload(
  { state, at }: { state: string; at: string },
  index: number,
) {
  return {
    ...example('deployment_status', 'deployment_status'),
    id: index,
    state,
    created_at: at,
    updated_at: at,
  };
}
