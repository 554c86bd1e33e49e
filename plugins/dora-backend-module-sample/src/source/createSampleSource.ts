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
  Source,
  SourceConnection,
  SyncContext,
  SyncSource,
  SyncSourceOptions,
  SyncStep,
  SyncSubject,
} from '@backstage-dora/plugin-dora-node';
import { DateTime, Duration } from 'luxon';
import { generateFacts } from '../generator/generateFacts';
import { hashOf } from '../generator/Random';
import { SOURCE, SOURCES } from '../generator/Reporter';
import { Organisation } from '../organisation/types';

/** Increment it with every code change that alters the facts; changed data is detected. */
const GENERATOR = 3;
/** Entities per step: few enough for one call, and not to hold up other sources. */
const PLACES_PER_STEP = 10;

const midnight = (time: DateTime) => time.toUTC().startOf('day').toMillis();

async function deleteFacts({ facts }: SourceConnection): Promise<void> {
  for (const source of SOURCES) {
    await facts.deleteSource(source);
  }
}

/** Brings in what some entities have reported since the last pass, which was on an earlier day. */
async function step(
  { habits, places }: Organisation,
  connection: SourceConnection,
  context: SyncContext,
): Promise<SyncStep> {
  const { backfill, state } = context;
  const index = Number(context.cursor ?? 0);
  const next = index + PLACES_PER_STEP;
  const since = midnight(context.since);
  const today = midnight(context.now());
  if (!backfill && since === today) {
    return {};
  }
  if (backfill && index === 0) {
    // What other data or another generator has brought.
    await deleteFacts(connection);
    await state.set('start', since);
  }
  const start = (await state.get<number>('start'))!;
  const facts = generateFacts(
    { habits, places: places.slice(index, next) },
    backfill ? { start, today } : { start, today, since },
  );
  await context.emit({ facts });
  const left = places.length - next;
  return left > 0 ? { next, remaining: left / PLACES_PER_STEP } : {};
}

/**
 * Ingests the facts of the sample organisation as if reading them from a
 * system: first the past year, then each completed day. Without an
 * organisation, removes the facts it ingested earlier.
 */
export function createSampleSource(
  organisation: Organisation | undefined,
  services: Pick<
    SyncSourceOptions<SyncSubject>,
    'auth' | 'catalog' | 'scheduler' | 'logger' | 'now'
  >,
): Source {
  return {
    getSourceName: () => SOURCE,
    async connect(connection) {
      if (!organisation) {
        const { state } = connection;
        if ((await state.list('')).length > 0) {
          await deleteFacts(connection);
          await state.deleteAll('');
          await connection.retain([]);
        }
        return;
      }
      const platforms = organisation.places.filter(
        ({ entity }) => entity.spec?.type === 'platform',
      );
      const subject = {
        id: 'sample organisation',
        entityRefs: platforms.map(({ ref }) => ref),
        budget: SOURCE,
        fingerprint: hashOf(GENERATOR, JSON.stringify(organisation)),
      };
      await SyncSource.create({
        ...services,
        name: SOURCE,
        system: {
          filter: { kind: 'domain', 'metadata.namespace': 'sample' },
          discover: async () => [subject],
          step: (_, context) => step(organisation, connection, context),
        },
        backfill: Duration.fromObject({ days: 365 }),
        interval: Duration.fromObject({ minutes: 10 }),
        lookBack: Duration.fromMillis(0),
        concurrency: 1,
      }).connect(connection);
    },
  };
}
