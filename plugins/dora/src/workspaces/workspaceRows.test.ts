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

import { workspaceItem } from '../__testUtils__/fixtures';
import { sortRows, summarize, toRows } from './workspaceRows';

const lag = (value: number | null, sample: number) => ({
  value,
  p90: value,
  ci: null,
  sample,
});
const rows = toRows([
  workspaceItem({ workspace: 'eu-10', releases: 20, lag: lag(7200, 12) }),
  workspaceItem({ workspace: 'eu-2', releases: 40, lag: lag(0, 30) }),
  workspaceItem({
    workspace: 'lab',
    releases: 5,
    lag: lag(999_999, 2),
    latest: null,
  }),
]);

describe('workspaces', () => {
  it('are measured by the one with the most releases', () => {
    expect(rows.map(({ share }) => share)).toEqual([0.5, 1, 0.125]);
    expect(toRows([workspaceItem({ releases: 0 })])[0].share).toBe(0);
  });

  it('tell who gets fewer releases, and who gets them later, unless it rests on too few', () => {
    const summary = summarize(rows)!;
    expect(summary.most.workspace).toBe('eu-2');
    expect(summary.fewest?.workspace).toBe('lab');
    expect(summary.slowest?.workspace).toBe('eu-10');
  });

  it('are called even where the difference may be chance', () => {
    const even = toRows([
      workspaceItem({ workspace: 'a', releases: 40 }),
      workspaceItem({ workspace: 'b', releases: 38 }),
    ]);
    expect(summarize(even)).toMatchObject({
      fewest: undefined,
      slowest: undefined,
    });
    expect(summarize(toRows([workspaceItem()]))).toBeUndefined();
    expect(
      summarize(
        toRows([
          workspaceItem({ workspace: 'a', releases: 0 }),
          workspaceItem({ workspace: 'b', releases: 0 }),
        ]),
      ),
    ).toBeUndefined();
  });

  it('are ordered by name, or by what is largest, what has no value last', () => {
    const names = (sort: Parameters<typeof sortRows>[1]) =>
      sortRows(rows, sort).map(({ workspace }) => workspace);
    expect(names('workspace')).toEqual(['eu-2', 'eu-10', 'lab']);
    expect(names('releases')).toEqual(['eu-2', 'eu-10', 'lab']);
    expect(names('lag')).toEqual(['lab', 'eu-10', 'eu-2']);
    expect(names('latest')[2]).toBe('lab');
  });
});
