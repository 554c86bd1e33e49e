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
import fc from 'fast-check';
import { Knex } from 'knex';
import { at, ofWeek, seeing, serviceOf, Story } from './__testUtils__/story';

jest.setTimeout(240_000);

/** Letters, and what means something to one of the databases. */
const text = (minLength: number) =>
  fc.string({
    unit: fc.constantFrom('a', 'B', '%', '_', '\\', '!', "'", '?', ' '),
    minLength,
    maxLength: 6,
  });

interface Named {
  pk: number;
  of: string;
  /** What the rows are known by, besides their entity */
  names: string[];
}

const contains = ({ of, names }: Named, part: string) =>
  [`component:default/${of}`, ...names].some(name =>
    name.toLowerCase().includes(part.toLowerCase()),
  );

async function clear(knex: Knex) {
  for (const table of [
    'deployments',
    'rollouts',
    'excluded_deployments',
    'releases',
    'changes',
    'release_changes',
    'unreleased_changes',
    'incidents',
    'incident_links',
  ]) {
    await knex(table).delete();
  }
}

describe('search in evidence', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it.each(databases.eachSupportedId())(
    'finds what contains the text, whatever its characters, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await Story.begin(knex);
      const service = serviceOf(knex);
      const numbered = fc
        .array(
          fc.tuple(
            fc.constantFrom('cart-api', 'pay-api'),
            text(0),
            text(0),
            text(1),
          ),
          { minLength: 1, maxLength: 5 },
        )
        .map(rows =>
          rows.map(
            ([of, first, second, id], index): Named => ({
              pk: index + 1,
              of,
              names: [first, second, `${id}-${index}`],
            }),
          ),
        );
      const filters = fc.oneof(
        text(1),
        fc.constantFrom('CART', 'pay', 'component:', '-1', 'no such thing'),
      );
      await fc.assert(
        fc.asyncProperty(numbered, filters, async (rows, filter) => {
          await clear(knex);
          for (const { pk, of, names } of rows) {
            const [first, second, id] = names;
            await story.release({
              id: pk,
              of,
              version: first,
              rollouts: [['eu', 5]],
            });
            await knex('deployments').where({ pk }).update({ title: second });
            await story.excluded({
              pk: 100 + pk,
              of,
              environment: 'test',
              finishedAt: 5,
              exclusion: 'other-environment',
              ...(pk % 2 ? { version: first } : { commit_sha: first }),
              title: second,
            });
            const change = { of, id, title: first, commit_sha: second };
            await story.change({ pk, ...change });
            await story.carries({ release: pk, change: pk, leadTime: 1 });
            await story.change({
              pk: 100 + pk,
              ...change,
              id: `${id}x`,
              merged_at: at(7),
            });
            await story.incident({
              pk,
              of,
              startedAt: 5,
              link: 'unattributed',
              id,
              title: first,
              severity: second,
            });
          }
          const found = (withId: boolean) =>
            rows
              .filter(row =>
                contains(
                  withId ? row : { ...row, names: row.names.slice(0, 2) },
                  filter,
                ),
              )
              .map(({ pk }) => pk);
          const query = { ...ofWeek(), filter };

          const releases = await service.releases(query);
          expect(releases.items.map(({ id }) => Number(id)).sort()).toEqual(
            found(false),
          );
          expect(releases.totalItems).toBe(releases.items.length);

          const excluded = await service.releases({
            ...query,
            only: 'excluded',
          });
          expect(
            excluded.items
              .map(
                ({ rollouts }) =>
                  Number(rollouts[0].deployment.id.slice(1)) - 100,
              )
              .sort(),
          ).toEqual(found(false));
          expect(excluded.totalItems).toBe(excluded.items.length);

          const pkOf = ({ id }: { id: string }) =>
            rows.find(({ names }) => names[2] === id)!.pk;
          const changes = await service.changes({ ...query, only: 'counted' });
          expect(changes.items.map(pkOf).sort()).toEqual(found(true));
          expect(changes.totalItems).toBe(changes.items.length);

          const waiting = await service.changes({ ...query, only: 'excluded' });
          expect(waiting.totalItems).toBe(waiting.items.length);
          expect(waiting.items.length).toBe(
            rows.filter(row =>
              contains(
                {
                  ...row,
                  names: [...row.names.slice(0, 2), `${row.names[2]}x`],
                },
                filter,
              ),
            ).length,
          );

          const incidents = await service.incidents(query);
          expect(incidents.items.map(pkOf).sort()).toEqual(found(true));
          expect(incidents.totalItems).toBe(incidents.items.length);
        }),
        { numRuns: 40 },
      );
    },
  );

  it.each(databases.eachSupportedId())(
    'minds the case of no letter, and all rollouts of a release, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await Story.begin(knex);
      await story.release({
        id: 1,
        of: 'cart-api',
        rollouts: [
          ['eu', 1],
          ['us', 2],
        ],
      });
      await knex('deployments').where({ pk: 2 }).update({ title: 'DÉPLOYÉ' });
      const ids = async (filter: string) =>
        (await serviceOf(knex).releases({ ...ofWeek(), filter })).items.map(
          ({ id }) => id,
        );
      expect(await ids('déployé')).toEqual(['1']);
      expect(await ids('Deploy 1')).toEqual(['1']);
      expect(await ids('deploye')).toEqual([]);
    },
  );

  it.each(databases.eachSupportedId())(
    'does not tell what the reader may not see on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const story = await Story.begin(knex);
      await story.release({ id: 1, of: 'cart-api', rollouts: [['eu', 10]] });
      await story.change({
        pk: 1,
        of: 'pay-api',
        title: 'Secret',
        commit_sha: 'hidden',
      });
      await story.change({ pk: 2, title: 'Secret of nobody' });
      await story.carries({ release: 1, change: 1, leadTime: 1 });
      await story.carries({ release: 1, change: 2, leadTime: 1 });
      const found = async (filter: string, query: object = {}) => {
        const { totalItems, items } = await serviceOf(knex).changes({
          ...ofWeek(),
          ...query,
          filter,
        });
        return [totalItems, ...items.map(({ id }) => id)];
      };
      const hierarchy = seeing('component:cart-api');
      expect(await found('secret')).toEqual([2, 'c1', 'c2']);
      expect(await found('secret', { hierarchy })).toEqual([1, 'c2']);
      expect(await found('hidden', { hierarchy })).toEqual([0]);
      expect(await found('pay', { hierarchy })).toEqual([0]);
      // The id is the release's to tell, and so is the component.
      expect(await found('C1', { hierarchy })).toEqual([1, 'c1']);
      expect(await found('cart', { hierarchy })).toEqual([2, 'c1', 'c2']);
    },
  );
});
