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

import { weeksOf } from './weeks';

describe('weeksOf', () => {
  it('cuts weeks to the window, and knows which are not over in its zone', () => {
    const window = { from: '2026-01-07', to: '2026-01-21', timezone: 'UTC' };
    const weeks = (now: string, timezone = 'UTC') =>
      weeksOf({ ...window, timezone }, Date.parse(now));
    expect(weeks('2026-03-01T00:00:00Z')).toEqual([
      { from: '2026-01-07', to: '2026-01-12', complete: false },
      { from: '2026-01-12', to: '2026-01-19', complete: true },
      { from: '2026-01-19', to: '2026-01-21', complete: false },
    ]);
    expect(weeks('2026-01-18T23:30:00Z')[1].complete).toBe(false);
    expect(weeks('2026-01-18T23:30:00Z', 'Europe/Paris')[1].complete).toBe(
      true,
    );
  });
});
