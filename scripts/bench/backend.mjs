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
import { readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { freePort } from '../postgres.mjs';

const TOKEN = 'a-token-for-the-benchmark';
const START_WITHIN_MS = 300_000;
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Of /proc/<pid>/clear_refs: the peak of the memory begins anew. */
const RESET_PEAK = '5';

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
 * A client that takes as little of the processors as can be, as the backend shares
 * them: connections that stay, and nothing of what `fetch` does besides.
 */
function createClient(port) {
  const agent = new Agent({ keepAlive: true });
  const send = (method, path, text) =>
    new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          ...{ agent, method, path, port, host: '127.0.0.1' },
          headers: {
            authorization: `Bearer ${TOKEN}`,
            ...(text && {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(text),
            }),
          },
        },
        response => {
          let answer = '';
          response
            .setEncoding('utf8')
            .on('data', chunk => (answer += chunk))
            .on('error', reject)
            .on('end', () =>
              resolve({
                status: response.statusCode,
                retryAfter: response.headers['retry-after'],
                text: answer,
              }),
            );
        },
      );
      request.on('error', error => {
        // A connection that was just being closed for having been idle; what is sent may be sent twice.
        if (request.reusedSocket && error.code === 'ECONNRESET') {
          send(method, path, text).then(resolve, reject);
        } else {
          reject(error);
        }
      });
      request.end(text);
    });
  return send;
}

/**
 * Starts a built backend as a process of its own, and waits until it answers.
 *
 * @param {string} home - where its configuration goes
 * @param {object} options
 * @param {string} options.directory - of the built backend
 * @param {object} options.database - `backend.database` of the configuration
 * @param {string} options.catalogFile - with all entities
 * @param {object} [options.rules] - `dora.rules` of the configuration
 * @param {number} [options.heap] - in MB, the most that its heap may grow to
 */
export async function startBackend(home, options) {
  const port = await freePort();
  const config = await writeConfig(home, port, options);
  const child = spawn(
    process.execPath,
    [
      ...['--require', join(root, 'scripts/end-with-parent.cjs')],
      ...(options.heap ? [`--max-old-space-size=${options.heap}`] : []),
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

  const send = createClient(port);
  const ask = async (method, path, body) => {
    const { status, text } = await send(method, path, body);
    if (status !== 200) {
      throw new Error(`${path}: ${status} ${text.slice(0, 500)}`);
    }
    return JSON.parse(text);
  };
  let isStopped = false;
  child.once('exit', (code, signal) => {
    if (!isStopped) {
      process.stderr.write(
        `The backend exited with ${signal ?? code}:\n${log}\n`,
      );
    }
  });
  const stop = async () => {
    isStopped = true;
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  };

  const deadline = Date.now() + START_WITHIN_MS;
  for (;;) {
    try {
      await ask('GET', '/.backstage/health/v1/readiness');
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
  const get = path => ask('GET', `/api/dora${path}`);
  return {
    url: `http://127.0.0.1:${port}`,
    get,
    /** Reads the whole organisation until nothing is left to be derived. */
    settled: async () => {
      while ((await get('/metrics')).pending > 0);
    },
    ingest: body => ask('POST', '/api/dora/ingest', JSON.stringify(body)),
    /** As `ingest`, whatever the answer is. */
    tryIngest: text => send('POST', '/api/dora/ingest', text),
    /**
     * Peak of its memory in bytes since the last time that it was asked for;
     * undefined where the system does not tell.
     */
    peakMemory: () => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        writeFileSync(`/proc/${child.pid}/clear_refs`, RESET_PEAK);
        return Number(/VmHWM:\s+(\d+)/.exec(status)[1]) * 1024;
      } catch {
        return undefined;
      }
    },
    stop,
  };
}
