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
 *     --singles 2000               calls with one deployment
 *     --json bench.json            where the numbers go as well
 *     --seed 1
 *     --single                     one report of each deployment, and no artifacts; by
 *                                  default a pipeline and a cluster report each
 *     --growth                     instead: what ten times the history, and ten
 *                                  times the products, make of the latency
 *     --page                       also the organisation page, from a production
 *                                  build of the app, in Chromium (CHROMIUM_PATH)
 *     --crowd                      also 200 senders of many facts at once, and
 *                                  what reading takes meanwhile
 *     --scrape 15                  also read the whole organisation every so many
 *                                  seconds during bulk ingest
 *     --heap 400                   the most that the backend's heap may grow to,
 *                                  in MB, as NODE_OPTIONS=--max-old-space-size;
 *                                  what docs/scale.md says to give it
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBackend } from './bench/backend.mjs';
import { buildBackend } from './bench/build.mjs';
import { measureCrowd } from './bench/crowd.mjs';
import { databases } from './bench/databases.mjs';
import { prepareFloors } from './bench/floors.mjs';
import { callsOf } from './bench/history.mjs';
import { measureGrowth } from './bench/growth.mjs';
import { createOrganisation, toCatalogFile } from './bench/organisation.mjs';
import { measurePage } from './bench/page.mjs';
import { measureReads } from './bench/reads.mjs';
import { measureRebuild } from './bench/rebuild.mjs';
import { growthToText, machine, toText } from './bench/report.mjs';
import { measureWrites, sendAll } from './bench/writes.mjs';

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
      singles: string('2000'),
      seed: string('1'),
      json: string('bench.json'),
      growth: { type: 'boolean', default: false },
      page: { type: 'boolean', default: false },
      crowd: { type: 'boolean', default: false },
      single: { type: 'boolean', default: false },
      heap: string('400'),
      scrape: { type: 'string' },
      ...Object.fromEntries(
        Object.keys(FULL_SIZE).map(name => [name, { type: 'string' }]),
      ),
    },
  });
  const { database, json, growth, page, crowd, single, ...numbers } = values;
  const options = Object.fromEntries(
    Object.entries(numbers)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, Number(value)]),
  );
  for (const [name, full] of Object.entries(FULL_SIZE)) {
    options[name] ??= Math.max(1, Math.round(full * options.scale));
  }
  const wrong = Object.entries(options).find(([, value]) => !(value > 0));
  if (wrong) throw new Error(`--${wrong[0]} must be a number above zero`);
  if (!databases[database]) throw new Error(`No such database: ${database}`);
  return { database, json, growth, page, crowd, single, ...options };
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
    if (Date.now() > deadline)
      throw new Error('The catalog did not arrive in time');
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}

/** Runs `work` with a database and a backend that has an organisation, both in a directory of their own. */
async function withBackend(options, work) {
  const home = await mkdtemp(join(tmpdir(), 'dora-bench-'));
  let database;
  let backend;
  try {
    const organisation = createOrganisation(options);
    const catalogFile = join(home, 'catalog-info.yaml');
    await writeFile(catalogFile, toCatalogFile(organisation));
    database = await databases[options.database](home);
    const start = rules =>
      startBackend(home, {
        directory: options.directory,
        heap: options.heap,
        database: database.config,
        ...{ catalogFile, rules },
      });
    backend = await start();
    await waitForCatalog(backend, options);
    await database.open();

    const to = Date.now();
    return await work({
      organisation,
      database,
      backend,
      /** The same backend again, as a new process, maybe with other rules. */
      async restart(rules) {
        await backend.stop();
        backend = await start(rules);
        return backend;
      },
      calls: callsOf(organisation, {
        factsPerCall: FACTS_PER_CALL,
        deployments: options.deployments,
        from: to - options.months * MONTH,
        to,
        seed: options.seed,
        single: options.single,
      }),
    });
  } finally {
    await backend?.stop();
    await database?.stop();
    await rm(home, { recursive: true, force: true });
  }
}

const sizeOf = options =>
  ['platforms', 'domains', 'products', 'components', 'months']
    .map(name => `${options[name].toLocaleString('en-US')} ${name}`)
    .join(', ');

async function bench(options) {
  return withBackend(
    options,
    async ({ organisation, database, backend, calls, restart }) => {
      const memory = { catalog: backend.peakMemory() };
      const writes = await measureWrites(backend, database, organisation, {
        calls,
        singles: options.singles,
        scrape: options.scrape,
      });
      memory.ingest = backend.peakMemory();
      measured({ writes });
      await prepareFloors(database);
      const reads = await measureReads(
        backend,
        database,
        organisation,
        options,
      );
      measured({ reads });
      const page = options.page && (await measurePage(backend, options));
      memory.reads = backend.peakMemory();
      const crowd =
        options.crowd && (await measureCrowd(backend, organisation, options));
      if (crowd) memory.crowd = backend.peakMemory();
      const rebuild = await measureRebuild(
        restart,
        writes.bulk.facts + (crowd?.facts ?? 0),
      );
      memory.rebuild = Math.max(
        ...rebuild.rebuilds.map(({ peakMemory }) => peakMemory),
      );
      return {
        database: database.name,
        scale: options.scale,
        size: sizeOf(options),
        heap: options.heap,
        machine: machine(),
        ...{ writes, reads, page, crowd, rebuild, memory },
      };
    },
  );
}

/** A run at full size takes half an hour: each part is printed once it is measured. */
const measured = part => console.error(JSON.stringify(part));

/** Only what reading costs, for an organisation of some size. */
const latencies = options =>
  withBackend(options, async ({ organisation, database, backend, calls }) => {
    await sendAll(backend, calls);
    await database.settle();
    return {
      size: sizeOf(options),
      reads: await measureReads(backend, database, organisation, {
        ...options,
        floors: false,
      }),
    };
  });

const { growth, json, ...options } = readOptions();
const build = await buildBackend();
try {
  const work = { ...options, directory: build.directory };
  const result = growth
    ? await measureGrowth(work, latencies)
    : await bench(work);
  await writeFile(json, `${JSON.stringify(result, undefined, 2)}\n`);
  process.stdout.write(growth ? growthToText(result) : toText(result));
} finally {
  await build.remove();
}
