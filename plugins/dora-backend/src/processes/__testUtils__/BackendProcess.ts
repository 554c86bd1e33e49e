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
import { readFile } from 'node:fs/promises';
import { connect, createServer, Socket } from 'node:net';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../../../..');

/** Even a run of the tests that is killed leaves no process behind. */
const END_WITH_PARENT = join(ROOT, 'scripts/end-with-parent.cjs');

/** Where `packages/backend` is built; from its sources where this is not set. Set by `npm run test:soak`. */
const BUILT = process.env.DORA_BUILT_BACKEND;

/** In MB, as docs/scale.md advises for a container of 1 GB. */
const HEAP = 400;

/** Generous, as the machine may be busy with other tests. */
const START_WITHIN_MS = 240_000;

/** What a backend writes before it stops everything because of one plugin. */
const STARTUP_FAILED = 'Backend startup failed';

const ANSWER_WITHIN_MS = 60_000;

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') {
    throw new Error('No port');
  }
  return address.port;
}

/** Everything but what would change the configuration, or how the backend is built. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(
      Object.entries(process.env).filter(
        ([name]) => !/^(APP_CONFIG_|JEST_|NODE_OPTIONS$)/.test(name),
      ),
    ),
    NODE_ENV: BUILT ? 'production' : 'development',
    LOG_LEVEL: 'warn',
  };
}

/** `packages/backend` as a process of its own. */
export class BackendProcess {
  readonly #child: ChildProcess;
  readonly #port: number;
  #log = '';

  /** Starts the process; {@link waitUntilReady} tells when it answers. */
  static start(options: { configFile: string; port: number }): BackendProcess {
    return new BackendProcess(options);
  }

  private constructor(options: { configFile: string; port: number }) {
    this.#port = options.port;
    this.#child = spawn(
      process.execPath,
      [
        ...['--require', END_WITH_PARENT],
        ...(BUILT
          ? [`--max-old-space-size=${HEAP}`, 'dist/index.cjs.js']
          : [
              ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
              'src/index.ts',
            ]),
        ...['--config', options.configFile],
      ],
      {
        cwd: BUILT ?? join(ROOT, 'packages/backend'),
        env: cleanEnvironment(),
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', text => {
        this.#log = (this.#log + text).slice(-100_000);
      });
    }
  }

  get #hasEnded(): boolean {
    return this.#hasExited || this.#log.includes(STARTUP_FAILED);
  }

  get #hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Resolves once it answers, rejects with what it has written where it gives up. */
  async waitUntilReady(): Promise<this> {
    const deadline = Date.now() + START_WITHIN_MS;
    while (!this.#hasEnded && Date.now() < deadline) {
      const ready = await this.send('GET', '/.backstage/health/v1/readiness')
        .then(({ status }) => status === 200)
        .catch(() => false); // it does not listen yet
      if (ready) {
        return this;
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    throw new Error(`The backend does not start:\n${this.#log}`);
  }

  /** Fails with what it has written where it has ended, though nobody asked it to. */
  expectRunning(): void {
    if (this.#hasEnded) {
      throw new Error(`The backend has ended:\n${this.#log}`);
    }
  }

  /** Memory that it occupies, in MB, where the system tells. */
  async memory(): Promise<number | undefined> {
    const status = await readFile(
      `/proc/${this.#child.pid}/status`,
      'utf8',
    ).catch(() => '');
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
    return kilobytes ? Number(kilobytes) / 1024 : undefined;
  }

  /** Ends it at once, whatever it is doing. */
  async kill(): Promise<void> {
    if (!this.#hasExited) {
      const exited = once(this.#child, 'exit');
      this.#child.kill('SIGKILL');
      await exited;
    }
  }

  async send(
    method: string,
    path: string,
    options?: { token?: string; body?: object | string },
  ) {
    const response = await this.#fetch(method, path, options);
    const text = await response.text();
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after') ?? undefined,
      body: text === '' ? undefined : JSON.parse(text),
    };
  }

  /** Reads an answer of one JSON document per line; none where it is an error. */
  async lines(path: string, options?: { token?: string }) {
    const response = await this.#fetch('GET', path, options);
    const text = await response.text();
    return {
      status: response.status,
      body: response.ok
        ? text
            .split('\n')
            .filter(line => line)
            .map(line => JSON.parse(line))
        : [],
    };
  }

  /** Begins to send a JSON body of a length in bytes, and does not go on. */
  stall(
    path: string,
    options: { token: string; length: number; begun: string },
  ): Socket {
    const socket = connect(this.#port, '127.0.0.1');
    socket.write(
      [
        `POST ${path} HTTP/1.1`,
        'Host: localhost',
        `Authorization: Bearer ${options.token}`,
        'Content-Type: application/json',
        `Content-Length: ${options.length}`,
        '',
        options.begun,
      ].join('\r\n'),
    );
    return socket;
  }

  async #fetch(
    method: string,
    path: string,
    options?: { token?: string; body?: object | string },
  ): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.#port}${path}`, {
      method,
      headers: {
        ...(options?.token && { authorization: `Bearer ${options.token}` }),
        ...(options?.body && { 'content-type': 'application/json' }),
      },
      body:
        typeof options?.body === 'object'
          ? JSON.stringify(options.body)
          : options?.body,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
  }
}
