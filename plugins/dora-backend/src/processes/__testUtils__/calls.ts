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

import { DateTime } from 'luxon';
import { naiveHistory } from '../../conformance/__testUtils__/naiveFailures';
import { naiveMetrics } from '../../conformance/__testUtils__/naiveMetrics';
import {
  DEFAULTS,
  NaiveFacts,
} from '../../conformance/__testUtils__/naiveRules';
import {
  ENTITY_REFS,
  ORGANISATION,
} from '../../conformance/__testUtils__/randomOrganisation';
import { withinRounding } from '../../conformance/__testUtils__/withinRounding';
import { BackendProcess } from './BackendProcess';
import { TOKENS } from './Workplace';

export const INGEST = '/api/dora/ingest';

const WITHIN_MS = 60_000;

/** Asks until the answer is as wanted. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + WITHIN_MS;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
    }
    await new Promise(resolve => setTimeout(resolve, 250));
  }
}

export async function ingest(backend: BackendProcess, body: object) {
  const answer = await backend.send('POST', INGEST, {
    token: TOKENS.ingest,
    body,
  });
  expect(answer).toMatchObject({ status: 200, body: { rejected: [] } });
  return answer.body;
}

export async function metrics(
  backend: BackendProcess,
  query: { entityRef?: string; from: string; to: string },
) {
  const search = new URLSearchParams(
    Object.entries(query).filter(([, value]) => value !== undefined),
  );
  const answer = await backend.send('GET', `/api/dora/metrics?${search}`, {
    token: TOKENS.ingest,
  });
  expect(answer).toMatchObject({ status: 200 });
  return answer.body.metrics;
}

/** Waits until the backend has the catalog of the random organisation, or of so many copies of it. */
export async function catalogIsRead(
  backend: BackendProcess,
  copies: number = 1,
): Promise<void> {
  await eventually(async () => {
    const { body } = await backend.send(
      'GET',
      '/api/dora/compare?level=component&under=group:company',
      { token: TOKENS.ingest },
    );
    if (body.totalItems !== 5 * copies) {
      throw new Error(
        `The catalog did not arrive in time: ${JSON.stringify(body)}`,
      );
    }
  });
}

/** Compares with the second implementation of the rules. */
export async function expectMetricsOf(
  backend: BackendProcess,
  facts: NaiveFacts,
  now: number,
): Promise<void> {
  const world = {
    facts,
    history: naiveHistory(facts, DEFAULTS, ORGANISATION),
    config: DEFAULTS,
    organisation: ORGANISATION,
  };
  const day = (ago: number) =>
    DateTime.fromMillis(now, { zone: 'UTC' }).minus({ days: ago }).toISODate()!;
  const received: unknown[] = [];
  const expected: unknown[] = [];
  for (const [from, to] of [
    [day(150), day(60)],
    [day(60), day(10)],
  ]) {
    for (const entityRef of [undefined, ...ENTITY_REFS]) {
      const answer = await metrics(backend, { entityRef, from, to });
      const naive = naiveMetrics(world, {
        entityRef,
        timezone: 'UTC',
        now,
        from,
        to,
      });
      received.push({ entityRef, from, metrics: answer });
      expected.push({
        entityRef,
        from,
        metrics: withinRounding(naive, answer),
      });
    }
  }
  expect(received).toEqual(expected);
}
