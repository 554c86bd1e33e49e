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
 * Packs the built packages of plugins/ as they would be published, so that another
 * Backstage app can install them.
 *
 *   npm run pack              builds, and makes dist-packages/*.tgz
 *   npm run pack -- <app>     also copies them to dora-packages/ of an app, and adds
 *                             resolutions to its package.json
 *   node scripts/pack.mjs     the same without building
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './postgres.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = join(root, 'dist-packages');
const readJson = file => JSON.parse(readFileSync(file, 'utf8'));
const yarn = readJson(join(root, 'package.json')).packageManager.split('@')[1];

/** Undoes what `backstage-cli package prepack` does, if `postpack` has not. */
function restore(directory) {
  const backup = join(directory, 'package.json-prepack');
  if (!existsSync(backup)) return;
  renameSync(backup, join(directory, 'package.json'));
  rmSync(join(directory, 'config.schema.json'), { force: true });
}

const packages = readdirSync(join(root, 'plugins'))
  .map(name => join(root, 'plugins', name))
  .map(directory => {
    restore(directory); // in case that packing was killed
    return { directory, manifest: readJson(join(directory, 'package.json')) };
  })
  .filter(({ manifest }) => !manifest.private)
  .map(({ directory, manifest: { name, version } }) => ({
    ...{ directory, name, version },
    tarball: `${name.split('/')[1]}.tgz`,
  }));

async function pack({ directory, name, tarball }) {
  if (!existsSync(join(directory, 'dist'))) {
    throw new Error(`${name} is not built. Use: npm run pack`);
  }
  try {
    const code = await run(
      'npx',
      [
        ...['--yes', `@yarnpkg/cli-dist@${yarn}`],
        ...['pack', '--out', join(output, tarball)],
      ],
      { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    if (code !== 0) throw new Error(`Packing ${name} failed`);
  } finally {
    restore(directory);
  }
}

/** Until the packages are published, an app finds each of them by a resolution. */
function addTo(app) {
  const file = join(app, 'package.json');
  const manifest = readJson(file);
  const copies = join(app, 'dora-packages');
  rmSync(copies, { recursive: true, force: true });
  cpSync(output, copies, { recursive: true });
  const resolutions = packages.map(({ name, tarball }) => [
    name,
    `file:./dora-packages/${tarball}`,
  ]);
  manifest.resolutions = {
    ...manifest.resolutions,
    ...Object.fromEntries(resolutions),
  };
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

// The terminal interrupts Yarn as well; package.json is still to be restored.
process.on('SIGINT', () => {});

rmSync(output, { recursive: true, force: true });
mkdirSync(output);
for (const item of packages) await pack(item);
console.log(`Packed ${packages.length} packages into ${output}`);

const [app] = process.argv
  .slice(2)
  .map(path => resolve(process.env.INIT_CWD ?? '.', path));
if (app) {
  addTo(app);
  const { version } = packages[0];
  console.log(`Copied them to dora-packages in ${app}, and added resolutions to its
package.json. Commit both. If you build a Docker image, add this to its Dockerfile,
before the packages are installed:

  COPY --chown=node:node dora-packages ./dora-packages

Then follow docs/install.md, with @^${version} after each name of these packages.`);
} else {
  console.log('To use them in an app: npm run pack -- /path/to/the/app');
}
