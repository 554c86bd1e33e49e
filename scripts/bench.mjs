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
 * Builds an organisation, sends its history to a real backend over HTTP, and
 * measures how long writing and reading take, next to the cheapest thing that
 * could possibly answer (the floor).
 *
 *   npm run bench -- [options]
 *     --database postgres|sqlite   default postgres (embedded)
 *     --scale 0.01                 1: 1,000 products, 24 months, 2.2 million deployments
 *     --platforms, --domains, --products, --components, --months, --deployments
 *                                  instead of what the scale says
 *     --runs 30                    of each operation of reading
 *     --json bench.json            where the numbers go as well
 *     --seed 1
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBackend } from './bench/backend.mjs';
import { databases } from './bench/databases.mjs';
import { prepareFloors } from './bench/floors.mjs';
import { callsOf } from './bench/history.mjs';
import { createOrganisation, toCatalogFile } from './bench/organisation.mjs';
import { measureReads } from './bench/reads.mjs';
import { machine, toText } from './bench/report.mjs';
import { measureWrites } from './bench/writes.mjs';

const MONTH = (730 / 24) * 86_400_000;
const FULL_SIZE = {
  platforms: 5,
  domains: 50,
  products: 1000,
  components: 3000,
  deployments: 2_200_000,
};
const FACTS_PER_CALL = 5000;
const CATALOG_WITHIN_MS = 600_000;

function readOptions() {
  const string = value => ({ type: 'string', default: value });
  const { values } = parseArgs({
    options: {
      database: string('postgres'),
      scale: string('0.01'),
      months: string('24'),
      runs: string('30'),
      seed: string('1'),
      json: string('bench.json'),
      ...Object.fromEntries(
        Object.keys(FULL_SIZE).map(name => [name, { type: 'string' }]),
      ),
    },
  });
  const { database, json, ...numbers } = values;
  const options = Object.fromEntries(
    Object.entries(numbers).map(([name, value]) => [name, Number(value)]),
  );
  for (const [name, full] of Object.entries(FULL_SIZE)) {
    options[name] ??= Math.max(1, Math.round(full * options.scale));
  }
  const wrong = Object.entries(options).find(([, value]) => !(value > 0));
  if (wrong) throw new Error(`--${wrong[0]} has to be a number above zero`);
  if (!databases[database]) throw new Error(`No such database: ${database}`);
  return { database, json, ...options };
}

/** Waits until the backend has the whole organisation from the catalog. */
async function waitForCatalog(backend, { components, products }) {
  const deadline = Date.now() + CATALOG_WITHIN_MS;
  const count = async level =>
    (await backend.get(`/compare?level=${level}&limit=1`)).totalItems;
  while (
    (await count('component')) < components ||
    (await count('product')) !== products
  ) {
    if (Date.now() > deadline) throw new Error('The catalog is not there');
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}

async function bench(options, home) {
  const organisation = createOrganisation(options);
  const catalogFile = join(home, 'catalog-info.yaml');
  await writeFile(catalogFile, toCatalogFile(organisation));

  const database = await databases[options.database](home);
  let backend;
  try {
    backend = await startBackend(home, {
      database: database.config,
      catalogFile,
    });
    await waitForCatalog(backend, options);
    await database.open();

    const to = Date.now();
    const writes = await measureWrites(backend, database, organisation, {
      calls: callsOf(organisation, {
        factsPerCall: FACTS_PER_CALL,
        deployments: options.deployments,
        from: to - options.months * MONTH,
        to,
        seed: options.seed,
      }),
      singles: options.runs * 10,
    });
    await prepareFloors(database);
    const reads = await measureReads(backend, database, organisation, options);
    return {
      database: database.name,
      scale: options.scale,
      size: ['platforms', 'domains', 'products', 'components', 'months']
        .map(name => `${options[name].toLocaleString('en-US')} ${name}`)
        .join(', '),
      machine: machine(),
      writes,
      reads,
      memory: backend.peakMemory(),
    };
  } finally {
    await backend?.stop();
    await database.stop();
  }
}

const options = readOptions();
const home = await mkdtemp(join(tmpdir(), 'dora-bench-'));
try {
  const result = await bench(options, home);
  await writeFile(options.json, `${JSON.stringify(result, undefined, 2)}\n`);
  process.stdout.write(toText(result));
} finally {
  await rm(home, { recursive: true, force: true });
}
