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

import { ingestFloors } from './floors.mjs';
import { inParallel, summary, time } from './measure.mjs';

const FIRST_FACTS = 20_000;
const SENDERS = 4;
const SENDERS_OF_ONE = 16;
/** Calls until this code path is compiled. */
const WARM_UP = 1000;
const ENTITIES_TO_READ = 100;

/**
 * Sends the calls, and waits until all is derived.
 *
 * @param scrape - reads the whole organisation every so many seconds meanwhile; not at all when left out
 */
export async function sendAll(backend, calls, scrape) {
  let facts = 0;
  const timer =
    scrape && setInterval(() => backend.get('/metrics'), scrape * 1000);
  const ms = await time(async () => {
    await inParallel(SENDERS, calls, async ({ call, size }) => {
      const { accepted, rejected } = await backend.ingest(call);
      const taken = Object.values(accepted).reduce((sum, n) => sum + n, 0);
      if (taken !== size || rejected.length > 0) {
        throw new Error(`Rejected: ${JSON.stringify(rejected).slice(0, 500)}`);
      }
      facts += size;
    });
    await backend.settled();
  });
  clearInterval(timer);
  return { facts, ms };
}

function* take(iterator, facts) {
  for (let taken = 0; taken < facts; ) {
    const { done, value } = iterator.next();
    if (done) return;
    taken += value.size;
    yield value;
  }
}

/** The target: 20,000 facts readable within 30 s, then any entity within 200 ms. */
async function measureFirstFacts(backend, calls, organisation) {
  const { facts, ms } = await sendAll(backend, take(calls, FIRST_FACTS));
  const refs = [
    ...organisation.platforms.map(name => `group:${name}`),
    ...organisation.domains.map(({ name }) => `group:${name}`),
    ...organisation.products.map(({ name }) => `system:${name}`),
    ...organisation.components.map(({ name }) => name),
  ].slice(0, ENTITIES_TO_READ);
  const times = await inParallel(1, refs, ref =>
    backend.get(`/metrics?entityRef=${ref}`),
  );
  return { facts, ms, reads: times.length, slowest: Math.max(...times) };
}

async function measureSingles(backend, organisation, runs) {
  const deployments = Array.from({ length: WARM_UP + runs }, (_, index) => ({
    source: 'ci',
    id: `single-${index}`,
    entityRef:
      organisation.components[(index * 7919) % organisation.components.length]
        .name,
    environment: 'production',
    status: 'success',
    version: `single-${index}`,
    finishedAt: new Date().toISOString(),
  }));
  const send = some =>
    inParallel(SENDERS_OF_ONE, some, deployment =>
      backend.ingest({ deployments: [deployment] }),
    );
  await send(deployments.slice(0, WARM_UP));
  return summary(await send(deployments.slice(WARM_UP)));
}

/** Sends the whole history, in the order of the calls, with the floor of it. */
export async function measureWrites(
  backend,
  database,
  organisation,
  { calls, singles, scrape },
) {
  const first = await measureFirstFacts(backend, calls, organisation);
  const rest = await sendAll(backend, calls, scrape);
  const facts = first.facts + rest.facts;
  const ms = first.ms + rest.ms;
  const floor = await ingestFloors(database);
  await database.settle();
  return {
    first,
    bulk: {
      facts,
      ms,
      factsPerSecond: (facts / ms) * 1000,
      floor: floor.facts,
      ratio: ms / floor.facts,
      floorOfAll: floor.all,
      ratioOfAll: ms / floor.all,
      indexed: floor.indexed.facts,
      indexedOfAll: floor.indexed.all,
    },
    singles: await measureSingles(backend, organisation, singles),
  };
}
