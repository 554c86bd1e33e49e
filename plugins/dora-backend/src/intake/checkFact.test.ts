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

import { FactKind } from '@backstage-dora/plugin-dora-common';
import fc from 'fast-check';
import { checkFact } from './checkFact';
import { FACT_KINDS } from './kinds/factDefinitions';
import { aheadOf } from './kinds/time';

const VALID: Record<FactKind, Record<string, unknown>> = {
  deployments: {
    source: 'ci',
    id: '1',
    entityRef: 'cart-api',
    environment: 'prod',
    status: 'success',
    finishedAt: '2026-03-01T09:30:00Z',
  },
  changes: { source: 'scm', id: '1', firstCommitAt: '2026-03-01T09:30:00Z' },
  incidents: {
    source: 'itsm',
    id: '1',
    entityRef: 'system:cart',
    startedAt: '2026-03-01T09:30:00Z',
  },
  signals: {
    source: 'flags',
    id: '1',
    entityRef: 'group:shop',
    type: 'freeze',
    at: '2026-03-01T09:30:00Z',
  },
  artifacts: {
    source: 'registry',
    id: '1',
    entityRef: 'cart-api',
    builtAt: '2026-03-01T09:30:00Z',
    version: '1.4.0',
    digest: 'sha256:9f86d081',
  },
};

const isAhead = aheadOf(Date.parse('2026-04-01T12:00:00Z'));

const check = (kind: FactKind, more: Record<string, unknown>) => {
  const checked = checkFact(kind, { ...VALID[kind], ...more }, isAhead);
  return 'fault' in checked ? checked.fault : 'valid';
};

const MEGABYTE = 'x'.repeat(1024 * 1024);

describe('checkFact', () => {
  it.each<[FactKind, Record<string, unknown>, string]>([
    [
      'deployments',
      { status: 'done' },
      'status "done" is not one of in_progress, success, failure, cancelled',
    ],
    [
      'deployments',
      { status: 'Success' },
      'status "Success" is not one of in_progress, success, failure, cancelled',
    ],
    ['deployments', { status: undefined }, 'status is required'],
    ['deployments', { source: undefined }, 'source is required'],
    ['deployments', { environment: null }, 'environment is required'],
    ['deployments', { environment: 7 }, 'environment must be text, not 7'],
    [
      'deployments',
      { environment: '' },
      'environment must not be empty; omit it if there is no value',
    ],
    [
      'deployments',
      { finishedAt: undefined },
      'finishedAt is required unless status is in_progress',
    ],
    [
      'deployments',
      { finishedAt: 1772357400 },
      'finishedAt must be text, not 1772357400',
    ],
    [
      'deployments',
      { finishedAt: '2026-02-30T09:30:00Z' },
      'finishedAt "2026-02-30T09:30:00Z" is not an ISO 8601 date and time with an offset between 1970 and 2099, such as 2026-03-01T09:30:00Z',
    ],
    [
      'deployments',
      { finishedAt: '0001-01-01T00:00:00Z' },
      'finishedAt "0001-01-01T00:00:00Z" is not an ISO 8601 date and time with an offset between 1970 and 2099, such as 2026-03-01T09:30:00Z',
    ],
    [
      'deployments',
      { startedAt: '2026-03-01T09:31:00Z' },
      'finishedAt "2026-03-01T09:30:00Z" is before startedAt "2026-03-01T09:31:00Z"',
    ],
    [
      'deployments',
      { title: 'a\u0000b' },
      'title "a\\u0000b" is not valid text: it contains NUL or a lone surrogate',
    ],
    [
      'deployments',
      { version: 'a\ud800b' },
      'version "a\\ud800b" is not valid text: it contains NUL or a lone surrogate',
    ],
    [
      'deployments',
      { title: MEGABYTE },
      `title is longer than 2000 characters: "${'x'.repeat(79)}…`,
    ],
    [
      'deployments',
      { url: 'data:text/html,alert(1)' },
      'url "data:text/html,alert(1)" is not an http or https URL',
    ],
    [
      'deployments',
      { entityRef: 'a/b/c' },
      'entityRef "a/b/c" is not an entity reference, such as component:default/cart-api or cart-api',
    ],
    [
      'deployments',
      { entityRef: 'no such thing!' },
      'entityRef "no such thing!" is not an entity reference, such as component:default/cart-api or cart-api',
    ],
    [
      'deployments',
      { entityRef: 'group:shop' },
      'entityRef "group:shop" is of kind group; deployments must refer to one of: component, system',
    ],
    ['deployments', { changes: 'abc' }, 'changes must be a list, not "abc"'],
    [
      'deployments',
      { changes: ['a', 7] },
      'changes/1 must be an id or {source, id}, not 7',
    ],
    [
      'deployments',
      { kind: 'feature' },
      'kind "feature" is not one of code, config, rollback, hotfix',
    ],
    ['changes', { size: -1 }, 'size -1 is less than 0'],
    ['changes', { size: 1.5 }, 'size must be a whole number, not 1.5'],
    [
      'changes',
      { labels: ['a', ''] },
      'labels/1 must not be empty; omit it if there is no value',
    ],
    ['changes', { firstCommitAt: undefined }, 'firstCommitAt is required'],
    [
      'incidents',
      { resolvedAt: '2026-03-01T09:29:59.999Z' },
      'resolvedAt "2026-03-01T09:29:59.999Z" is before startedAt "2026-03-01T09:30:00Z"',
    ],
    [
      'incidents',
      { entityRef: 'user:somebody' },
      'entityRef "user:somebody" is of kind user; incidents must refer to one of: component, system, domain, group',
    ],
    [
      'incidents',
      { causedBy: { version: '1', commitSha: 'a' } },
      'causedBy must be exactly one of {deployment: {source, id}}, {commitSha} and {version}, each a string, not {"version":"1","commitSha":"a"}',
    ],
    [
      'incidents',
      { causedBy: {} },
      'causedBy must be exactly one of {deployment: {source, id}}, {commitSha} and {version}, each a string, not {}',
    ],
    ['signals', { value: '7' }, 'value must be a number, not "7"'],
    [
      'signals',
      { attributes: { a: { b: 1 } } },
      'attributes/a must be a string, a number, true or false, not {"b":1}',
    ],
    [
      'signals',
      { until: '2026-02-01T00:00:00Z' },
      'until "2026-02-01T00:00:00Z" is before at "2026-03-01T09:30:00Z"',
    ],
    ['incidents', { sameAs: 'INC-1' }, 'sameAs must be an object, not "INC-1"'],
    ['incidents', { sameAs: { source: 'pager' } }, 'sameAs is missing id'],
    [
      'incidents',
      { sameAs: { source: 'pager', id: '' } },
      'sameAs/id must not be empty; omit it if there is no value',
    ],
    [
      'incidents',
      { sameAs: { source: '\u20ac'.repeat(200), id: '\u{1f600}'.repeat(501) } },
      `sameAs/id is longer than 500 characters: "${'\u{1f600}'.repeat(79)}…`,
    ],
    [
      'incidents',
      {
        sameAs: {
          source: '\u{1f600}'.repeat(200),
          id: '\u{1f600}'.repeat(500),
        },
      },
      'sameAs: its source and id exceed 2600 bytes in total',
    ],
    ['deployments', { digest: 7 }, 'digest must be text, not 7'],
    ['artifacts', { source: undefined }, 'source is required'],
    ['artifacts', { id: null }, 'id is required'],
    ['artifacts', { entityRef: undefined }, 'entityRef is required'],
    [
      'artifacts',
      { entityRef: 'system:cart' },
      'entityRef "system:cart" is of kind system; artifacts must refer to one of: component',
    ],
    ['artifacts', { builtAt: undefined }, 'builtAt is required'],
    [
      'artifacts',
      { builtAt: '2026-03-01' },
      'builtAt "2026-03-01" is not an ISO 8601 date and time with an offset between 1970 and 2099, such as 2026-03-01T09:30:00Z',
    ],
    ...[{ version: undefined }, { digest: null }].map(
      (more): [FactKind, Record<string, unknown>, string] => [
        'artifacts',
        more,
        'at least two of version, commitSha and digest are required, as an artifact says that they are the same thing',
      ],
    ),
    ['artifacts', { version: 14 }, 'version must be text, not 14'],
    [
      'artifacts',
      { commitSha: '' },
      'commitSha must not be empty; omit it if there is no value',
    ],
    ['artifacts', { repository: [] }, 'repository must be text, not []'],
    [
      'artifacts',
      { url: 'registry.example.com/cart' },
      'url "registry.example.com/cart" is not an http or https URL',
    ],
  ])('refuses %s with %j', (kind, more, fault) => {
    expect(check(kind, more)).toBe(fault);
  });

  it.each<[FactKind, Record<string, unknown>]>([
    ['deployments', { status: 'in_progress', finishedAt: undefined }],
    ['deployments', { version: null, changes: null, workspace: null }],
    ['deployments', { entityRef: 'System:Default/Cart', changes: [] }],
    ['deployments', { changes: ['a', { source: 'scm', id: 'b' }] }],
    [
      'deployments',
      { title: `'; drop table deployments; -- <script>alert(1)</script>` },
    ],
    ['deployments', { title: 'Größe 😀 מבחן' }],
    [
      'changes',
      {
        firstCommitAt: '2026-03-02T00:00:00Z',
        mergedAt: '2026-03-01T00:00:00Z',
      },
    ],
    ['incidents', { causedBy: { version: '1', commitSha: null } }],
    ['incidents', { causedBy: { deployment: { source: 'ci', id: '1' } } }],
    [
      'incidents',
      { sameAs: { source: 'pager', id: 'INC-1' }, causedBy: { version: '1' } },
    ],
    ['signals', { until: '2099-01-01T00:00:00Z' }],
    ['artifacts', { digest: null, commitSha: 'abc' }],
    [
      'artifacts',
      {
        commitSha: '5b0c',
        repository: 'acme/cart',
        url: 'https://example.com/cart',
      },
    ],
    [
      'signals',
      { type: 'something new', attributes: { a: 1, b: true, c: 'x', d: null } },
    ],
  ])('takes %s with %j', (kind, more) => {
    expect(check(kind, more)).toBe('valid');
  });

  it.each<[FactKind, string]>([
    ['deployments', 'startedAt'],
    ['deployments', 'finishedAt'],
    ['changes', 'firstCommitAt'],
    ['changes', 'openedAt'],
    ['changes', 'firstReviewAt'],
    ['changes', 'approvedAt'],
    ['changes', 'mergedAt'],
    ['incidents', 'startedAt'],
    ['incidents', 'acknowledgedAt'],
    ['incidents', 'resolvedAt'],
    ['signals', 'at'],
    ['artifacts', 'builtAt'],
  ])('refuses %s whose %s is more than a day ahead', (kind, field) => {
    for (const time of [
      '2026-04-02T12:00:00Z',
      '2026-04-03T01:59:59+14:00',
      '2026-04-02T00:00:00,000-12:00',
      '2026-04-01T12:00:00Z',
    ]) {
      // Nothing else of it is out of order.
      const later =
        field === 'startedAt' ? { finishedAt: time, resolvedAt: time } : {};
      expect(check(kind, { [field]: time, ...later })).toBe('valid');
    }
    for (const time of [
      '2026-04-02T12:00:00.001Z',
      '2026-04-03T02:01:00+14:00',
      '2026-04-02T00:01:00-12:00',
      '2030-01-01T00:00:00Z',
    ]) {
      expect(check(kind, { [field]: time })).toBe(
        `${field} "${time}" is more than a day in the future`,
      );
    }
  });

  it.each([
    null,
    undefined,
    7,
    'text',
    true,
    [],
    [[]],
    {},
    { __proto__: null },
  ])('refuses %j in place of a fact', value => {
    for (const kind of FACT_KINDS) {
      expect(checkFact(kind, value, isAhead)).toEqual({
        fault: expect.any(String),
      });
    }
  });

  it('reports fields that no such fact has', () => {
    const { finishedAt, ...rest } = VALID.deployments;
    expect(
      checkFact(
        'deployments',
        {
          ...rest,
          finishedAt,
          finshed_at: finishedAt,
          author: 'somebody',
        },
        isAhead,
      ),
    ).toEqual({
      fact: VALID.deployments,
      unknownFields: ['finshed_at', 'author'].map(name => ({
        path: [name],
        of: 'deployments',
        known: expect.arrayContaining(['finishedAt', 'digest']),
      })),
    });
    const named = { source: 'a', id: 'b', nmae: 'c' };
    const unknown = (of: string) => ({
      path: [...of.split('/'), 'nmae'],
      of,
      known: ['source', 'id'],
    });
    expect(
      checkFact(
        'incidents',
        {
          ...VALID.incidents,
          sameAs: named,
          causedBy: { deployment: named },
        },
        isAhead,
      ),
    ).toMatchObject({
      unknownFields: ['causedBy/deployment', 'sameAs'].map(unknown),
    });
    expect(
      checkFact(
        'deployments',
        { ...VALID.deployments, changes: ['a', named] },
        isAhead,
      ),
    ).toMatchObject({ unknownFields: [unknown('changes/1')] });
  });

  it('accepts or rejects, and never throws, whatever is sent', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FACT_KINDS),
        fc.jsonValue(),
        fc.subarray(
          Object.keys({
            ...VALID.deployments,
            ...VALID.changes,
            ...VALID.incidents,
            ...VALID.artifacts,
            causedBy: 0,
            sameAs: 0,
            digest: 0,
            changes: 0,
            labels: 0,
            attributes: 0,
            url: 0,
            kind: 0,
          }),
        ),
        (kind, value, fields) => {
          const fact = {
            ...VALID[kind],
            ...Object.fromEntries(fields.map(field => [field, value])),
          };
          for (const sent of [value, fact]) {
            const checked = checkFact(kind, sent, isAhead);
            expect('fault' in checked ? checked.fault : 'valid').toMatch(
              /^\S.*\S$/s,
            );
          }
        },
      ),
    );
  });
});
