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

import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  symlink,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../postgres.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const OWN_SCOPE = '@backstage-dora';

async function execute(command, args, cwd) {
  const code = await run(command, args, {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (code !== 0) throw new Error(`Failed: ${command} ${args.join(' ')}`);
}

/** Links the packages of the checkout, save those that the build brings itself. */
async function linkModules(home) {
  const modules = join(home, 'node_modules');
  const own = join(modules, OWN_SCOPE);
  await mkdir(own, { recursive: true });
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (name !== OWN_SCOPE && name !== 'app') {
      await symlink(join(root, 'node_modules', name), join(modules, name));
    }
  }
  await symlink(join(home, 'packages/app'), join(modules, 'app'));
  for (const plugin of await readdir(join(home, 'plugins'))) {
    const path = join(home, 'plugins', plugin);
    const { name } = JSON.parse(await readFile(join(path, 'package.json')));
    await symlink(path, join(modules, name));
  }
}

/**
 * Builds the backend, with the app that it serves, as it is deployed, since running
 * from source takes more memory; lays it out in a directory of its own.
 *
 * @returns {Promise<{ directory: string, remove: () => Promise<void> }>}
 */
export async function buildBackend() {
  await execute('npm', ['run', '--silent', 'build'], root);
  const home = await mkdtemp(join(tmpdir(), 'dora-bench-build-'));
  const bundle = join(root, 'packages/backend/dist/bundle.tar.gz');
  await execute('tar', ['xzf', bundle], home);
  await linkModules(home);
  return {
    directory: join(home, 'packages/backend'),
    remove: () => rm(home, { recursive: true, force: true }),
  };
}
