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

import { pathsOf } from './reads.mjs';
import { callsOf } from './history.mjs';
import { inParallel, summary, time } from './measure.mjs';

const SENDERS = 200;
const FACTS_PER_CALL = 2000;
const FACTS_PER_DEPLOYMENT = 4;
const DAYS = 90;
const READERS = 2;
const PAUSE_OF_READERS_MS = 200;

const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Bodies of calls that nobody has sent before: as if of other systems, of the last months. */
function bodiesOf(organisation, { seed, senders }) {
  const to = Date.now();
  const calls = callsOf(organisation, {
    factsPerCall: FACTS_PER_CALL,
    deployments: (senders * FACTS_PER_CALL) / FACTS_PER_DEPLOYMENT,
    from: to - DAYS * 86_400_000,
    to,
    seed: seed + 1_000_000,
  });
  const bodies = [];
  for (const { call, size } of calls) {
    if (bodies.length === senders) break;
    const text = JSON.stringify(call)
      .replaceAll(/"source":"(ci|scm|pager)"/g, '"source":"$1 of the crowd"')
      .replaceAll('"version":"1.', '"version":"crowd.');
    bodies.push({ text, size });
  }
  return bodies;
}

/**
 * More concurrent bulk senders than any company has, each of which retries when
 * told to, and some concurrent readers.
 */
export async function measureCrowd(
  backend,
  organisation,
  { seed, senders = SENDERS },
) {
  const bodies = bodiesOf(organisation, { seed, senders });
  const facts = bodies.reduce((sum, { size }) => sum + size, 0);
  const answers = {};
  const reads = [];
  let sending = true;

  const send = async ({ text }) => {
    for (;;) {
      const { status, retryAfter } = await backend.tryIngest(text);
      answers[status] = (answers[status] ?? 0) + 1;
      if (status === 200) return;
      if (![429, 503].includes(status) || !(retryAfter > 0)) {
        throw new Error(`${status}, Retry-After ${retryAfter}`);
      }
      await pause(retryAfter * 1000 * (1 + Math.random()));
    }
  };
  const read = async reader => {
    for (let run = reader; sending; run++) {
      const paths = pathsOf(organisation, run);
      const path = paths[run % paths.length];
      reads.push(await time(() => backend.get(path)));
      await pause(PAUSE_OF_READERS_MS);
    }
  };
  const reading = Array.from({ length: READERS }, (_, reader) => read(reader));
  const ms = await time(() => inParallel(senders, bodies, send));
  sending = false;
  await Promise.all(reading);
  return {
    ...{ senders: bodies.length, factsPerCall: FACTS_PER_CALL, facts, ms },
    answers,
    reads: { ...summary(reads), longest: Math.max(...reads) },
  };
}
