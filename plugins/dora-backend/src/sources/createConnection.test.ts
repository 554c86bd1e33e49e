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
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { createConnection } from './createConnection';
import { SynchronisationStore } from './SynchronisationStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())(
  'What a source is given on %s',
  id => {
    async function open() {
      const knex = await databases.init(id);
      await knex.migrate.latest({
        directory: resolvePackagePath(
          '@backstage-dora/plugin-dora-backend',
          'migrations',
        ),
      });
      const facts = {
        ingest: jest.fn(),
        delete: jest.fn(),
        deleteSource: jest.fn(),
      };
      const synchronisations = SynchronisationStore.create({ knex });
      const connect = (source: string, at = 0) =>
        createConnection(source, {
          knex,
          facts,
          synchronisations,
          now: () => at,
        });
      return { facts, synchronisations, connect };
    }

    it('ingests facts on behalf of the source', async () => {
      const { connect, facts } = await open();
      const connection = connect('github:public');
      facts.ingest.mockResolvedValue('stored');
      facts.deleteSource.mockResolvedValue(7);
      const signals = { signals: [] };
      expect(await connection.facts.ingest(signals)).toBe('stored');
      expect(facts.ingest).toHaveBeenCalledWith(signals, {
        subject: 'module:github:public',
      });
      const one = { source: 'github-actions', id: '1' };
      await connection.facts.delete('deployments', one);
      expect(facts.delete).toHaveBeenCalledWith('deployments', one);
      expect(await connection.facts.deleteSource('github-actions')).toBe(7);
      expect(facts.deleteSource).toHaveBeenCalledWith('github-actions');
    });

    it('keeps the state of each source separate', async () => {
      const { connect } = await open();
      const github = connect('github');
      const gitlab = connect('gitlab');
      expect(await github.state.get('cursor')).toBeUndefined();

      await github.state.set('cursor', { page: 3, rest: ['a', null] });
      await gitlab.state.set('cursor', 7);
      await github.state.set('cursor', { page: 4 });
      expect(await connect('github').state.get('cursor')).toEqual({ page: 4 });
      await github.state.delete('cursor', 'never was');
      expect(await github.state.get('cursor')).toBeUndefined();
      expect(await gitlab.state.get('cursor')).toBe(7);
    });

    it('lists and deletes by prefix, whatever the characters', async () => {
      const { state } = (await open()).connect('github');
      const many = Object.fromEntries(
        Array.from({ length: 1000 }, (_, index) => [`run/a_b/${index}`, index]),
      );
      await state.setAll({
        ...many,
        'run/a_b': true,
        'run/a_b/é': 'é',
        'run/a_b/\u{1f680}': 'far',
        'run/aXb/1': 'not a pattern',
        'run/A_b/1': 'case matters',
        'run/a_b0': 'just behind',
      });
      const found = await state.list('run/a_b/');
      expect(found).toHaveLength(1002);
      expect(found.slice(-2)).toEqual([
        { key: 'run/a_b/é', value: 'é' },
        { key: 'run/a_b/\u{1f680}', value: 'far' },
      ]);
      await state.deleteAll('run/a_b/');
      expect((await state.list('')).map(({ key }) => key)).toEqual([
        'run/A_b/1',
        'run/aXb/1',
        'run/a_b',
        'run/a_b0',
      ]);
    });

    it('shows the last report for each subject until it is removed', async () => {
      const { synchronisations, connect } = await open();
      const failed = {
        subject: 'acme/cart',
        entityRefs: ['component:default/Cart'],
        state: 'failed' as const,
        until: '2026-03-01T10:00:00.000Z',
        error: 'Not found',
        advice: 'Look for it',
      };
      await connect('github', 1).report(failed);
      await connect('github', 2).report({
        subject: 'acme/pay',
        entityRefs: [],
        state: 'backfilling',
        done: 3,
        remaining: 0,
      });
      await connect('gitlab', 3).report(failed);
      expect(await synchronisations.list()).toEqual([
        {
          ...failed,
          source: 'github',
          entityRefs: ['component:default/cart'],
          at: '1970-01-01T00:00:00.001Z',
        },
        expect.objectContaining({ subject: 'acme/pay', done: 3, remaining: 0 }),
        expect.objectContaining({ source: 'gitlab' }),
      ]);

      await connect('github', 4).report({
        subject: 'acme/cart',
        entityRefs: [],
        kinds: ['deployments', 'incidents'],
        state: 'up-to-date',
      });
      await connect('github', 4).retain(['acme/cart']);
      expect(await synchronisations.list()).toEqual([
        {
          source: 'github',
          subject: 'acme/cart',
          entityRefs: [],
          kinds: ['deployments', 'incidents'],
          state: 'up-to-date',
          at: '1970-01-01T00:00:00.004Z',
        },
        expect.objectContaining({ source: 'gitlab', subject: 'acme/cart' }),
      ]);
    });
  },
);
