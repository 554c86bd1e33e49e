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

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { freePort } from '../postgres.mjs';

const TOKEN = 'a-token-for-the-benchmark';
const START_WITHIN_MS = 300_000;
const root = fileURLToPath(new URL('../..', import.meta.url));

const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

async function writeConfig(home, port, { database, catalogFile, rules }) {
  const file = join(home, 'app-config.yaml');
  const baseUrl = `http://127.0.0.1:${port}`;
  await writeFile(
    file,
    stringify({
      app: { title: 'Benchmark', baseUrl, packages: 'all' },
      auth: {
        providers: {
          guest: {
            userEntityRef: 'user:default/guest',
            dangerouslyAllowOutsideDevelopment: true,
          },
        },
      },
      dora: { rules },
      backend: {
        baseUrl,
        listen: { port, host: '127.0.0.1' },
        database,
        auth: {
          externalAccess: [
            { type: 'static', options: { token: TOKEN, subject: 'bench' } },
          ],
        },
      },
      permission: { enabled: true },
      catalog: {
        rules: [{ allow: ['Component', 'System', 'Group'] }],
        locations: [{ type: 'file', target: catalogFile }],
      },
    }),
  );
  return file;
}

/**
 * Again on a new connection where the one at hand was just being closed for
 * having been idle; whatever is sent may be sent twice.
 */
const fetchAgain = (...request) =>
  fetch(...request).catch(error => {
    if (error.cause?.code !== 'ECONNRESET') throw error;
    return fetch(...request);
  });

/**
 * Starts a built backend as a process of its own, and waits until it answers.
 *
 * @param {string} home - where its configuration goes
 * @param {object} options
 * @param {string} options.directory - of the built backend
 * @param {object} options.database - `backend.database` of the configuration
 * @param {string} options.catalogFile - with all entities
 * @param {object} [options.rules] - `dora.rules` of the configuration
 */
export async function startBackend(home, options) {
  const port = await freePort();
  const config = await writeConfig(home, port, options);
  const child = spawn(
    process.execPath,
    [
      ...['--require', join(root, 'scripts/end-with-parent.cjs')],
      ...['dist/index.cjs.js', '--config', config],
    ],
    {
      cwd: options.directory,
      env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'warn' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      log = (log + text).slice(-20_000);
    });
  }

  const send = async (path, body) => {
    const response = await fetchAgain(`http://127.0.0.1:${port}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${path}: ${response.status} ${text.slice(0, 500)}`);
    }
    return JSON.parse(text);
  };
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  };

  const deadline = Date.now() + START_WITHIN_MS;
  for (;;) {
    try {
      await send('/.backstage/health/v1/readiness');
      break;
    } catch {
      const failed = log.includes('Backend startup failed');
      if (failed || child.exitCode !== null || Date.now() > deadline) {
        await stop();
        throw new Error(`The backend does not start:\n${log}`);
      }
    }
    await pause(200);
  }
  return {
    url: `http://127.0.0.1:${port}`,
    get: path => send(`/api/dora${path}`),
    ingest: body => send('/api/dora/ingest', body),
    /** Peak of its memory in bytes; undefined where the system does not tell. */
    peakMemory: () => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        return Number(/VmHWM:\s+(\d+)/.exec(status)[1]) * 1024;
      } catch {
        return undefined;
      }
    },
    stop,
  };
}
