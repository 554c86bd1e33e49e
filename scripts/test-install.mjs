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
 * Installs the built packages into a fresh app of Backstage's template by the commands
 * and the code of docs/install.md, and checks that it works: types, build, start, a
 * first deployment over HTTP, and the DORA tab in Chromium.
 *
 *   npm run test:install -- [options]       builds first
 *   node scripts/test-install.mjs [options]
 *
 *   --line 1.54|latest       of Backstage; 1.54 unless given
 *   --frontend new|legacy    the frontend system; new unless given
 *   --node <major>           20 with 1.54 and 22 with latest, unless given
 *   --keep                   leaves the app where it is
 *
 * Takes about ten minutes and 3 GB below the directory for temporary files. A picture of
 * the tab is left in test-results.
 */
import { spawn } from 'node:child_process';
import {
  cpSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import YAML from 'yaml';
import { findChromium } from './chromium.mjs';
import { freePort } from './postgres.mjs';

const LINES = {
  // Nothing younger comes in, as if it were installed then.
  1.54: { createApp: '0.9.1', node: '20', until: '2026-09-15' },
  latest: { createApp: '0.9.2', node: '22' },
};
const CREATE_APP_NODE = '22';
const COMPONENT = 'example-website'; // of the template

const DAY = 24 * 60 * 60 * 1000;
const root = fileURLToPath(new URL('..', import.meta.url));
const readJson = file => JSON.parse(readFileSync(file, 'utf8'));

const { values: options } = parseArgs({
  options: {
    line: { type: 'string', default: '1.54' },
    frontend: { type: 'string', default: 'new' },
    node: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const line = LINES[options.line];
if (!line || !['new', 'legacy'].includes(options.frontend)) {
  throw new Error(
    `Use --line ${Object.keys(LINES).join('|')} and --frontend new|legacy`,
  );
}
const legacy = options.frontend === 'legacy';
const nodeMajor = options.node ?? line.node;
const name = `${options.line}-${options.frontend}-node${nodeMajor}`;

const results = join(root, 'test-results');
mkdirSync(results, { recursive: true });
const work = mkdtempSync(join(tmpdir(), `install-${name}-`));
const app = join(work, 'app');
const log = createWriteStream(join(work, 'log'));
const secrets = {
  DORA_TOKEN: 'token-that-sends',
  DORA_READ_TOKEN: 'and-reads',
};
let environment = { ...process.env, ...secrets };

/** Runs a command, and resolves to what it prints. */
function run(command, args, { cwd = app, allowFailure = false } = {}) {
  return new Promise((resolve, reject) => {
    log.write(`\n$ ${command} ${args.join(' ')}\n`);
    const child = spawn(command, args, { cwd, env: environment });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        output += text;
        log.write(text);
      });
    }
    child.once('error', reject);
    child.once('close', code => {
      if (code === 0 || allowFailure) resolve(output);
      else {
        const end = output.trimEnd().split('\n').slice(-40).join('\n');
        reject(new Error(`${command} ${args.join(' ')}\n${end}`));
      }
    });
  });
}

const yarn = (...args) => run('yarn', args);

async function step(title, action) {
  const start = performance.now();
  try {
    const result = await action();
    const seconds = Math.round((performance.now() - start) / 1000);
    console.log(`✔ ${title}: ${seconds} s`);
    return result;
  } catch (error) {
    throw new Error(`✘ ${title}: ${error.message}`);
  }
}

/** Tries until it does not throw, for as many seconds. */
async function eventually(seconds, action) {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (performance.now() > end) throw error;
      await sleep(2000);
    }
  }
}

/** Node.js with its headers, for native builds, and Yarn. */
async function useNode(major) {
  const home = join(work, `node${major}`);
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const node = `node-${platform}-${process.arch}`;
  await run(
    'npm',
    [
      ...['install', '--no-save', '--prefix', home],
      ...[`${node}@${major}`, '@yarnpkg/cli-dist@4.13.0'],
    ],
    { cwd: work },
  );
  const modules = join(home, 'node_modules');
  environment = {
    ...process.env,
    ...secrets,
    PATH: [join(modules, '.bin'), process.env.PATH].join(delimiter),
    npm_config_nodedir: join(modules, node),
    BACKSTAGE_APP_NAME: 'app',
    YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
  };
}

async function createApp() {
  // Of what Backstage supports; older versions of Node.js run its apps as well.
  await useNode(CREATE_APP_NODE);
  await run(
    'npx',
    [
      ...['--yes', `@backstage/create-app@${line.createApp}`, '--skip-install'],
      ...(legacy ? ['--legacy'] : []),
    ],
    { cwd: work },
  );
  if (nodeMajor !== CREATE_APP_NODE) await useNode(nodeMajor);
}

async function installApp() {
  if (!line.until) return yarn('up', '--caret', '@backstage/*');
  const days = Math.floor((Date.now() - Date.parse(line.until)) / DAY);
  const settings = join(app, '.yarnrc.yml');
  const { npmPreapprovedPackages, ...others } = YAML.parse(
    readFileSync(settings, 'utf8'),
  );
  writeFileSync(
    settings,
    YAML.stringify({ ...others, npmMinimalAgeGate: `${days}d` }),
  );
  return yarn('install');
}

const versions = Object.fromEntries(
  readdirSync(join(root, 'plugins'))
    .map(directory =>
      readJson(join(root, 'plugins', directory, 'package.json')),
    )
    .map(manifest => [manifest.name, manifest.version]),
);

const guide = [
  ...readFileSync(join(root, 'docs/install.md'), 'utf8').matchAll(
    /^```\w+\n([\s\S]*?)^```/gm,
  ),
].map(([, code]) => code);

/** The code that docs/install.md has for a file. */
function codeFor(file, containing) {
  const found = guide.find(
    code => code.startsWith(`// ${file}\n`) && code.includes(containing),
  );
  if (!found)
    throw new Error(`docs/install.md has no ${containing} for ${file}`);
  return found.replace(/^\/\/.*\n/gm, '');
}

/** Changes a file of the app: texts, and what comes in front of each of them. */
function edit(file, insertions) {
  const path = join(app, file);
  let text = readFileSync(path, 'utf8');
  for (const [anchor, code] of Object.entries(insertions)) {
    if (!text.includes(anchor)) throw new Error(`${file} has no ${anchor}`);
    text = text.replaceAll(anchor, `${code}\n${anchor}`);
  }
  writeFileSync(path, text);
}

/** What docs/install.md says to run, with the version that is in the app. */
async function addPackages() {
  const commands = guide
    .flatMap(code => code.replace(/\\\n\s*/g, '').split('\n'))
    .filter(command => command.startsWith('yarn --cwd packages/'));
  for (const command of commands) {
    await yarn(
      ...command
        .split(' ')
        .slice(1)
        .map(word => (versions[word] ? `${word}@^${versions[word]}` : word)),
    );
  }
}

function changeCode() {
  const backend = 'packages/backend/src/index.ts';
  edit(backend, { 'backend.start();': codeFor(backend, 'backend.add(') });
  if (!legacy) return; // `app.packages: all` is in the template.

  const add = (file, containing, anchors) => {
    const code = codeFor(file, containing);
    const [imports] = code.match(/^(import [\s\S]*?;\n)+/);
    const insertions = Object.entries(anchors).map(([anchor, element]) => {
      const found = code.match(element);
      if (!found) throw new Error(`docs/install.md has no ${element}`);
      return [anchor, found[0]];
    });
    edit(file, Object.fromEntries(insertions));
    const path = join(app, file);
    writeFileSync(path, imports + readFileSync(path, 'utf8'));
  };
  add('packages/app/src/App.tsx', '<Route', {
    '</FlatRoutes>': /<Route .*\/>/,
  });
  add('packages/app/src/components/catalog/EntityPage.tsx', '<EntityLayout', {
    '</EntityLayout>': /<EntityLayout.Route[\s\S]*<\/EntityLayout.Route>/,
    // The cards of the overview end there.
    '  </Grid>\n);': /<Grid [\s\S]*<\/Grid>/,
  });
  add('packages/app/src/components/Root/Root.tsx', '<SidebarItem', {
    '{/* End global nav */}': /<SidebarItem .*\/>/,
  });
}

/** Checks the types of the app, and of every entry point of the packages in it. */
async function checkTypes() {
  const scope = join(app, 'node_modules/@backstage-dora');
  const entryPoints = readdirSync(scope).flatMap(directory => {
    const { name: packageName, exports = { '.': {} } } = readJson(
      join(scope, directory, 'package.json'),
    );
    return Object.keys(exports)
      .filter(path => path !== './package.json')
      .map(path => join(packageName, path));
  });
  const file = join(app, 'packages/backend/src/entryPoints.ts');
  const code = entryPoints.map(
    (path, index) => `export * as entryPoint${index} from '${path}';\n`,
  );
  writeFileSync(file, code.join(''));
  const output = await run('yarn', ['tsc:full', '--pretty', 'false'], {
    allowFailure: true,
  });
  rmSync(file);
  const errors = output
    .split('\n')
    .filter(text => text.includes(': error TS'))
    // Of the template alone: TypeScript's library and the newest @types/node.
    .filter(text => !text.startsWith('node_modules/typescript/'));
  if (errors.length > 0) throw new Error(errors.join('\n'));
}

/** As somebody does who pastes settings: lists grow. */
function merge(into, from) {
  for (const [key, value] of Object.entries(from)) {
    const old = into[key];
    if (Array.isArray(value)) into[key] = [...(old ?? []), ...value];
    else if (value && typeof value === 'object') {
      into[key] = merge(typeof old === 'object' ? { ...old } : {}, value);
    } else into[key] = value;
  }
  return into;
}

function configure(appUrl, backendUrl) {
  const file = join(app, 'app-config.yaml');
  const settings = guide
    .filter(code => code.startsWith('# app-config.yaml\n'))
    .map(code => YAML.parse(code));
  const ports = {
    app: { baseUrl: appUrl },
    backend: {
      baseUrl: backendUrl,
      listen: { port: Number(new URL(backendUrl).port) },
      cors: { origin: appUrl },
    },
  };
  const config = YAML.parse(readFileSync(file, 'utf8'));
  writeFileSync(
    file,
    YAML.stringify([...settings, ports].reduce(merge, config)),
  );
}

/** What is wrong with the dependencies of the app. */
async function readComplaints() {
  const peers = await yarn('explain', 'peer-requirements');
  const duplicates = await run('yarn', ['dedupe', '--check'], {
    allowFailure: true,
  });
  const lock = YAML.parse(readFileSync(join(app, 'yarn.lock'), 'utf8'));
  const versionsOf = {};
  for (const { resolution, version } of Object.values(lock)) {
    const [, packageName] =
      resolution?.match(/^(@backstage\/[^@]+)@npm:/) ?? [];
    if (packageName) (versionsOf[packageName] ??= new Set()).add(version);
  }
  return [
    ...(peers.match(/✘ .*?(?= to |$)/gm) ?? []).map(text =>
      text.replace(/ \[\w+\]/g, ''),
    ),
    ...(duplicates.match(/\S+ can be deduped .*/g) ?? []),
    ...Object.entries(versionsOf)
      .filter(([, found]) => found.size > 1)
      .map(
        ([packageName, found]) => `${packageName}: ${[...found].join(', ')}`,
      ),
  ];
}

/** Runs the commands with `curl` of docs/install.md that call a route. */
async function call(route, backendUrl) {
  const found = guide.find(
    code => code.startsWith('curl') && code.includes(`/api/dora/${route}`),
  );
  if (!found) throw new Error(`docs/install.md does not call ${route}`);
  const command = found
    .replace(/https?:\/\/[^/]+(?=\/api\/dora)/, backendUrl)
    .replaceAll('my-service', COMPONENT)
    .replace(/^curl/, 'curl --silent --show-error --fail-with-body');
  return JSON.parse(await run('bash', ['-c', command]));
}

/** Opens the tab, and leaves a picture of what is there in the end. */
async function openTab(appUrl) {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox'],
  });
  const page = await browser.newPage({
    viewport: { width: 1360, height: 1000 },
  });
  const picture = join(results, `install-${name}.png`);
  try {
    const errors = [];
    page.on('pageerror', error => errors.push(String(error)));
    await page.goto(`${appUrl}/catalog/default/component/${COMPONENT}`);
    const main = page.getByRole('main');
    const enter = main.getByRole('button', { name: 'Enter' });
    const tab = main
      .getByRole('tab', { name: 'DORA', exact: true })
      .or(main.getByRole('link', { name: 'DORA', exact: true }))
      .first();
    await enter.or(tab).first().waitFor({ timeout: 180_000 });
    if (await enter.isVisible()) await enter.click();
    await tab.click({ timeout: 60_000 });
    await page
      .getByTestId('dora-tile-deploymentFrequency')
      .getByTestId('value')
      .waitFor({ timeout: 60_000 });
    if (errors.length > 0) throw new Error(errors.join('\n'));
    return picture;
  } finally {
    await page.screenshot({ path: picture });
    await browser.close();
  }
}

/** Starts the app as its developers do; resolves to what stops it. */
function start() {
  log.write('\n$ yarn start\n');
  const child = spawn('yarn', ['start'], {
    cwd: app,
    env: environment,
    detached: true, // so that all its processes can be stopped at once
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise(resolve => child.once('exit', resolve));
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  return async () => {
    for (const signal of ['SIGTERM', 'SIGKILL']) {
      try {
        process.kill(-child.pid, signal);
      } catch {
        return; // It has ended.
      }
      await Promise.race([exited, sleep(10_000)]);
    }
  };
}

async function ready(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
}

async function main() {
  console.log(`Backstage ${options.line}, ${options.frontend} frontend system`);
  await step('create the app', createApp);
  await step('yarn install', installApp);
  const before = new Set(await step('look at dependencies', readComplaints));

  await step('pack the packages', () =>
    run('node', [join(root, 'scripts/pack.mjs'), app]),
  );
  await step('add the packages', addPackages);
  await step('compare dependencies', async () => {
    const complaints = (await readComplaints()).filter(it => !before.has(it));
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
  });
  await step('change code and configuration', changeCode);
  const appUrl = `http://localhost:${await freePort()}`;
  const backendUrl = `http://localhost:${await freePort()}`;
  configure(appUrl, backendUrl);

  await step('yarn tsc:full', checkTypes);
  await step('yarn build:all', () => yarn('build:all'));

  const stop = start();
  try {
    await step('yarn start', () =>
      eventually(300, async () => {
        await ready(`${backendUrl}/.backstage/health/v1/readiness`);
        await ready(appUrl);
      }),
    );
    await step('send a deployment', () =>
      eventually(120, async () => {
        const { accepted, unmapped } = await call('ingest', backendUrl);
        if (accepted.deployments !== 1 || unmapped.length > 0) {
          throw new Error(JSON.stringify({ accepted, unmapped }));
        }
      }),
    );
    await step('read it back', () =>
      eventually(60, async () => {
        const { metrics } = await call('metrics', backendUrl);
        const { releases } = metrics.deploymentFrequency;
        if (releases !== 1) throw new Error(`${releases} releases`);
      }),
    );
    await step('find it in a file', () => {
      if (!existsSync(join(app, 'packages/backend/data/dora.sqlite'))) {
        throw new Error('The database is not in packages/backend/data');
      }
    });
    const picture = await step('open the tab', () => openTab(appUrl));
    console.log(`The picture is ${picture}`);
  } finally {
    await stop();
  }
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  const kept = join(results, `install-${name}.log`);
  cpSync(join(work, 'log'), kept);
  console.error(`The log is ${kept}`);
  process.exitCode = 1;
} finally {
  log.end();
  if (options.keep) console.log(`The app is ${app}`);
  else rmSync(work, { recursive: true, force: true });
}
