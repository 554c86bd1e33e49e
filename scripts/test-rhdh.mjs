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

/*
 * Loads the plugins of dist-rhdh into a backend as Red Hat Developer Hub does, with
 * the settings of docs/install-rhdh.md, and sends a first deployment over HTTP.
 *
 *   npm run export:rhdh && node scripts/test-rhdh.mjs
 *
 * Takes about three minutes and 700 MB below the directory for temporary files.
 */
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import YAML from 'yaml';
import { freePort, run, startPostgres } from './postgres.mjs';

const ENTITY = 'component:default/my-service';
const PACKAGES = {
  '@backstage/backend-defaults': '^0.18.0',
  '@backstage/backend-dynamic-feature-service': '^0.8.7',
  '@backstage/plugin-catalog-backend': '^4.0.0',
  '@backstage/plugin-events-backend': '^0.6.6',
  pg: '^8.16.0',
};
const PATIENCE = 10 * 60 * 1000;
const TOKENS = {
  DORA_TOKEN: 'token-that-sends',
  DORA_READ_TOKEN: 'token-that-reads',
};

const root = fileURLToPath(new URL('..', import.meta.url));
const plugins = join(root, 'dist-rhdh');
const readJson = file => JSON.parse(readFileSync(file, 'utf8'));

const settings = YAML.parse(
  readFileSync(join(root, 'docs/install-rhdh.md'), 'utf8').match(
    /^```yaml\n(# app-config\.yaml\n[\s\S]*?)^```/m,
  )[1],
);

function check(condition, message) {
  if (!condition) throw new Error(message);
}

/** The frontend has to export everything that the settings import. */
function checkFrontend() {
  const directory = join(plugins, 'dora/dist-scalprum');
  const { name } = readJson(join(directory, 'plugin-manifest.json'));
  const frontend = settings.dynamicPlugins.frontend[name];
  check(frontend, `docs/install-rhdh.md does not configure ${name}`);
  const imports = [
    ...JSON.stringify(frontend).matchAll(/"importName":"(\w+)"/g),
    ...JSON.stringify(frontend).matchAll(/"anyOf":\["(\w+)"\]/g),
  ].map(match => match[1]);
  const exposed = readdirSync(join(directory, 'static'))
    .filter(file => /^exposed-PluginRoot\..*\.js$/.test(file))
    .map(file => readFileSync(join(directory, 'static', file), 'utf8'))
    .join('');
  for (const item of new Set([...imports, 'doraPlugin'])) {
    check(exposed.includes(`${item}:`), `${name} does not export ${item}`);
  }
}

async function makeBackend(host, { baseUrl, port, database }) {
  const write = (file, content) =>
    writeFileSync(
      join(host, file),
      typeof content === 'string' ? content : YAML.stringify(content),
    );
  write(
    'package.json',
    JSON.stringify({ name: 'host', private: true, dependencies: PACKAGES }),
  );
  write(
    'index.js',
    `const { createBackend } = require('@backstage/backend-defaults');
const {
  dynamicPluginsFeatureLoader,
} = require('@backstage/backend-dynamic-feature-service');
const backend = createBackend();
backend.add(dynamicPluginsFeatureLoader);
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-events-backend'));
backend.start();
`,
  );
  write('entities.yaml', {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'my-service' },
    spec: { type: 'service', lifecycle: 'production', owner: 'guests' },
  });
  write('app-config.yaml', {
    app: { baseUrl },
    backend: {
      ...settings.backend,
      baseUrl,
      listen: { host: '127.0.0.1', port },
      database: { client: 'pg', connection: database },
    },
    catalog: { locations: [{ type: 'file', target: 'entities.yaml' }] },
    dynamicPlugins: {
      ...settings.dynamicPlugins,
      rootDirectory: 'dynamic-plugins-root',
    },
  });
  cpSync(plugins, join(host, 'dynamic-plugins-root'), { recursive: true });
  const code = await run(
    'npm',
    // The only database is PostgreSQL, so nothing has to be compiled.
    ['install', '--ignore-scripts', '--no-audit', '--no-fund'],
    { cwd: host },
  );
  check(code === 0, 'npm install failed');
}

/** Starts it; resolves to what it has logged so far, and what stops it. */
function startBackend(host) {
  const child = spawn('node', ['index.js', '--config', 'app-config.yaml'], {
    cwd: host,
    env: { ...process.env, ...TOKENS, NODE_ENV: 'production' },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      log += text;
    });
  }
  const exited = new Promise(resolve => child.once('exit', resolve));
  return {
    log: () => log,
    runs: () => child.exitCode === null,
    stop: async () => {
      child.kill();
      await exited;
    },
  };
}

async function exchange(baseUrl) {
  const call = async (path, token, body) => {
    const response = await fetch(`${baseUrl}/api/dora${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    check(response.ok, `${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };
  const { accepted, unmapped } = await call('/ingest', TOKENS.DORA_TOKEN, {
    deployments: [
      {
        source: 'my-pipeline',
        id: 'run-1',
        entityRef: ENTITY,
        environment: 'production',
        status: 'success',
        finishedAt: new Date().toISOString(),
        version: '1.0.0',
      },
    ],
  });
  check(
    accepted.deployments === 1 && unmapped.length === 0,
    JSON.stringify({ accepted, unmapped }),
  );
  const { metrics } = await call(
    `/metrics?entityRef=${ENTITY}`,
    TOKENS.DORA_READ_TOKEN,
  );
  const { releases } = metrics.deploymentFrequency;
  check(releases === 1, `${releases} releases`);
}

async function main(host, database) {
  checkFrontend();
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  await makeBackend(host, { baseUrl, port, database });
  const backend = startBackend(host);
  try {
    const end = performance.now() + PATIENCE;
    for (;;) {
      try {
        await exchange(baseUrl);
        break;
      } catch (error) {
        // The catalog takes a while to read the component.
        if (performance.now() > end || !backend.runs()) throw error;
        await sleep(2000);
      }
    }
    for (const directory of readdirSync(plugins)) {
      const { name, backstage } = readJson(
        join(plugins, directory, 'package.json'),
      );
      check(
        backstage.role === 'frontend-plugin' ||
          backend.log().includes(`loaded dynamic backend plugin '${name}'`),
        `${name} was not loaded`,
      );
    }
  } catch (error) {
    throw new Error(`${error.message}\n${backend.log().slice(-4000)}`);
  } finally {
    await backend.stop();
  }
}

if (!existsSync(plugins)) throw new Error('Use: npm run export:rhdh');
const host = mkdtempSync(join(tmpdir(), 'rhdh-'));
const postgres = await startPostgres();
try {
  await main(host, postgres.url);
  console.log('1 passed, 0 failed');
} catch (error) {
  console.error(`${error.message}\n0 passed, 1 failed`);
  process.exitCode = 1;
} finally {
  await postgres.stop();
  rmSync(host, { recursive: true, force: true });
}
