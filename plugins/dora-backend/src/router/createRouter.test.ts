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

import { mockServices } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { openApiDocument } from '@backstage-dora/plugin-dora-common';
import express from 'express';
import request from 'supertest';
import { createApp } from './__testUtils__/createApp';
import { createRouter } from './createRouter';
import { operations } from './operations';
import { Handlers } from './types';

const MEBIBYTE = 1024 * 1024;

/** An app with the router, its handlers recording what they are given. */
function setup(options?: {
  allowed?: boolean;
  signedOut?: boolean;
  handlers?: Partial<Handlers>;
}) {
  const calls: { id: string; query: unknown; path: unknown; body: unknown }[] =
    [];
  const recording = Object.fromEntries(
    operations.map(({ id }) => [
      id,
      async ({ query, path, body }: Record<string, unknown>) => {
        calls.push({ id, query, path, body });
        return id === 'ingest' ? { accepted: {} } : { id };
      },
    ]),
  ) as unknown as Handlers;
  const app = createApp({ ...recording, ...options?.handlers }, options);
  return { app, calls };
}

describe('createRouter', () => {
  it('has the routes of the document, and one for the document itself', async () => {
    const { app } = setup();
    const router = createRouter({} as Handlers, {
      httpAuth: mockServices.httpAuth(),
      permissions: mockServices.permissions(),
      logger: mockServices.logger.mock(),
      bodies: { bytes: MEBIBYTE },
    });
    const routes = router.stack.map(({ route }) => [
      route?.path,
      Object.keys(
        (route as unknown as { methods: Record<string, boolean> }).methods,
      ),
    ]);
    const documented = Object.entries(openApiDocument.paths).flatMap(
      ([path, methods]) =>
        Object.keys(methods).map(method => [
          path.replaceAll('{', ':').replaceAll('}', ''),
          [method],
        ]),
    );
    expect(routes).toEqual([...documented, ['/openapi.json', ['get']]]);

    const { body } = await request(app).get('/openapi.json').expect(200);
    expect(body).toEqual(openApiDocument);
  });

  it.each(
    operations.map(({ method, path, id }) => [
      id,
      method,
      path
        .replace('{factKind}', 'incidents')
        .replace('{source}', 's')
        .replace('{id}', '1'),
    ]),
  )('lets nobody %s without credentials', async (_, method, path) => {
    const { app, calls } = setup({ signedOut: true });
    const { body } = await request(app)
      [method as 'get'](path)
      .send(method === 'post' ? { action: 'x' } : undefined)
      .expect(401);
    expect(body).toMatchObject({
      error: { name: 'AuthenticationError' },
      response: { statusCode: 401 },
    });
    expect(calls).toEqual([]);
  });

  it.each([
    ['post', '/ingest', 'dora.ingest'],
    ['delete', '/facts/incidents/s/1', 'dora.ingest'],
    ['post', '/corrections', 'dora.correct'],
    ['delete', '/corrections/1', 'dora.correct'],
    ['get', '/facts', 'dora.export'],
  ])('needs a permission to %s %s', async (method, path, permission) => {
    const { app, calls } = setup({ allowed: false });
    const { body } = await request(app)
      [method as 'post'](path)
      .set('content-type', 'application/json')
      .send(method === 'post' ? 'not JSON, but nobody looks' : undefined)
      .expect(403);
    expect(body.error).toMatchObject({
      name: 'NotAllowedError',
      message: `You do not have the permission ${permission}`,
    });
    expect(calls).toEqual([]);
  });

  it('says when the database cannot be reached, and not how it was asked', async () => {
    const lost = Object.assign(
      new Error('insert into "deployments" … - connect ECONNREFUSED'),
      { code: 'ECONNREFUSED' },
    );
    const getMetrics = jest.fn(async () => {
      throw lost;
    });
    const { app } = setup({
      handlers: { getMetrics } as unknown as Partial<Handlers>,
    });
    const { body, headers } = await request(app).get('/metrics').expect(503);
    expect(headers['retry-after']).toBe('5');
    expect(body.error).toMatchObject({
      name: 'ServiceUnavailableError',
      message: 'The database cannot be reached at the moment; try again later',
    });
    expect(JSON.stringify(body)).not.toContain('insert');
  });

  it('sends the lines of a stream', async () => {
    async function* changes() {
      yield { kind: 'signals', deleted: { source: 's', id: '1' } };
      yield { kind: 'signals', deleted: { source: 's', id: '2' } };
    }
    const getFacts = jest.fn(async () => changes());
    const { app } = setup({ handlers: { getFacts } as Partial<Handlers> });
    const { text, headers } = await request(app)
      .get('/facts?after=1-2&limit=2')
      .buffer(true)
      .expect(200);
    expect(headers['content-type']).toMatch(/^application\/x-ndjson/);
    expect(text.split('\n').map(line => line && JSON.parse(line))).toEqual([
      { kind: 'signals', deleted: { source: 's', id: '1' } },
      { kind: 'signals', deleted: { source: 's', id: '2' } },
      '',
    ]);
    expect(getFacts).toHaveBeenCalledWith(
      expect.objectContaining({ query: { after: '1-2', limit: 2 } }),
    );
    await request(app).get('/facts?after=1').expect(400);
  });

  it('reads without a permission of its own', async () => {
    const { app, calls } = setup({ allowed: false });
    await request(app).get('/metrics').expect(200, { id: 'getMetrics' });
    expect(calls).toEqual([
      { id: 'getMetrics', query: {}, path: {}, body: undefined },
    ]);
  });

  it('passes on parameters with the types and defaults of the document', async () => {
    const { app, calls } = setup();
    await request(app)
      .get('/compare?filter=12&limit=5&under=%43art&from=2024-02-29')
      .expect(200);
    await request(app).get('/series').expect(200);
    expect(calls.map(({ query }) => query)).toEqual([
      {
        filter: '12',
        limit: 5,
        under: 'Cart',
        from: '2024-02-29',
        level: 'product',
        sort: 'name',
        by: 'value',
        metric: 'deploymentFrequency',
        order: 'asc',
        offset: 0,
      },
      { bucket: 'week' },
    ]);
  });

  it('passes on all values of repeatable parameters', async () => {
    const { app, calls } = setup();
    await request(app)
      .get(
        '/compare?owner=a&type=12&type=library&type=12&state=ok&tier=elite&tier=low',
      )
      .expect(200);
    expect(calls[0].query).toMatchObject({
      owner: ['a'],
      type: ['12', 'library', '12'],
      state: ['ok'],
      tier: ['elite', 'low'],
    });
    expect(calls[0].query).not.toHaveProperty('lifecycle');

    const types = (count: number) =>
      Array.from({ length: count }, (_, index) => `type=${index}`).join('&');
    await request(app)
      .get(`/compare?${types(100)}`)
      .expect(200);
    const { body } = await request(app)
      .get(`/compare?${types(101)}`)
      .expect(400);
    expect(body.error.message).toBe(
      'Query parameter type must have at most 100 values',
    );
  });

  it.each([
    ['/metrics?from=2026-02-30', 'from must be a calendar date'],
    ['/metrics?to=yesterday', 'to must be a calendar date'],
    ['/metrics?from=2026-3-1', 'from must be a calendar date'],
    ['/metrics?from=', 'from must be a calendar date'],
    ['/metrics?from=20260301', 'from must be a calendar date'],
    ['/metrics?entityRef=', 'entityRef must not be empty'],
    ['/metrics?entityRef=component:', 'entityRef must be an entity reference'],
    ['/metrics?entityRef=a/b/c', 'entityRef must be an entity reference'],
    ['/metrics?entityRef=%00', 'entityRef must be an entity reference'],
    [
      '/metrics?form=2026-01-01',
      'Unknown query parameter form; known parameters are',
    ],
    [
      '/definitions?x=1',
      'Unknown query parameter x; this operation takes none',
    ],
    ['/metrics?from[]=2026-01-01', 'Unknown query parameter from[]'],
    [
      '/metrics?from=2026-01-01&from=2026-01-02',
      'Query parameter from is given 2 times',
    ],
    ['/series?bucket=year', 'bucket must be one of day, week, month, not'],
    ['/compare?level=team', 'level must be one of component, product, domain'],
    ['/compare?sort=size', 'sort must be one of name, deploymentFrequency'],
    ['/compare?order=up', 'order must be one of asc, desc, not "up"'],
    ['/compare?by=age', 'by must be one of value, change, not "age"'],
    ['/compare?metric=size', 'metric must be one of deploymentFrequency'],
    ['/compare?tier=elite&tier=best', 'tier must be one of elite, high'],
    ['/compare?state=', 'state must be one of'],
    ['/compare?owner=a/b/c', 'owner must be an entity reference'],
    ['/compare?type=', 'type must not be empty'],
    ['/changes?sort=size', 'sort must be one of time, leadTime, not "size"'],
    ['/compare?filter=%00', 'filter must be text without NUL'],
    ['/releases?limit=1001', 'limit must be at most 1000, not 1001'],
    ['/releases?limit=-1', 'limit must be at least 0, not -1'],
    ['/releases?limit=1.5', 'limit must be a whole number, not 1.5'],
    ['/releases?limit=1e3', 'limit must be a whole number'],
    ['/releases?limit=', 'limit must be a whole number, not ""'],
    ['/releases?offset=99999999999999999999', 'offset must be a whole number'],
    ['/releases?offset=9999999999', 'offset must be at most 1000000000'],
    ['/releases?only=bad', 'only must be one of failed, rework, excluded'],
  ])('refuses %s', async (path, message) => {
    const { app, calls } = setup();
    const { body } = await request(app).get(path).expect(400);
    expect(body.error).toMatchObject({ name: 'InputError' });
    expect(body.error.message).toContain(message);
    expect(calls).toEqual([]);
  });

  it('refuses endless text', async () => {
    const { app } = setup();
    const { body } = await request(app)
      .get(`/compare?filter=${'x'.repeat(2001)}`)
      .expect(400);
    expect(body.error.message).toMatch(
      /^Query parameter filter must have at most 2000 characters, not "x+…$/,
    );
  });

  it('decodes the parts of a path to a fact, however they are encoded', async () => {
    const { app, calls } = setup({
      handlers: { deleteCorrection: async () => {} },
    });
    await request(app).delete('/facts/changes/git%2Fhub/a%20b%3F%23%25');
    await request(app).delete('/corrections/1').expect(204, '');
    expect(calls).toEqual([
      {
        id: 'deleteFact',
        query: {},
        path: { factKind: 'changes', source: 'git/hub', id: 'a b?#%' },
        body: undefined,
      },
    ]);
    const { body } = await request(app)
      .delete('/facts/commits/s/1')
      .expect(400);
    expect(body.error.message).toBe(
      'Path parameter factKind must be one of deployments, changes, incidents, signals, artifacts, not "commits"',
    );
    await request(app).delete('/facts/changes/s/%00').expect(400);
    await request(app).delete('/facts/changes/s/%zz').expect(400);
  });

  const post = (app: express.Express, path = '/ingest') =>
    request(app).post(path).set('content-type', 'application/json');

  it.each([
    ['{"deployments": [', 'The body is not valid JSON'],
    ['', 'The body is not valid JSON'],
    ['null', 'Request body must be object'],
    ['[]', 'Request body must be object'],
    ['"facts"', 'Request body must be object'],
    ['{"deployments": {}}', 'Request body at /deployments must be array'],
    [
      '{"commits": []}',
      'Request body has an unknown property "commits"; the properties are deployments, changes, incidents, signals',
    ],
    [
      '{"__proto__": []}',
      'Request body has an unknown property "__proto__"; the properties are deployments, changes, incidents, signals',
    ],
  ])('refuses the envelope %j', async (sent, message) => {
    const { app, calls } = setup();
    const { body } = await post(app).send(sent).expect(400);
    expect(body.error.message).toContain(message);
    expect(calls).toEqual([]);
  });

  it('refuses invalid corrections', async () => {
    const { app, calls } = setup();
    for (const [sent, message] of [
      [{}, 'Request body must have action'],
      [{ action: 'attach' }, 'Request body must have deployment'],
      [
        { action: 'blame', deployment: { source: 's', id: '1' } },
        'at /action must be one of attach, detach, not-a-failure, not "blame"',
      ],
      [
        { action: 'attach', deployment: { source: 's', id: '' } },
        'at /deployment/id must not be empty',
      ],
      [
        { action: 'attach', deployment: { source: 's', id: 'a\u0000' } },
        'at /deployment/id must be text without NUL',
      ],
      [
        { action: 'attach', deployment: { source: '\ud800', id: '1' } },
        'at /deployment/source must be text without NUL or lone surrogates',
      ],
    ] as const) {
      const { body } = await post(app, '/corrections').send(sent).expect(400);
      expect(body.error.message).toContain(message);
    }
    expect(calls).toEqual([]);
  });

  it('takes JSON only', async () => {
    const { app, calls } = setup();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const { body } = await request(app)
        .post('/ingest')
        .set('content-type', type)
        .send('{}')
        .expect(415);
      expect(body.error.name).toBe('UnsupportedMediaTypeError');
    }
    await request(app)
      .post('/ingest')
      .set('content-type', 'application/json; charset=klingon')
      .send('{}')
      .expect(415);
    await request(app).post('/ingest').expect(415);
    expect(calls).toEqual([]);

    await request(app)
      .post('/ingest')
      .set('content-type', 'application/json; charset=utf-8')
      .send('{}')
      .expect(200);
  });

  it('takes 10 MB and no more', async () => {
    const { app, calls } = setup();
    const around = '{"deployments":[""]}'.length;
    const fitting = 'x'.repeat(10 * MEBIBYTE - around);
    await post(app).send(`{"deployments":["${fitting}"]}`).expect(200);
    expect(calls).toHaveLength(1);

    const { body } = await post(app)
      .send(`{"deployments":["${fitting}x"]}`)
      .expect(413);
    expect(body).toMatchObject({
      error: {
        name: 'PayloadTooLargeError',
        message: expect.stringContaining('10 MB'),
      },
      response: { statusCode: 413 },
    });
    expect(calls).toHaveLength(1);
  });

  it('answers errors of handlers as Backstage does', async () => {
    const { app } = setup({
      handlers: {
        getMetrics: async () => {
          throw new NotFoundError('There is no entity component:default/x');
        },
      },
    });
    const { body } = await request(app).get('/metrics').expect(404);
    expect(body).toEqual({
      error: {
        name: 'NotFoundError',
        message: 'There is no entity component:default/x',
      },
      request: { method: 'GET', url: '/metrics' },
      response: { statusCode: 404 },
    });
  });
});
