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
 * Exports the built plugins as dynamic plugins for Red Hat Developer Hub, each to a
 * directory of dist-rhdh that can be copied to `dynamic-plugins-root`.
 *
 *   npm run export:rhdh             builds first
 *   node scripts/export-rhdh.mjs
 *
 * The first run downloads 700 MB of Red Hat's CLI.
 */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './postgres.mjs';

const CLI = '@red-hat-developer-hub/cli@1.9.1';
const PLUGINS = [
  'dora-backend',
  'dora-backend-module-github',
  'dora-backend-module-gitlab',
  'dora',
];

const root = fileURLToPath(new URL('..', import.meta.url));
const output = join(root, 'dist-rhdh');
const { packageManager } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
const yarn = `@yarnpkg/cli-dist@${packageManager.split('@')[1]}`;

async function exportPlugin(name) {
  const directory = join(root, 'plugins', name);
  if (!existsSync(join(directory, 'dist'))) {
    throw new Error(`${name} is not built. Use: npm run export:rhdh`);
  }
  const code = await run(
    'npx',
    [
      // The CLI needs a `yarn`.
      ...['--yes', `--package=${CLI}`, `--package=${yarn}`],
      ...['rhdh-cli', 'plugin', 'export', '--clean', '--no-build'],
      // Would take the place of `dist`. Developer Hub uses Scalprum.
      '--no-generate-module-federation-assets',
    ],
    {
      cwd: directory,
      env: { ...process.env, npm_config_ignore_scripts: 'true' },
    },
  );
  if (code !== 0) throw new Error(`Exporting ${name} failed`);
  renameSync(join(directory, 'dist-dynamic'), join(output, name));
}

rmSync(output, { recursive: true, force: true });
mkdirSync(output);
for (const name of PLUGINS) await exportPlugin(name);
console.log(`Exported ${PLUGINS.length} dynamic plugins to ${output}`);
