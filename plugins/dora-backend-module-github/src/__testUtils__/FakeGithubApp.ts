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

import express, { Request, Response } from 'express';
import { generateKeyPairSync, verify } from 'node:crypto';
import { createServer, request, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { example } from './examples';
import { FakeGithub } from './FakeGithub';

const APP_ID = 4711;
const TOKEN_LASTS_MS = 3_600_000;
/** GitHub takes nothing that is valid for longer; and clocks differ by a minute. */
const MAX_JWT_SECONDS = 11 * 60;

interface FakeInstallation {
  owner: string;
  suspended?: boolean;
  /** Names of what it may see; everything when undefined. */
  repositories?: string[];
}

const bearerOf = (req: Request) =>
  req.headers.authorization?.replace(/^(bearer|token) /i, '') ?? '';

const parse = (part: string) =>
  JSON.parse(Buffer.from(part, 'base64url').toString());

/** Stands before a GitHub and lets only a GitHub App in: it wants a key for tokens, and tokens for everything else. */
export class FakeGithubApp {
  readonly installations: FakeInstallation[] = [];
  /** The tokens that were given out, and when they expire. */
  readonly tokens = new Map<string, { owner: string; expiresAt: number }>();
  /** What somebody had no valid token or key for. */
  readonly refused: string[] = [];
  /** How often it fails to give a token out. */
  failures = 0;
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly #server: Server;

  static async start(github: FakeGithub): Promise<FakeGithubApp> {
    const app = new FakeGithubApp(github);
    await new Promise<void>(resolve => {
      app.#server.listen(0, '127.0.0.1', resolve);
    });
    return app;
  }

  private constructor(private readonly github: FakeGithub) {
    const app = express();
    app.get('/app/installations', this.#asApp, (_, res) => {
      res.json(this.installations.map((_one, index) => this.#payload(index)));
    });
    app.post('/app/installations/:id/access_tokens', this.#asApp, this.#grant);
    app.get('/installation/repositories', this.#asInstallation, (_, res) => {
      const { repositories = [] } = this.#ownInstallation(res);
      res.json({
        total_count: repositories.length,
        repositories: repositories.map(name => ({ name })),
      });
    });
    app.use(this.#asInstallation, this.#pass);
    this.#server = createServer(app);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Its configuration in Backstage. */
  get config() {
    return {
      appId: APP_ID,
      clientId: 'Iv1.0123456789abcdef',
      clientSecret: 'secret',
      privateKey: this.#keys.privateKey.export({
        type: 'pkcs1',
        format: 'pem',
      }) as string,
      webhookSecret: 'secret',
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  install(owner: string, more: Omit<FakeInstallation, 'owner'> = {}): void {
    this.installations.push({ owner, ...more });
  }

  #payload(index: number) {
    const { owner, suspended, repositories } = this.installations[index];
    const payload = example('installation', 'installation');
    return {
      ...payload,
      id: index + 1,
      app_id: APP_ID,
      account: { ...(payload.account as object), login: owner },
      repository_selection: repositories ? 'selected' : 'all',
      suspended_by: suspended ? payload.account : null,
    };
  }

  readonly #asApp = (req: Request, res: Response, next: () => void) => {
    const [header, payload, signature] = bearerOf(req).split('.');
    const seconds = Date.now() / 1000;
    const isSigned =
      signature !== undefined &&
      verify(
        'RSA-SHA256',
        Buffer.from(`${header}.${payload}`),
        this.#keys.publicKey,
        Buffer.from(signature, 'base64url'),
      );
    const { iss, iat, exp } = isSigned ? parse(payload) : { iss: undefined };
    if (
      String(iss) !== String(APP_ID) ||
      iat > seconds ||
      exp < seconds ||
      exp - seconds > MAX_JWT_SECONDS
    ) {
      this.#refuse(req, res);
      return;
    }
    next();
  };

  readonly #grant = (req: Request, res: Response) => {
    if (this.failures > 0) {
      this.failures--;
      res.status(502).json({ message: 'Bad gateway' });
      return;
    }
    const { id } = req.params;
    const { owner, repositories } = this.installations[Number(id) - 1];
    const token = `ghs_${owner}_${this.tokens.size + 1}`;
    const expiresAt = Date.now() + TOKEN_LASTS_MS;
    this.tokens.set(token, { owner, expiresAt });
    res.status(201).json({
      token,
      expires_at: new Date(expiresAt).toISOString(),
      permissions: { deployments: 'read', metadata: 'read' },
      repository_selection: repositories ? 'selected' : 'all',
    });
  };

  readonly #asInstallation = (
    req: Request,
    res: Response,
    next: () => void,
  ) => {
    const known = this.tokens.get(bearerOf(req));
    if (!known || known.expiresAt <= Date.now()) {
      this.#refuse(req, res);
      return;
    }
    res.locals.owner = known.owner;
    next();
  };

  readonly #pass = (req: Request, res: Response) => {
    const headers = {
      ...req.headers,
      authorization: `Bearer ${this.github.token}`,
    };
    const { method, originalUrl } = req;
    const passed = request(
      this.github.url + originalUrl,
      { method, headers },
      answer => {
        res.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(res);
      },
    );
    req.pipe(passed);
  };

  #ownInstallation(res: Response): FakeInstallation {
    return this.installations.find(({ owner }) => owner === res.locals.owner)!;
  }

  #refuse(req: Request, res: Response): void {
    this.refused.push(req.originalUrl);
    res.status(401).json({ message: 'Bad credentials' });
  }
}
