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
 * Runs the tests with real processes as long as one likes, on a production build:
 * mixed load on two backends, of which one is killed now and then, and a database
 * that hangs or goes away.
 *
 *   npm run test:soak                  ten minutes
 *   npm run test:soak -- --minutes 60
 *
 * Prints how long writing and reading took, and how much memory.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildBackend } from './bench/build.mjs';
import { run } from './postgres.mjs';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' } },
});

const build = await buildBackend();
try {
  process.exitCode = await run(
    process.execPath,
    [
      fileURLToPath(new URL('./test.mjs', import.meta.url)),
      ...['plugins/dora-backend/src/processes', '--runInBand', '--verbose'],
    ],
    {
      env: {
        ...process.env,
        DORA_SOAK_MINUTES: values.minutes,
        DORA_OUTAGE_SECONDS: '30',
        DORA_BUILT_BACKEND: build.directory,
      },
    },
  );
} finally {
  await build.remove();
}
