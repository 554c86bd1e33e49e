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

import { TestDatabases } from '@backstage/backend-test-utils';
import {
  Correction,
  CorrectionRequest,
  FactChange,
  Facts,
} from '@backstage-dora/plugin-dora-common';
import fc from 'fast-check';
import { Knex } from 'knex';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DefaultHierarchy } from '../../catalog/DefaultHierarchy';
import { Hierarchy } from '../../catalog/types';
import { randomHistory } from '../../conformance/__testUtils__/randomOrganisation';
import { DefaultCorrectionsService } from '../../corrections/DefaultCorrectionsService';
import { upsertFacts } from '../FactStore';
import { createService } from '../__testUtils__/service';
import { DefaultFeedService } from './DefaultFeedService';
import { FeedRequest } from './types';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const note = (id: string, more: object = {}) => ({
  source: 'notes',
  id,
  entityRef: 'component:default/cart-api',
  type: 'note',
  at: '2026-03-01T11:00:00.000Z',
  ...more,
});

async function read(knex: Knex, request: FeedRequest = {}) {
  const changes: FactChange[] = [];
  for await (const change of DefaultFeedService.create({ knex }).read(
    request,
  )) {
    changes.push(change);
  }
  return changes;
}

function keyOf(change: FactChange) {
  const named = 'fact' in change ? change.fact : change.deleted;
  return JSON.stringify([
    change.kind,
    'source' in named ? named.source : null,
    named.id,
  ]);
}

/** A copy kept by following the feed. */
class Mirror {
  readonly facts = new Map<string, object>();
  cursor?: string;

  async follow(knex: Knex, limit?: number) {
    for (const change of await read(knex, { after: this.cursor, limit })) {
      const key = keyOf(change);
      if ('fact' in change) {
        this.facts.set(key, change.fact);
      } else {
        this.facts.delete(key);
      }
      this.cursor = change.cursor;
    }
  }
}

/** A copy made by reading everything at the end. */
async function everything(knex: Knex) {
  const mirror = new Mirror();
  await mirror.follow(knex);
  return mirror.facts;
}

const nameOf = ({ id, name }: { id: string; name: string }) => `${id} ${name}`;

const namesIn = ({ facts }: Mirror) =>
  [...facts.values()]
    .map(fact => nameOf(fact as { id: string; name: string }))
    .sort();

const storedNames = async (knex: Knex) =>
  (await knex('signals').select('id', 'name')).map(nameOf).sort();

const idsOf = (changes: FactChange[]) =>
  changes.map(change =>
    'fact' in change ? change.fact.id : `-${change.deleted.id}`,
  );

describe.each(databases.eachSupportedId())('DefaultFeedService on %s', id => {
  it('returns facts as they were sent, so that sending them again changes nothing', async () => {
    const knex = await databases.init(id);
    const { service } = await createService(knex);
    const { facts } = randomHistory(7, Date.UTC(2026, 2, 1));
    const signals = [
      note('1'),
      note('2', {
        name: 'a name',
        value: 0.25,
        until: '2026-03-02T00:00:00.000Z',
        attributes: { reason: 'why', count: 2, is: true, none: null },
        url: 'https://example.com/2',
      }),
    ];
    const { accepted } = await service.ingest({ ...facts, signals });
    const changes = await read(knex);
    const resent: Required<Facts> = {
      deployments: [],
      changes: [],
      incidents: [],
      signals: [],
      artifacts: [],
    };
    for (const change of changes) {
      if ('fact' in change && change.kind !== 'corrections') {
        resent[change.kind].push(change.fact as never);
      }
    }
    expect(resent.signals).toEqual(signals);
    await expect(service.ingest(resent)).resolves.toMatchObject({
      accepted,
      rejected: [],
    });
    const [{ cursor }] = changes.slice(-1);
    await expect(read(knex, { after: cursor })).resolves.toEqual([]);
    await expect(read(knex)).resolves.toEqual(changes);
    await knex.destroy();
  });

  it('returns replaced facts in their current state, and deleted ones', async () => {
    const knex = await databases.init(id);
    const { service } = await createService(knex);
    await service.ingest({ signals: [note('1'), note('2')] });
    const [, { cursor: second }] = await read(knex);
    await service.ingest({
      signals: [note('2', { name: 'other' }), note('3')],
    });
    await service.delete('signals', { source: 'notes', id: '1' });
    await service.ingest({ signals: [note('1', { name: 'again' })] });
    await service.delete('signals', { source: 'notes', id: '3' });
    await expect(read(knex, { after: second })).resolves.toEqual([
      expect.objectContaining({
        kind: 'signals',
        fact: note('2', { name: 'other' }),
        receivedAt: expect.stringMatching(/^20.*Z$/),
      }),
      expect.objectContaining({ deleted: { source: 'notes', id: '1' } }),
      expect.objectContaining({ fact: note('1', { name: 'again' }) }),
      expect.objectContaining({ deleted: { source: 'notes', id: '3' } }),
    ]);
    expect(await service.deleteSource('notes')).toBe(2);
    expect(idsOf(await read(knex)).sort()).toEqual(['-1', '-1', '-2', '-3']);
    await knex.destroy();
  });

  it('can be read in pieces of any size, whatever is written between them', async () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const step = fc.oneof(
      { arbitrary: fc.record({ send: fc.uniqueArray(name) }), weight: 4 },
      { arbitrary: fc.record({ take: name }), weight: 2 },
      {
        arbitrary: fc.record({ read: fc.integer({ min: 1, max: 4 }) }),
        weight: 4,
      },
    );
    const knex = await databases.init(id);
    const { service } = await createService(knex);
    let calls = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async steps => {
        const mirror = new Mirror();
        for (const action of steps) {
          if ('send' in action) {
            const version = ++calls;
            await service.ingest({
              signals: action.send.map(n => note(n, { name: `${version}` })),
            });
          } else if ('take' in action) {
            await service.delete('signals', {
              source: 'notes',
              id: action.take,
            });
          } else {
            await mirror.follow(knex, action.read);
          }
        }
        await mirror.follow(knex);
        expect(namesIn(mirror)).toEqual(await storedNames(knex));
        expect(mirror.facts).toEqual(await everything(knex));
      }),
      { numRuns: 25 },
    );
    await knex.destroy();
  });

  it('shows a user what the catalog lets that user read', async () => {
    const knex = await databases.init(id);
    const { service } = await createService(knex);
    await service.ingest({
      signals: [note('mine'), note('other', { entityRef: 'group:other' })],
      changes: [
        { source: 'scm', id: 'nowhere', firstCommitAt: '2026-03-01T11:00:00Z' },
      ],
    });
    await service.delete('signals', { source: 'notes', id: 'other' });
    const { id: entityId } = await knex('entities')
      .where({ ref: 'component:default/cart-api' })
      .first();
    const readable = DefaultHierarchy.create({
      version: '1',
      domain: 'group',
      entities: [
        {
          id: entityId,
          ref: 'component:default/cart-api',
          title: 'cart-api',
          relations: { ownedBy: [], partOf: [], childOf: [] },
          settings: {},
        },
      ],
    });
    expect(idsOf(await read(knex, { readable }))).toEqual(['mine']);
    expect(idsOf(await read(knex)).sort()).toEqual([
      '-other',
      'mine',
      'nowhere',
    ]);
    await knex.destroy();
  });

  it('shows corrections and their deletion to readers of the facts they refer to', async () => {
    const knex = await databases.init(id);
    const { service } = await createService(knex);
    await service.ingest({
      deployments: [
        {
          source: 'ci',
          id: 'd',
          entityRef: 'component:default/cart-api',
          environment: 'prod',
          status: 'success',
          finishedAt: '2026-03-01T09:30:00Z',
        },
      ],
      incidents: [
        {
          source: 'pager',
          id: 'i',
          entityRef: 'group:other',
          startedAt: '2026-03-01T10:30:00Z',
        },
      ],
    });
    const [{ entity_id: entityId, pk }] = await knex('deployments');
    await knex('rollouts').insert({
      deployment_pk: pk,
      release_id: pk,
      entity_id: entityId,
      workspace: 'default',
      time: 0,
    });
    const cursorOf = (changes: FactChange[]) => changes.at(-1)!.cursor;
    const start = cursorOf(await read(knex));
    const all = { unrestricted: true, getById: () => undefined };
    const corrections = DefaultCorrectionsService.create({
      knex,
      derivation: {
        enqueue: async () => {},
        wake: () => {},
        settled: async () => ({ pending: 0 }),
        backlog: async () => 0,
        repair: async () => {},
        isCurrent: async () => true,
      },
      now: () => Date.parse('2026-03-02T09:30:00.123Z'),
    });
    const correct = (request: CorrectionRequest) =>
      corrections.create(
        request,
        'user:default/a',
        all as unknown as Hierarchy,
      );
    const deployment = { source: 'ci', id: 'd' };
    const excused = await correct({
      action: 'not-a-failure',
      deployment,
      note: 'planned',
    });
    const detached = await correct({
      action: 'detach',
      deployment,
      incident: { source: 'pager', id: 'i' },
    });
    const receivedAt = '2026-03-02T09:30:00.123Z';
    const envelope = {
      kind: 'corrections',
      receivedAt,
      cursor: expect.any(String),
    };
    const made = await read(knex, { after: start });
    expect(made).toEqual([
      { ...envelope, fact: excused },
      { ...envelope, fact: detached },
    ]);
    expect(await read(knex, { after: made[0].cursor })).toEqual([made[1]]);
    const readable = {
      getById: (given: number) => (given === entityId ? {} : undefined),
    } as unknown as Hierarchy;
    expect(await read(knex, { after: start, readable })).toEqual([made[0]]);

    await corrections.delete(detached.id, all as unknown as Hierarchy);
    await corrections.delete(excused.id, all as unknown as Hierarchy);
    const gone = ({ id: correctionId }: Correction) => ({
      ...envelope,
      deleted: { id: correctionId },
    });
    expect(await read(knex, { after: cursorOf(made) })).toEqual([
      gone(detached),
      gone(excused),
    ]);
    expect(await read(knex, { after: cursorOf(made), readable })).toEqual([
      gone(excused),
    ]);
    expect(await read(knex, { after: start })).toHaveLength(2);
    await knex.destroy();
  });

  it('holds neither a connection nor many facts for readers who stop reading', async () => {
    const knex = await databases.init(id);
    const { service } = await createService(knex);
    const ids = Array.from({ length: 2500 }, (_, index) => `n${index}`);
    await service.ingest({ signals: [note('first'), note('second')] });
    await service.ingest({ signals: ids.map(of => note(of)) });
    await service.delete('signals', { source: 'notes', id: 'second' });
    const readAtOnce: number[] = [];
    knex.on('query-response', (rows, { sql }) => {
      if (/^select .*signals/.test(sql)) {
        readAtOnce.push((rows.rows ?? rows).length);
      }
    });
    const stalled = Array.from({ length: 20 }, () =>
      DefaultFeedService.create({ knex }).read({})[Symbol.asyncIterator](),
    );
    await Promise.all(stalled.map(reader => reader.next()));
    expect(knex.client.pool.numUsed()).toBe(0);

    ids.sort();
    const changes = await read(knex);
    expect(idsOf(changes)).toEqual(['first', ...ids, '-second']);
    expect(idsOf(await read(knex, { after: changes[1500].cursor }))).toEqual([
      ...ids.slice(1500),
      '-second',
    ]);
    expect(Math.max(...readAtOnce)).toBe(1000);
    await Promise.all(stalled.map(reader => reader.return(undefined)));
    await knex.destroy();
  });

  it('refuses a cursor that it cannot have issued', async () => {
    const knex = await databases.init(id);
    const { service } = await createService(knex);
    await service.ingest({ signals: [note('1')] });
    const [{ cursor }] = await read(knex);
    await expect(read(knex, { after: cursor })).resolves.toEqual([]);
    await expect(read(knex, { after: '1000-0' })).rejects.toThrow(
      'The cursor is ahead of the feed',
    );
    await knex.destroy();
  });
});

// SQLite has one writer at a time.
if (databases.supports('POSTGRES_18')) {
  it('gives a warehouse what docs/export.md makes tables of', async () => {
    const knex = await databases.init('POSTGRES_18');
    const { service } = await createService(knex);
    const deployment = {
      source: 'ci',
      id: '1',
      entityRef: 'component:default/cart-api',
      environment: 'prod',
      status: 'in_progress' as const,
    };
    await service.ingest({
      deployments: [deployment, { ...deployment, id: '2' }],
      signals: [note('1')],
    });
    const earlier = await read(knex);
    await service.ingest({
      deployments: [
        {
          ...deployment,
          status: 'success' as const,
          finishedAt: '2026-03-01T09:30:00.123Z',
        },
      ],
    });
    await service.delete('deployments', { source: 'ci', id: '2' });

    const text = await readFile(
      resolve(__dirname, '../../../../../docs/export.md'),
      'utf8',
    );
    const [, views] = /```sql\n([^`]*)```/.exec(text)!;
    await knex.raw(`create schema warehouse`);
    await knex.raw(`create table warehouse.fact_changes (line json)`);
    await knex.transaction(async tx => {
      await tx.raw('set local search_path to warehouse');
      await tx('fact_changes').insert(
        [...(await read(knex)), ...earlier].map(line => ({ line })),
      );
      await tx.raw(views.replaceAll('?', '\\?'));
      expect(await tx('deployments').select()).toEqual([
        {
          source: 'ci',
          id: '1',
          entity_ref: 'component:default/cart-api',
          environment: 'prod',
          workspace: 'default',
          status: 'success',
          version: null,
          finished_at: new Date('2026-03-01T09:30:00.123Z'),
        },
      ]);
      expect(await tx('facts').pluck('kind')).toEqual([
        'deployments',
        'signals',
      ]);
    });
    await knex.destroy();
  });

  describe('DefaultFeedService beside writers', () => {
    const row = (name: string, entityId: number) => ({
      source: 'notes',
      id: name,
      entity_id: entityId,
      subject: 'external:pipelines',
      type: 'note',
      at: 1,
      until: null,
      name,
      value: null,
      attributes: null,
      url: null,
    });

    it('does not skip a call that began earlier and is not yet committed', async () => {
      const knex = await databases.init('POSTGRES_18');
      const { service } = await createService(knex);
      await service.ingest({ signals: [note('0')] });
      const { entity_id: entityId } = await knex('signals').first();
      const slow = await knex.transaction();
      await upsertFacts(slow, 'signals', [row('slow', entityId)], Date.now());
      await service.ingest({ signals: [note('quick')] });
      const changes = await read(knex);
      expect(idsOf(changes)).toEqual(['0', 'quick']);
      await slow.commit();
      expect(idsOf(await read(knex, { after: changes[1].cursor }))).toEqual([
        'slow',
      ]);
      await knex.destroy();
    });

    it('misses nothing that many concurrently write, replace and delete', async () => {
      const knex = await databases.init('POSTGRES_18');
      const { service } = await createService(knex);
      let writing = true;
      const mirrors = [new Mirror(), new Mirror()];
      const readers = mirrors.map(async (mirror, index) => {
        while (writing) {
          await mirror.follow(knex, 3 + index);
        }
        await mirror.follow(knex);
      });
      await Promise.all(
        Array.from({ length: 6 }, async (_, writer) => {
          for (let round = 0; round < 25; round++) {
            await service.ingest({
              signals: Array.from({ length: 4 }, (_unused, index) =>
                note(`${(writer + round * index) % 12}`, {
                  name: `${writer}.${round}`,
                }),
              ),
            });
            if (round % 3 === 0) {
              await service.delete('signals', {
                source: 'notes',
                id: `${(writer + round) % 12}`,
              });
            }
          }
        }),
      );
      writing = false;
      await Promise.all(readers);
      for (const mirror of mirrors) {
        expect(namesIn(mirror)).toEqual(await storedNames(knex));
      }
      await knex.destroy();
    });
  });
}
