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
 * Runs the tests: jest on SQLite and PostgreSQL, then the browser tests.
 *
 *   npm test                                 everything
 *   node scripts/test.mjs <jest arguments>   only jest, for example
 *     node scripts/test.mjs plugins/dora-backend/src/intake
 *     node scripts/test.mjs plugins/dora-backend -t 'late facts' --watch
 *   node scripts/test.mjs --browser [args]   only the browser tests
 *
 * A PostgreSQL server is started for the run; tests reach it as 'POSTGRES_18'
 * through `TestDatabases` of @backstage/backend-test-utils. With
 * BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING set, that one is used.
 *
 * The browser tests need Chromium, from the system (CHROMIUM_PATH, or in the
 * PATH) or from `npx playwright install chromium`.
 *
 * The last line says `N passed, N failed`.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './chromium.mjs';
import { freePort, run, startPostgres } from './postgres.mjs';

const POSTGRES = 'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = name => join(root, 'node_modules', '.bin', name);

async function readJson(file) {
  return existsSync(file)
    ? JSON.parse(await readFile(file, 'utf8'))
    : undefined;
}

async function runJest(args, reports) {
  const report = join(reports, 'jest.json');
  const watch = args.some(arg => arg.startsWith('--watch'));
  const postgres = process.env[POSTGRES] ? undefined : await startPostgres();
  try {
    const code = await run(
      bin('backstage-cli'),
      [
        ...['repo', 'test', ...args],
        ...(watch ? [] : ['--json', `--outputFile=${report}`]),
      ],
      {
        cwd: root,
        env: {
          ...process.env,
          ...(postgres && { [POSTGRES]: postgres.url }),
          BACKSTAGE_TEST_DISABLE_DOCKER: '1',
          ...(!watch && { CI: 'true' }), // else the CLI watches
        },
      },
    );
    const result = await readJson(report);
    return {
      code,
      passed: result?.numPassedTests ?? 0,
      // A file that fails to load has no failed tests.
      failed:
        (result?.numFailedTests ?? 0) +
        (result?.numRuntimeErrorTestSuites ?? 0),
    };
  } finally {
    await postgres?.stop();
  }
}

async function runBrowser(args, reports) {
  const executable = findChromium();
  if (!executable) {
    console.log('Browser tests skipped: there is no Chromium.');
    return { code: 0, passed: 0, failed: 0 };
  }
  const report = join(reports, 'playwright.json');
  const code = await run(
    bin('playwright'),
    ['test', '--reporter=list,json', ...args],
    {
      cwd: root,
      env: {
        ...process.env,
        CHROMIUM_PATH: executable,
        E2E_APP_PORT: await freePort(),
        E2E_BACKEND_PORT: await freePort(),
        PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      },
    },
  );
  const { stats } = (await readJson(report)) ?? {};
  return {
    code,
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
  };
}

const args = process.argv.slice(2);
const reports = await mkdtemp(join(tmpdir(), 'dora-test-'));
const results = [];
try {
  if (args[0] === '--browser') {
    results.push(await runBrowser(args.slice(1), reports));
  } else {
    results.push(await runJest(args, reports));
    if (args.length === 0) results.push(await runBrowser([], reports));
  }
} finally {
  await rm(reports, { recursive: true, force: true });
}

const sum = key => results.reduce((total, result) => total + result[key], 0);
// A run that broke before reporting counts as a failure too.
const broken = results.filter(r => r.code !== 0 && r.failed === 0).length;
console.log(`${sum('passed')} passed, ${sum('failed') + broken} failed`);
process.exitCode = results.some(result => result.code !== 0) ? 1 : 0;
