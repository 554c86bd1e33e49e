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
import { FactKind, Facts } from '@backstage-dora/plugin-dora-common';
import fc from 'fast-check';
import { Knex } from 'knex';
import { createService } from './__testUtils__/service';
import { FACT_KINDS } from './kinds/factDefinitions';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

type Fact = Record<string, unknown>;

const TIME = '2026-03-01T09:30:00Z';

const MINIMAL: Record<FactKind, Fact> = {
  deployments: {
    entityRef: 'cart-api',
    environment: 'prod',
    status: 'success',
    finishedAt: TIME,
  },
  changes: { firstCommitAt: TIME },
  incidents: { entityRef: 'system:cart', startedAt: TIME },
  signals: { entityRef: 'group:shop', type: 'note', at: TIME },
  artifacts: {
    entityRef: 'cart-api',
    builtAt: TIME,
    version: '1',
    commitSha: 'a',
  },
};

const fact = (kind: FactKind, id: string, more: Fact = {}): Fact => ({
  source: 'ci',
  id,
  ...MINIMAL[kind],
  ...more,
});

const deployment = (id: string, more?: Fact) => fact('deployments', id, more);

/** Deeper than any stack, as JSON.parse takes it. */
const deep = () => JSON.parse(`${'['.repeat(1e5)}${']'.repeat(1e5)}`);

/** Characters that nothing can compress, of four bytes each. */
const wide = (length: number, first: number) =>
  String.fromCodePoint(
    ...Array.from(
      { length },
      (_, n) => 0x20000 + ((first + n * 7919) % 40_000),
    ),
  );

describe.each(databases.eachSupportedId())('Bad input on %s', id => {
  let knex: Knex;
  let service: Awaited<ReturnType<typeof createService>>['service'];

  beforeAll(async () => {
    knex = await databases.init(id);
    ({ service } = await createService(knex));
  });

  afterEach(async () => {
    for (const kind of FACT_KINDS) {
      await knex(kind).delete();
    }
    await knex('rejected_facts').delete();
  });

  afterAll(() => knex.destroy());

  /** What a service makes of facts that no well-behaved sender sends. */
  const ingest = (facts: unknown) => service.ingest(facts as Facts);

  it.each<[string, FactKind, unknown, RegExp]>([
    ['null', 'deployments', null, /must be an object, not null$/],
    ['a number', 'signals', 7, /must be an object, not 7$/],
    ['a list', 'changes', ['a'], /must be an object, not \["a"\]$/],
    ['a deep list', 'changes', deep(), /must be an object, not \[\[\[/],
    [
      'a deep field',
      'changes',
      fact('changes', 'b', { labels: deep() }),
      /^labels\/0 must be text, not \[\[\[/,
    ],
    [
      'a wrong type',
      'deployments',
      deployment('b', { environment: { name: 'prod' } }),
      /^environment must be text, not \{"name":"prod"\}$/,
    ],
    [
      'an infinite number',
      'signals',
      fact('signals', 'b', { value: JSON.parse('1e999') }),
      /^value must be a number, not "Infinity"$/,
    ],
    [
      'an unknown status',
      'deployments',
      deployment('b', { status: 'done' }),
      /^status "done" is not one of in_progress, success, failure, cancelled$/,
    ],
    [
      'no finish',
      'deployments',
      deployment('b', { finishedAt: null }),
      /^finishedAt is required unless status is in_progress$/,
    ],
    [
      'an impossible date',
      'changes',
      fact('changes', 'b', { mergedAt: '2026-02-30T00:00:00Z' }),
      /^mergedAt "2026-02-30T00:00:00Z" is not an ISO 8601 date and time/,
    ],
    [
      'a time without an offset',
      'changes',
      fact('changes', 'b', { mergedAt: '2026-02-03T00:00:00' }),
      /^mergedAt "2026-02-03T00:00:00" is not an ISO 8601 .* with an offset/,
    ],
    [
      'the year 1',
      'incidents',
      fact('incidents', 'b', { startedAt: '0001-01-01T00:00:00Z' }),
      /^startedAt "0001-.* between 1970 and 2099/,
    ],
    [
      'the year 9999',
      'incidents',
      fact('incidents', 'b', { resolvedAt: '9999-12-31T23:59:59Z' }),
      /^resolvedAt "9999-.* between 1970 and 2099/,
    ],
    [
      'a finish before the start',
      'deployments',
      deployment('b', { startedAt: '2026-03-01T09:30:00.001Z' }),
      /^finishedAt "2026-03-01T09:30:00Z" is before startedAt /,
    ],
    [
      'an end before the start',
      'incidents',
      fact('incidents', 'b', { resolvedAt: '2026-02-01T00:00:00Z' }),
      /^resolvedAt "2026-02-01T00:00:00Z" is before startedAt /,
    ],
    [
      'a megabyte of title',
      'deployments',
      deployment('b', { title: 'x'.repeat(1024 * 1024) }),
      /^title is longer than 2000 characters: "x{79}…$/,
    ],
    [
      'a megabyte of id',
      'deployments',
      deployment('x'.repeat(1024 * 1024)),
      /^id is longer than 500 characters/,
    ],
    [
      'NUL in a text',
      'signals',
      fact('signals', 'b', { attributes: { note: 'a\u0000' } }),
      /^attributes\/note must be a string, a number, true or false, not "a\\u0000"$/,
    ],
    [
      'NUL in a name',
      'signals',
      fact('signals', 'b', { attributes: { 'a\u0000': 1 } }),
      /^attributes "a\\u0000" is not valid text/,
    ],
    [
      'half a surrogate pair',
      'changes',
      fact('changes', 'b', { labels: ['\ud83d'] }),
      /^labels\/0 "\\ud83d" is not valid text/,
    ],
    [
      'no reference',
      'deployments',
      deployment('b', { entityRef: 'a/b/c:d' }),
      /^entityRef "a\/b\/c:d" is not an entity reference/,
    ],
    [
      'a reference to a user',
      'incidents',
      fact('incidents', 'b', { entityRef: 'user:default/guest' }),
      /^entityRef "user:default\/guest" is of kind user; incidents must refer to one of: /,
    ],
    [
      'a source and an id that no index takes',
      'deployments',
      fact('deployments', wide(500, 1), { source: wide(200, 2) }),
      /^source and id exceed 2600 bytes in total$/,
    ],
    [
      'a listed change that no index takes',
      'deployments',
      deployment('b', {
        changes: ['a', { source: wide(200, 1), id: wide(500, 2) }],
      }),
      /^changes\/1: its source and id exceed 2600 bytes in total$/,
    ],
    [
      'a cause that no index takes',
      'incidents',
      fact('incidents', 'b', {
        causedBy: {
          deployment: { source: wide(200, 1), id: wide(500, 2) },
        },
      }),
      /^causedBy\/deployment: its source and id exceed 2600 bytes/,
    ],
  ])(
    'rejects %s among %s, and accepts its neighbours',
    async (_, kind, bad, reason) => {
      const answer = await ingest({
        [kind]: [fact(kind, 'a'), bad, fact(kind, 'c')],
      });
      expect(answer.rejected).toEqual([
        expect.objectContaining({
          path: `/${kind}/1`,
          reason: expect.stringMatching(reason),
        }),
      ]);
      expect(answer.accepted[kind]).toBe(2);
      expect(await knex(kind).orderBy('id').pluck('id')).toEqual(['a', 'c']);
      const [kept] = await knex('rejected_facts').select();
      expect(kept).toMatchObject({ kind, reason: answer.rejected[0].reason });
    },
  );

  it('reports the source and id of a rejected fact only if they are valid', async () => {
    const { rejected } = await ingest({
      deployments: [
        { source: 'ci', id: 'x' },
        { source: 'ci', id: 7 },
        { source: '', id: 'x\u0000' },
        { source: 'ci', id: 'x'.repeat(501) },
        'ci',
      ],
    });
    expect(rejected.map(({ source, id: of }) => [source, of])).toEqual([
      ['ci', 'x'],
      ['ci', undefined],
      [undefined, undefined],
      ['ci', undefined],
      [undefined, undefined],
    ]);
  });

  it('stores SQL and HTML in any text unchanged', async () => {
    const text = `'); drop table deployments; --<script>alert("?? $1 :x")</script>\\u0000 {"a":[null,NULL]},{}`;
    const ref = 'cart-api';
    const answer = await ingest({
      deployments: [
        {
          ...deployment(text, { entityRef: ref }),
          ...Object.fromEntries(
            [
              'source',
              'environment',
              'workspace',
              'version',
              'commitSha',
              'digest',
              'title',
            ].map(field => [field, text]),
          ),
          changes: [text, { source: text, id: `${text}2` }],
          url: `https://example.com/?q=${text}`,
        },
      ],
      changes: [
        fact('changes', text, {
          source: text,
          repository: text,
          commitSha: text,
          commitShas: [text],
          title: text,
          labels: [text],
        }),
      ],
      incidents: [
        fact('incidents', text, {
          source: text,
          title: text,
          severity: text,
          causedBy: { deployment: { source: text, id: text } },
          sameAs: { source: text, id: `${text}2` },
        }),
      ],
      artifacts: [
        fact('artifacts', text, {
          source: text,
          version: text,
          commitSha: text,
          digest: text,
          repository: text,
        }),
      ],
      signals: [
        fact('signals', text, {
          source: text,
          type: text,
          name: text,
          attributes: { [text]: text },
        }),
      ],
    });
    expect(answer.rejected).toEqual([]);
    expect(await knex('deployments').first()).toMatchObject({
      source: text,
      id: text,
      environment: text,
      workspace: text,
      version: text,
      commit_sha: text,
      title: text,
      url: `https://example.com/?q=${text}`,
      changes: JSON.stringify([
        [text, text],
        [text, `${text}2`],
      ]),
    });
    expect(
      await knex('deployment_changes').orderBy('change_id').pluck('change_id'),
    ).toEqual([text, `${text}2`]);
    expect(await knex('changes').first()).toMatchObject({
      repository: text,
      commit_sha: text,
      commit_shas: JSON.stringify([text]),
      title: text,
      labels: JSON.stringify([text]),
    });
    expect(await knex('incidents').first()).toMatchObject({
      title: text,
      severity: text,
      cause_deployment_source: text,
      cause_deployment_id: text,
      same_as_source: text,
      same_as_id: `${text}2`,
    });
    expect(await knex('artifacts').first()).toMatchObject({
      version: text,
      commit_sha: text,
      digest: text,
      repository: text,
    });
    expect(await knex('signals').first()).toMatchObject({
      type: text,
      name: text,
      attributes: JSON.stringify({ [text]: text }),
    });
    expect(
      await service.delete('deployments', { source: text, id: text }),
    ).toBe(true);
  });

  it('accepts of all valid ones with the same source and id the last, and says so of the others', async () => {
    const version = (of: string) => deployment('a', { version: of });
    const { accepted, rejected, ignored } = await ingest({
      deployments: [
        version('1'),
        deployment('a', { source: 'other' }),
        { ...version('2'), author: 'somebody' },
        version('3'),
        { ...version('4'), status: 'done' },
      ],
    });
    expect(accepted.deployments).toBe(2);
    expect(ignored).toEqual([
      {
        path: '/deployments/0',
        reason: expect.stringMatching(
          /^id "a" of source "ci" occurs again at \/deployments\/3, which /,
        ),
      },
      {
        path: '/deployments/2',
        reason: expect.stringMatching(/occurs again at \/deployments\/3, /),
      },
    ]);
    expect(rejected).toEqual([
      expect.objectContaining({
        path: '/deployments/4',
        reason: expect.stringMatching(/^status "done"/),
      }),
    ]);
    expect(
      await knex('deployments').orderBy('source').pluck('version'),
    ).toEqual(['3', null]);
  });

  it('records rejected facts until a valid version is sent, even later in the same call', async () => {
    const kept = () => knex('rejected_facts').orderBy('id').pluck('id');
    const wrong = { status: 'done' };
    await ingest({
      deployments: [
        deployment('a', wrong),
        deployment('a'),
        deployment('b'),
        deployment('b', wrong),
        deployment('c', wrong),
        deployment('d', { version: '1' }),
        deployment('d', { version: '2' }),
      ],
    });
    expect(await kept()).toEqual(['b', 'c']);
    await ingest({ changes: [fact('changes', 'b')] });
    expect(await kept()).toEqual(['b', 'c']);
    await ingest({ deployments: [deployment('c')] });
    expect(await kept()).toEqual(['b']);
  });

  it('keeps no more than about 10,000 rejected facts', async () => {
    const batch = (name: string) => ({
      deployments: Array.from({ length: 6000 }, (_, n) => ({
        source: 'ci',
        id: `${name}${n}`,
      })),
    });
    await ingest(batch('a'));
    await new Promise(resolve => setTimeout(resolve, 2));
    await ingest(batch('b'));
    const kept: string[] = await knex('rejected_facts').pluck('id');
    expect(kept.length).toBeLessThanOrEqual(10_000);
    expect(kept.filter(of => of.startsWith('b'))).toHaveLength(6000);
  });

  it.each([
    [null, /object of lists, not null$/],
    [[], /object of lists, not \[\]$/],
    ['deployments', /object of lists, not "deployments"$/],
    [{ deployments: {} }, /deployments must be a list, not \{\}$/],
    [{ deployments: null }, /deployments must be a list, not null$/],
    [
      { deployment: [] },
      /Unknown kind of fact "deployment"; the kinds are deployments, /,
    ],
  ])('refuses a call that is %j', async (facts, message) => {
    await expect(ingest(facts)).rejects.toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringMatching(message),
      }),
    );
  });

  it('accepts 10,000 facts in a call, but none of 10,001', async () => {
    const changes = Array.from({ length: 9_999 }, (_, n) =>
      fact('changes', `${n}`),
    );
    const facts = { changes, deployments: [deployment('a')] };
    await expect(
      ingest({ ...facts, signals: [fact('signals', 'a')] }),
    ).rejects.toThrow(
      expect.objectContaining({
        statusCode: 413,
        message: expect.stringMatching(/^10001 facts .* several calls$/),
      }),
    );
    expect(await knex('changes').select()).toEqual([]);
    expect((await ingest(facts)).accepted).toEqual({
      deployments: 1,
      changes: 9_999,
      incidents: 0,
      signals: 0,
      artifacts: 0,
    });
  });

  it('tells of each of many facts that are replaced', async () => {
    const { accepted, ignored } = await ingest({
      changes: Array.from({ length: 600 }, () =>
        fact('changes', 'a', { author: 'somebody' }),
      ),
    });
    expect(accepted.changes).toBe(1);
    expect(ignored.map(({ path }) => path)).toEqual([
      ...Array.from({ length: 599 }, (_, n) => `/changes/${n}`),
      '/changes/599/author',
    ]);
  });

  it('names the first of many fields that no such fact has', async () => {
    const { accepted, ignored } = await ingest({
      deployments: [
        deployment('a', { 'te/a~m': 'x' }),
        deployment(
          'b',
          Object.fromEntries(
            Array.from({ length: 5000 }, (_, n) => [`field${n}`, n]),
          ),
        ),
      ],
    });
    expect(accepted.deployments).toBe(2);
    expect(ignored).toHaveLength(100);
    expect(ignored[0]).toEqual({
      path: '/deployments/0/te~1a~0m',
      reason: expect.stringMatching(
        /^deployments have no field "te\/a~m"; the fields are source, id, entityRef, /,
      ),
    });
  });

  it('stores or rejects anything, and says which', async () => {
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.string({ unit: 'binary', maxLength: 700 }),
      fc.constantFrom(TIME, 'cart-api', 'ci', null, 1e308, 5e-324, -0),
    );
    const fields: Record<FactKind, string[]> = {
      deployments: ['source', 'id', 'version', 'title', 'changes', 'kind'],
      changes: ['source', 'id', 'labels', 'commitShas', 'size', 'mergedAt'],
      incidents: ['source', 'id', 'sameAs', 'causedBy', 'resolvedAt', 'url'],
      signals: ['source', 'id', 'name', 'value', 'attributes', 'type'],
      artifacts: ['source', 'id', 'version', 'digest', 'builtAt', 'url'],
    };
    const facts = (kind: FactKind) =>
      fc.array(
        fc.oneof(
          anything,
          fc
            .tuple(fc.constantFrom(...fields[kind]), anything, fc.nat(5))
            .map(([field, value, n]) => fact(kind, `${n}`, { [field]: value })),
          fc
            .tuple(
              fc.constantFrom(...fields[kind]),
              fc.array(fc.string({ unit: 'binary', maxLength: 600 })),
            )
            .map(([field, list]) => fact(kind, 'list', { [field]: list })),
        ),
        { maxLength: 8 },
      );
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          deployments: facts('deployments'),
          changes: facts('changes'),
          incidents: facts('incidents'),
          signals: facts('signals'),
          artifacts: facts('artifacts'),
        }),
        async sent => {
          const { accepted, rejected, ignored } = await ingest(sent);
          for (const kind of FACT_KINDS) {
            const indexesIn = (list: { path: string }[]) =>
              list.flatMap(({ path }) => {
                const [, of, index, field] = path.split('/');
                return of === kind && field === undefined ? Number(index) : [];
              });
            const refused = indexesIn(rejected);
            expect(refused).toEqual([...refused].sort((a, b) => a - b));
            const replaced = indexesIn(ignored);
            const left = new Set([...refused, ...replaced]);
            expect(left.size).toBe(refused.length + replaced.length);
            // Of the others, each stands there.
            const stored = sent[kind].filter((_, index) => !left.has(index));
            expect(accepted[kind]).toBe(stored.length);
            const keys = stored.map(value => {
              const { source, id: of } = value as Record<string, string>;
              return JSON.stringify([source, of]);
            });
            expect(new Set(keys).size).toBe(stored.length);
            for (const { path } of ignored) {
              const [, of, index, field] = path.split('/');
              expect(
                of !== kind || field === undefined || !left.has(Number(index)),
              ).toBe(true);
            }
          }
          expect(rejected.every(({ reason }) => reason.length > 10)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
