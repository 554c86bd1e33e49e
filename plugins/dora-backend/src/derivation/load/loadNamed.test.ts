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
import { naiveHistory } from '../../conformance/__testUtils__/naiveFailures';
import {
  DEFAULTS,
  NaiveFacts,
} from '../../conformance/__testUtils__/naiveRules';
import { toRow } from '../../intake/kinds/factStorage';
import { create, derived, store } from '../__testUtils__/derivations';
import { Fact } from '../__testUtils__/forwardHistory';

jest.setTimeout(120_000);

const CART_API = 'component:default/cart-api';
/** `entities.id` */
const CART_API_ID = 1;

/** A commit that begins so. */
const commit = (beginning: string, length = 40) =>
  beginning.padEnd(length, '9');

const named = { source: 's', entityRef: 'cart-api' };
const time = (hour: number) =>
  new Date(Date.UTC(2026, 2, 2, hour)).toISOString();

const deployment = (id: string, hour: number, more: object) => ({
  ...named,
  id,
  environment: 'prod',
  status: 'success' as const,
  finishedAt: time(hour),
  ...more,
});

const DEPLOYMENTS = [
  deployment('v1', 0, { version: 'v1.0' }),
  deployment('alone', 1, { commitSha: commit('AAAAAAA1') }),
  deployment('alike', 2, { commitSha: commit('bbbbbbb1') }),
  deployment('long', 3, { commitSha: commit('ccccccc1') }),
  deployment('tag', 4, { version: 'sha-ddddddd', changes: [] }),
  deployment('short', 5, { commitSha: 'eeeeeee1' }),
  deployment('digest', 6, { digest: 'sha256:F' }),
  deployment('digest again', 7, { version: 'SHA256:0' }),
  deployment('carrying', 8, { version: '2', changes: ['p'] }),
  deployment('strange', 9, { version: 'a\\nb\nc%_' }),
  deployment('moved', 10, { version: 'latest', commitSha: commit('fffffff1') }),
  deployment('echoed', 11, { version: '3' }),
  deployment('echo', 12, {
    source: 'cluster',
    version: '3',
    changes: [{ source: 's', id: 'q' }],
  }),
];

const artifact = (id: string, names: object) => ({
  ...named,
  id,
  builtAt: time(0),
  ...names,
});

const ARTIFACTS = [
  artifact('alike', { commitSha: commit('bbbbbbb2'), version: '9.1' }),
  artifact('long', { commitSha: commit('ccccccc1', 64), version: '9.2' }),
];

const CHANGES = [
  { source: 's', id: 'p', commitShas: ['1234567ABC', commit('aaaaaaa1')] },
  { source: 's', id: 'q', commitSha: '7654321abc' },
].map(change => ({ ...change, firstCommitAt: time(0) }));

/** What incidents give, and the first deployment of the release that is meant. */
const GIVEN: [string, string | undefined][] = [
  ['1.0', 'v1'],
  ['V1.0', 'v1'],
  ['1', undefined],
  ['1.', undefined],
  // The release that carries it in a change came later.
  ['aaaaaaa', 'carrying'],
  [commit('aaaaaaa1'), 'carrying'],
  ['SHA-bbbbbbb1', 'alike'],
  ['bbbbbbb', undefined],
  ['bbbbbbb2', undefined],
  [commit('bbbbbbb1'), 'alike'],
  ['ccccccc1', undefined],
  [commit('ccccccc1', 39), undefined],
  [commit('ccccccc1'), 'long'],
  ['sha-ddddddd', 'tag'],
  ['ddddddd', undefined],
  ['SHA-ddddddd', undefined],
  ['EEEEEEE1', 'short'],
  ['eeeeeee', undefined],
  ['sha-eeeeeee1', undefined],
  ['SHA256:f', 'digest'],
  ['sha256:0', undefined],
  ['SHA256:0', 'digest again'],
  ['1234567', 'carrying'],
  ['sha-1234567a', 'carrying'],
  ['123456', undefined],
  ['a\\nb\nc%_', 'strange'],
  ['a\nb\nc%_', undefined],
  ['b', undefined],
  ['latest', undefined],
  ['fffffff', 'moved'],
  ['7654321', 'echoed'],
  ['none', undefined],
  ['0000000', undefined],
];

const INCIDENTS = GIVEN.flatMap(([given], n) =>
  [{ version: given }, { commitSha: given }].map((causedBy, kind) => ({
    ...named,
    id: `${n} ${kind}`,
    startedAt: time(20),
    causedBy,
  })),
);

const FACTS: NaiveFacts = {
  deployments: DEPLOYMENTS,
  artifacts: ARTIFACTS,
  changes: CHANGES,
  incidents: INCIDENTS,
};

const toFacts = (facts: Partial<NaiveFacts>): Fact[] => {
  const all: Fact[] = [];
  const add = (
    table: keyof NaiveFacts,
    { source, id, ...row }: Record<string, unknown>,
  ) => all.push({ table, source: String(source), id: String(id), row });
  facts.deployments?.forEach(one =>
    add('deployments', toRow('deployments', one, CART_API_ID, '')),
  );
  facts.artifacts?.forEach(one =>
    add('artifacts', toRow('artifacts', one, CART_API_ID, '')),
  );
  facts.changes?.forEach(one =>
    add('changes', toRow('changes', one, null, '')),
  );
  facts.incidents?.forEach(one =>
    add('incidents', toRow('incidents', one, CART_API_ID, '')),
  );
  return all;
};

describe('incidents that name a version or a commit', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(databases.eachSupportedId())(
    'are linked to the last release that has it, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const derivation = await create(knex);
      const links = async () => {
        await derivation.settled();
        const { release_reasons: reasons } = await derived(knex);
        return new Map(
          reasons.map(row => {
            const { incident_pk: incident, release_id: release } =
              JSON.parse(row);
            return [incident, release];
          }),
        );
      };
      await store(knex, derivation, toFacts(FACTS));
      const linked = await links();
      const wanted = new Map(
        naiveHistory(FACTS, DEFAULTS, {
          refs: [CART_API],
          under: ref => [ref],
          annotations: () => ({}),
        }).releases.flatMap(({ incidents, rollouts }) =>
          incidents.map(({ id }) => [id, rollouts[0].deployment.id]),
        ),
      );
      expect(
        INCIDENTS.map(({ id, causedBy }) => [causedBy, linked.get(id)]),
      ).toEqual(
        INCIDENTS.map(({ causedBy }, n) => [causedBy, GIVEN[n >> 1][1]]),
      );
      expect(new Map([...linked].sort())).toEqual(new Map([...wanted].sort()));

      // What begins a commit means it as long as no other that is known begins so, be it released or not.
      const also = artifact('also', {
        commitSha: commit('fffffff2'),
        version: '9.3',
      });
      const id = `${GIVEN.findIndex(([given]) => given === 'fffffff')} 0`;
      const [fact] = toFacts({ artifacts: [also] });
      await store(knex, derivation, [fact]);
      expect((await links()).get(id)).toBeUndefined();
      await store(knex, derivation, [{ ...fact, row: undefined }]);
      expect((await links()).get(id)).toBe('moved');
      await knex.destroy();
    },
  );
});
