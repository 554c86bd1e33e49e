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

import fc from 'fast-check';
import { Response } from 'express';
import { component } from './__testUtils__/Installation';
import { FakeGithub, Trouble } from './__testUtils__/FakeGithub';
import { ALICE, BOB, ROBOT, githubTime } from './__testUtils__/FakeRepository';
import { newReader } from './__testUtils__/newReader';
import { World } from './__testUtils__/World';

jest.setTimeout(240_000);

const DAY = 86_400_000;
const SINCE = new Date(Date.now() - 300 * DAY).toISOString();
const GHOST = { login: 'somebody', id: 9, type: 'Mannequin' };

type Deed = (world: World) => void;

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({
        how: fc.constantFrom(
          'merge' as const,
          'squash' as const,
          'rebase' as const,
        ),
        // More than a query tells of, too.
        commits: fc.constantFrom(1, 2, 3, 10, 11),
        bot: fc.boolean(),
        reviews: fc.array(
          fc.record({
            user: fc.constantFrom(ALICE, BOB, ROBOT, GHOST),
            state: fc.constantFrom(
              'APPROVED',
              'CHANGES_REQUESTED',
              'COMMENTED',
              'DISMISSED',
            ),
          }),
          { maxLength: 25 },
        ),
      })
      .map(
        ({ how, reviews, ...options }): Deed =>
          world => {
            const pull = world.change(how, options);
            pull.reviews = reviews.map((review, index) => ({
              ...review,
              at: githubTime(Date.parse(pull.createdAt) + index * 1000),
            }));
          },
      ),
  },
  fc.constant<Deed>(world => world.push()),
  fc.constant<Deed>(world => {
    world.deploy();
  }),
  fc.constant<Deed>(world => {
    world.deploy('failure');
  }),
  fc.constant<Deed>(world => world.deployToStaging()),
  fc.array(fc.constantFrom('queued', 'in_progress', 'failure', 'inactive')).map(
    (states): Deed =>
      world => {
        // In the same second, or one for each.
        const { statuses } = world.deploy();
        const { at } = statuses[statuses.length - 1];
        statuses.splice(0);
        states.forEach((state, index) =>
          statuses.push({
            state,
            at: githubTime(Date.parse(at) + (index % 3) * 1000),
          }),
        );
      },
  ),
);

const errors = (res: Response, ...list: object[]) =>
  res.json({ data: null, errors: list });

/** What GraphQL may answer in place of what was asked for. */
const answers: Record<string, Trouble['answer']> = {
  'a failure': (_, res) => res.status(502).send('<html>Bad gateway</html>'),
  'that it is not there': (_, res) =>
    res.status(404).json({ message: 'Not Found' }),
  'that it is not allowed': (_, res) =>
    res.status(403).json({ message: 'Resource not accessible' }),
  'a page of a proxy': (_, res) => res.send('<html>Sign in</html>'),
  'that it took too long': (_, res) =>
    errors(res, {
      message: 'Something went wrong while executing your query.',
    }),
  'that it was too much': (_, res) =>
    errors(res, {
      type: 'RESOURCE_LIMITS_EXCEEDED',
      message: 'Resource limits for this query exceeded.',
    }),
  'that it knows no such field': (_, res) =>
    errors(res, {
      message: "Field 'statuses' doesn't exist on type 'Deployment'",
      path: ['query Statuses', 'nodes'],
      extensions: { code: 'undefinedField' },
    }),
  'that the points are used up': (_, res) => {
    res.set({
      'x-ratelimit-resource': 'graphql',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 600),
    });
    errors(res, { type: 'RATE_LIMITED', message: 'API rate limit exceeded' });
  },
  'a part of the nodes': (req, res) => {
    const ids: string[] = req.body.variables.ids;
    res.json({
      data: { nodes: ids.map(() => null) },
      errors: ids.map((id, index) => ({
        type: 'FORBIDDEN',
        path: ['nodes', index],
        message: `Resource ${id} not accessible`,
      })),
    });
  },
  'a node without what is in it': (req, res) =>
    res.json({
      data: {
        nodes: (req.body.variables.ids as string[]).map(() => ({
          number: 1,
          commitOid: 'x',
          statuses: null,
        })),
      },
    }),
};

describe('GraphQL', () => {
  let github: FakeGithub;

  beforeEach(async () => {
    github = await FakeGithub.start();
  });

  afterEach(() => github.stop());

  async function read(paths?: string) {
    const reader = newReader(github);
    const entity = component('cart', {
      'github.com/project-slug': 'acme/cart',
      ...(paths && { 'backstage-dora.io/path': paths }),
    });
    await reader.read([entity], SINCE);
    return {
      deployments: Object.fromEntries(reader.deployments),
      changes: Object.fromEntries(reader.changes),
    };
  }

  const newWorld = () => {
    github.repositories.clear();
    return new World(
      github.add('acme/cart'),
      'component:default/cart',
      Date.now() - 200 * DAY,
    );
  };

  it('says the same as REST, whatever people do, and wherever it fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(deed, { minLength: 3, maxLength: 20 }),
        fc.constantFrom(...Object.keys(answers)),
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom(undefined, 'README.md', 'elsewhere'),
        async (deeds, answer, after, paths) => {
          const world = newWorld();
          world.push();
          world.deploy();
          deeds.forEach(happen => happen(world));

          github.graphql = false;
          const byRest = await read(paths);
          github.graphql = true;
          github.queries.length = 0;
          expect(await read(paths)).toEqual(byRest);

          github.troubles.push({
            path: /^\/graphql$/,
            after,
            answer: answers[answer],
          });
          expect(await read(paths)).toEqual(byRest);
          github.troubles.length = 0;
        },
      ),
      { numRuns: 30 },
    );
    expect(github.queries.length).toBeGreaterThan(0);
  });
});
