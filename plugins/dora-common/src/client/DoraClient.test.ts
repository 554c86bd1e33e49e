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

import { DoraClient } from './DoraClient';

const BASE_URL = 'http://backstage.test/api/dora';

function clientAnswering(answer: () => Response) {
  const requests: Request[] = [];
  const client = new DoraClient({
    discoveryApi: {
      getBaseUrl: async pluginId => `http://backstage.test/api/${pluginId}`,
    },
    fetchApi: {
      fetch: async (input, init) => {
        const request = new Request(input, init);
        requests.push(request);
        request.signal.throwIfAborted();
        return answer();
      },
    },
  });
  return { client, requests };
}

const json =
  (body: unknown, status = 200) =>
  () =>
    new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json' },
    });

describe('DoraClient', () => {
  it('sends the parameters of the query and omits undefined ones', async () => {
    const { client, requests } = clientAnswering(json({ entityRef: null }));
    await expect(
      client.getMetrics({
        entityRef: 'component:default/a b&c',
        from: undefined,
        to: '2026-03-01',
      }),
    ).resolves.toEqual({ entityRef: null });
    expect(requests[0].url).toBe(
      `${BASE_URL}/metrics?entityRef=component%3Adefault%2Fa%20b%26c&to=2026-03-01`,
    );
    expect(requests[0].headers.has('authorization')).toBe(false);
  });

  it.each([
    ['getSeries', '/series'],
    ['compare', '/compare'],
    ['getReleases', '/releases'],
    ['getChanges', '/changes'],
    ['getIncidents', '/incidents'],
    ['getSignals', '/signals'],
    ['getDefinitions', '/definitions'],
    ['getCoverage', '/coverage'],
  ] as const)('%s reads %s', async (method, path) => {
    const { client, requests } = clientAnswering(json({ items: [] }));
    await expect(client[method]()).resolves.toEqual({ items: [] });
    expect(requests.map(({ method: verb, url }) => [verb, url])).toEqual([
      ['GET', `${BASE_URL}${path}`],
    ]);
  });

  it('reads the feed line by line, however it arrives, and ends the request with the reader', async () => {
    const changes = ['é', 'b', 'c'].map((id, index) => ({
      kind: 'signals',
      deleted: { source: 's', id },
      receivedAt: '2026-03-01T09:30:00.000Z',
      cursor: `1-${index}`,
    }));
    const bytes = new TextEncoder().encode(
      changes.map(change => `${JSON.stringify(change)}\n`).join(''),
    );
    let cancelled = false;
    const { client, requests } = clientAnswering(() => {
      let at = 0;
      return new Response(
        new ReadableStream({
          pull(controller) {
            if (at < bytes.length) {
              controller.enqueue(bytes.slice(at, (at += 7)));
            } else {
              controller.close();
            }
          },
          cancel() {
            cancelled = true;
          },
        }),
      );
    });
    const received: unknown[] = [];
    for await (const change of client.readFacts({ after: '0-7', limit: 3 })) {
      received.push(change);
    }
    expect(received).toEqual(changes);
    expect(requests[0].url).toBe(`${BASE_URL}/facts?after=0-7&limit=3`);

    for await (const change of client.readFacts()) {
      expect(change).toEqual(changes[0]);
      break;
    }
    expect(cancelled).toBe(true);
  });

  it('sends facts with the token it is given', async () => {
    const result = { accepted: {}, rejected: [], ignored: [], unmapped: [] };
    const { client, requests } = clientAnswering(json(result));
    const facts = {
      signals: [
        {
          source: 'test',
          id: '1',
          entityRef: 'cart-api',
          type: 'note',
          at: '2026-03-01T09:30:00Z',
        },
      ],
    };
    await expect(client.ingest(facts, { token: 'secret' })).resolves.toEqual(
      result,
    );
    expect(requests[0].method).toBe('POST');
    expect(requests[0].headers.get('authorization')).toBe('Bearer secret');
    expect(requests[0].headers.get('content-type')).toBe('application/json');
    await expect(requests[0].json()).resolves.toEqual(facts);
  });

  it('sends a correction', async () => {
    const { client, requests } = clientAnswering(json({ id: '1' }, 201));
    const correction = {
      action: 'not-a-failure' as const,
      deployment: { source: 'test', id: '1' },
    };
    await expect(client.correct(correction)).resolves.toEqual({ id: '1' });
    expect(requests[0].url).toBe(`${BASE_URL}/corrections`);
    await expect(requests[0].json()).resolves.toEqual(correction);
  });

  it('sends a body through a fetch API that looks at it first, as the frontend has', async () => {
    const answer = jest.fn(async (_: Request) => json({ id: '1' }, 201)());
    const client = new DoraClient({
      discoveryApi: { getBaseUrl: async () => BASE_URL },
      fetchApi: {
        fetch: async (input, init) => {
          await new Request(input, init).text();
          return answer(new Request(input, init));
        },
      },
    });
    const deployment = { source: 'test', id: '1' };
    await client.correct({ action: 'not-a-failure', deployment });
    await expect(answer.mock.lastCall?.[0].json()).resolves.toEqual({
      action: 'not-a-failure',
      deployment,
    });
  });

  it('encodes what it deletes', async () => {
    const { client, requests } = clientAnswering(
      () => new Response(null, { status: 204 }),
    );
    await client.deleteFact('deployments', { source: 'a/b', id: 'c?d#e f' });
    await client.deleteCorrection('x/y');
    expect(requests.map(({ method, url }) => [method, url])).toEqual([
      ['DELETE', `${BASE_URL}/facts/deployments/a%2Fb/c%3Fd%23e%20f`],
      ['DELETE', `${BASE_URL}/corrections/x%2Fy`],
    ]);
  });

  it('throws errors from the backend', async () => {
    const { client } = clientAnswering(
      json(
        {
          error: { name: 'NotFoundError', message: 'No such entity' },
          request: { method: 'GET', url: '/metrics' },
          response: { statusCode: 404 },
        },
        404,
      ),
    );
    await expect(client.getMetrics()).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 404,
      cause: { name: 'NotFoundError', message: 'No such entity' },
    });
    await expect(client.deleteCorrection('1')).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it('can be aborted', async () => {
    const { client } = clientAnswering(json({}));
    const controller = new AbortController();
    controller.abort();
    await expect(
      client.getMetrics({}, { signal: controller.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });
});
