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

import { outcomeOf } from './outcome';

/** Statuses in order of time, a minute apart. */
const after = (...states: string[]) =>
  outcomeOf(
    states
      .map((state, minute) => ({
        state,
        created_at: `2026-03-01T10:0${minute}:00Z`,
        target_url: state === 'success' ? '' : 'https://ci.example.com/1',
      }))
      .reverse(),
  );

describe('outcomeOf', () => {
  it.each([
    [['in_progress', 'success'], 'success', 1],
    [['in_progress', 'success', 'inactive'], 'success', 1],
    [['success', 'inactive', 'success'], 'success', 0],
    [['failure', 'in_progress', 'success'], 'success', 2],
    [['success', 'error'], 'success', 0],
    [['in_progress', 'failure'], 'failure', 1],
    [['error', 'inactive'], 'failure', 0],
    [['queued', 'inactive'], 'cancelled', 1],
    [['failure', 'in_progress'], 'in_progress', undefined],
    [['pending'], 'in_progress', undefined],
    [[], 'in_progress', undefined],
  ])('%j: %s', (states, status, minute) => {
    const outcome = after(...states);
    expect(outcome.status).toBe(status);
    expect(outcome.finishedAt).toBe(
      minute === undefined ? undefined : `2026-03-01T10:0${minute}:00Z`,
    );
  });

  it('leads to where it can be looked at', () => {
    expect(after('failure').url).toBe('https://ci.example.com/1');
    expect(after('success').url).toBeUndefined();
  });
});
