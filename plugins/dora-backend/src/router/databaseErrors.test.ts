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

import { explainDatabaseError } from './databaseErrors';

const coded = (code: string, message = 'insert into … - secret') =>
  Object.assign(new Error(message), { code });

describe('explainDatabaseError', () => {
  it.each([
    [coded('ECONNREFUSED'), 'cannot be reached', 5],
    [coded('57P01'), 'cannot be reached', 5],
    [coded('57P03'), 'cannot be reached', 5],
    [coded('08006'), 'cannot be reached', 5],
    [new Error('Connection terminated unexpectedly'), 'cannot be reached', 5],
    [
      new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]),
      'cannot be reached',
      5,
    ],
    [coded('25006'), 'read-only', 30],
    [coded('SQLITE_READONLY_DBMOVED'), 'read-only', 30],
    [coded('53100'), 'run out of disk space', 60],
    [coded('SQLITE_FULL'), 'run out of disk space', 60],
    [coded('53300'), 'too busy', 5],
    [coded('40P01'), 'too busy', 5],
    [
      new Error(
        'Knex: Timeout acquiring a connection. The pool is probably full.',
      ),
      'too busy',
      5,
    ],
  ])(
    'reports for %s that it %s, and when to try again',
    (error, said, retryAfter) => {
      const explained = explainDatabaseError(error);
      expect(explained).toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining(said),
        retryAfter,
      });
      expect(JSON.stringify(explained)).not.toContain('secret');
      expect(explained?.message).not.toContain('secret');
    },
  );

  it.each([
    coded('23505'),
    coded('42P01'),
    new Error('anything'),
    'a text',
    undefined,
  ])('does not explain %s', error => {
    expect(explainDatabaseError(error)).toBeUndefined();
  });
});
