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

import { release, WINDOW } from '../__testUtils__/fixtures';
import { mockDoraApi } from '../__testUtils__/mockDoraApi';
import { evidenceCsv } from './evidenceCsv';

const query = {
  entityRef: 'system:default/cart',
  from: WINDOW.from,
  to: WINDOW.to,
};

describe('evidenceCsv', () => {
  it('has all pages of the releases, with the reasons', async () => {
    const all = Array.from({ length: 1500 }, (_, index) =>
      release({ version: `1.${index}` }),
    );
    const api = mockDoraApi({
      getReleases: jest.fn(async given => ({
        pending: 0,
        window: WINDOW,
        totalItems: all.length,
        items: all.slice(given!.offset, given!.offset! + given!.limit!),
      })),
    });
    const { text, pending } = await evidenceCsv(api, 'releases', {
      ...query,
      only: 'failed',
    });
    const lines = text.trim().split('\r\n');
    expect(pending).toBe(0);
    expect(lines).toHaveLength(1501);
    expect(lines[1500]).toBe(
      'component:default/cart-api,1.1499,2026-01-05T10:00:00.000Z,code,2,1,true,Incident INC-42 started 2 h after it.,INC-42,2026-01-05T13:00:00.000Z,',
    );
    expect(api.getReleases).toHaveBeenCalledTimes(2);
    expect(api.getReleases.mock.lastCall?.[0]).toEqual({
      ...query,
      only: 'failed',
      limit: 1000,
      offset: 1000,
    });
  });

  it('waits for what is pending once, and says what the file lacks', async () => {
    const answers = [12, 3].map(pending => ({
      pending,
      window: WINDOW,
      totalItems: 2,
      items: [release()],
    }));
    const api = mockDoraApi({
      getReleases: jest.fn(async () => answers.shift()!),
    });
    await expect(evidenceCsv(api, 'releases', query)).resolves.toMatchObject({
      pending: 12,
    });
    expect(api.getReleases.mock.calls.map(([given]) => given?.wait)).toEqual([
      undefined,
      0,
    ]);
  });

  it('has the stages of changes and the releases of incidents', async () => {
    const api = mockDoraApi();
    expect((await evidenceCsv(api, 'changes', query)).text).toContain(
      '21600,3600,7200,3600,7200,1.1',
    );
    expect((await evidenceCsv(api, 'incidents', query)).text).toContain(
      'component:default/cart-api 1.1,window,',
    );
  });
});
