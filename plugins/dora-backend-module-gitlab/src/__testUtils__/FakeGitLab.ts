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
import { FakeProject } from './FakeProject';
import { gitlabRoutes } from './gitlabRoutes';

/** Below the address of the server, as where a company has one address for all. */
const ROOT = '/git';

export interface Trouble {
  /** Which requests it is about. */
  path: RegExp;
  /** How often; forever if omitted. */
  times?: number;
  answer: (req: Request, res: Response) => void;
}

/**
 * A self-managed GitLab on loopback: its REST API as far as it is asked for,
 * including its quirks and failures.
 */
export class FakeGitLab {
  readonly projects: FakeProject[] = [];
  /** Former paths, and the ids of what they have become. */
  readonly moved = new Map<string, number>();
  /** Requests, except those answered as unchanged. */
  readonly requests: string[] = [];
  readonly unchanged: string[] = [];
  readonly troubles: Trouble[] = [];
  /** Remaining requests; unlimited if undefined. */
  remaining?: number;
  resetAt = 0;
  token = 'glpat-secret';
  /** Which paging headers get through the proxies. */
  headers: 'all' | 'link' | 'none' = 'all';
  onRequest?: () => void;
  readonly #server: Server;

  static async start(): Promise<FakeGitLab> {
    const gitlab = new FakeGitLab();
    await new Promise<void>(resolve => {
      gitlab.#server.listen(0, '127.0.0.1', resolve);
    });
    return gitlab;
  }

  private constructor() {
    const app = express();
    // GitLab knows entity tags, but not those of express.
    app.set('etag', false);
    app.use(this.#receive);
    app.use(`${ROOT}/api/v4/projects/:id`, this.#find, gitlabRoutes(this));
    this.#server = createServer(app);
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get baseUrl(): string {
    return `http://${this.host}${ROOT}`;
  }

  get apiBaseUrl(): string {
    return `${this.baseUrl}/api/v4`;
  }

  /** Its configuration in Backstage. */
  get integration() {
    const { host, baseUrl, apiBaseUrl, token } = this;
    return { host, baseUrl, apiBaseUrl, token };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  add(path: string): FakeProject {
    const project = new FakeProject(this.projects.length + 15, path);
    this.projects.push(project);
    return project;
  }

  move(project: FakeProject, to: string): void {
    this.moved.set(project.path, project.id);
    project.path = to;
  }

  remove(project: FakeProject): void {
    this.projects.splice(this.projects.indexOf(project), 1);
  }

  /** Answers with an object, or with a page of a list. */
  send(req: Request, res: Response, data: unknown[] | object): void {
    const body = Array.isArray(data) ? this.#page(req, res, data) : data;
    const text = JSON.stringify(body);
    const etag = `W/"${createHash('sha1').update(text).digest('hex')}"`;
    res.setHeader('etag', etag);
    if (req.headers['if-none-match'] === etag) {
      this.unchanged.push(this.requests.pop()!);
      res.status(304).end();
      return;
    }
    res.type('json').send(text);
  }

  /** Answers with the part of a list after some item, which only the link to the next part says how to ask for. */
  sendByKeyset(
    req: Request,
    res: Response,
    data: { id: number }[],
    size: number,
  ): void {
    const after = Number(req.query.cursor ?? 0);
    const left = data.filter(({ id }) => id > after);
    const part = left.slice(0, size);
    if (part.length < left.length) {
      const next = this.#url(req, 'cursor', part[part.length - 1].id);
      res.setHeader('link', `<${next}>; rel="next"`);
    }
    res.json(part);
  }

  #page(req: Request, res: Response, data: unknown[]): unknown[] {
    const page = Number(req.query.page ?? 1);
    const perPage = Math.min(Number(req.query.per_page ?? 20), 100);
    const isLast = page * perPage >= data.length;
    if (this.headers === 'all') {
      res.setHeader('x-total', data.length);
      res.setHeader('x-total-pages', Math.ceil(data.length / perPage));
    }
    if (this.headers !== 'none') {
      res.setHeader('x-page', page);
      res.setHeader('x-per-page', perPage);
      res.setHeader('x-next-page', isLast ? '' : page + 1);
    }
    if (!isLast) {
      const next = this.#url(req, 'page', page + 1);
      res.setHeader('link', `<${next}>; rel="next"`);
    }
    return data.slice((page - 1) * perPage, page * perPage);
  }

  #url(req: Request, name: string, value: number): URL {
    const url = new URL(req.originalUrl, this.baseUrl);
    url.searchParams.set(name, String(value));
    return url;
  }

  readonly #receive: RequestHandler = (req, res, next) => {
    this.requests.push(req.originalUrl);
    this.onRequest?.();
    if (req.headers.authorization !== `Bearer ${this.token}`) {
      res.status(401).json({ message: '401 Unauthorized' });
      return;
    }
    const trouble = this.troubles.find(({ path }) =>
      path.test(req.originalUrl),
    );
    if (trouble) {
      if (trouble.times !== undefined && --trouble.times <= 0) {
        this.troubles.splice(this.troubles.indexOf(trouble), 1);
      }
      trouble.answer(req, res);
      return;
    }
    if (this.remaining !== undefined) {
      res.setHeader('ratelimit-limit', 2000);
      res.setHeader('ratelimit-remaining', Math.max(0, this.remaining - 1));
      res.setHeader('ratelimit-reset', Math.ceil(this.resetAt / 1000));
      if (this.remaining <= 0) {
        res.status(429).type('text').send('Retry later\n');
        return;
      }
      this.remaining--;
    }
    next();
  };

  readonly #find: RequestHandler = (req, res, next) => {
    const { id } = req.params;
    const moved = this.moved.get(id);
    if (moved !== undefined) {
      const url = `${this.apiBaseUrl}/projects/${moved}${req.url}`;
      res.redirect(301, url.replace(/\/$/, ''));
      return;
    }
    res.locals.project = this.projects.find(
      project => String(project.id) === id || project.path === id,
    );
    if (!res.locals.project) {
      res.status(404).json({ message: '404 Project Not Found' });
      return;
    }
    next();
  };
}
