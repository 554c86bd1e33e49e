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
import { DAY, HOUR, MONDAY } from '../../rules/__testUtils__/facts';
import { Rules } from '../../rules/types';
import { Fact } from './forwardHistory';

const hours = fc.integer({ min: 0, max: 24 * 14 });
/** An hour of the histories, in ms since the epoch. */
export const at = (hour: number) => MONDAY + hour * HOUR;
const optional = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.option(arbitrary, { nil: null });
const component = fc.constantFrom(1, 1, 1, 2, 2, 4, 6);

/** Two that begin alike, and one that does not. */
const COMMITS = ['abcdef0a', 'abcdef0b', '1234567'].map(start =>
  start.padEnd(40, '9'),
);
const commit = fc.constantFrom(
  ...COMMITS,
  ...['abcdef0', 'ABCDEF0A', '1234567', 'fedcba9', '0000000'],
);
const version = fc.constantFrom(
  ...['1', '2', '3', 'v1', 'blue', 'latest', 'none'],
  ...[COMMITS[2], 'sha-abcdef0', 'SHA-abcdef0b'],
);
const digest = fc.constantFrom('sha256:1', 'SHA256:1', 'sha256:2');
/** Mostly one of them: otherwise nearly all would be one version. */
const names = {
  version: fc.option(version, { nil: null, freq: 1 }),
  commit_sha: fc.option(commit, { nil: null, freq: 1 }),
  digest: fc.constantFrom(null, null, null, 'sha256:1', 'SHA256:1', 'sha256:2'),
};

const sourceOf = (n: number) => ['s', 'cluster', 'cd'][n % 3];
const number = fc.integer({ min: 1, max: 14 });

const deployment: fc.Arbitrary<Fact> = fc
  .record({
    n: number,
    row: fc.record({
      ...names,
      entity_id: component,
      environment: fc.constantFrom('prod', 'prod', 'prod', 'staging'),
      status: fc.constantFrom('success', 'success', 'success', 'failure'),
      workspace: fc.constantFrom('eu', 'us'),
      finished_at: hours.map(at),
      kind: fc.constantFrom(null, null, null, null, 'rollback', 'hotfix'),
      changes: fc.option(
        fc
          .subarray(['p1', 'p2', 'p3'])
          .map(ids => JSON.stringify(ids.map(id => ['s', id]))),
        { nil: null },
      ),
    }),
  })
  .map(({ n, row }) => ({
    table: 'deployments',
    source: sourceOf(n),
    id: `d${n}`,
    row,
  }));

const artifact: fc.Arbitrary<Fact> = fc
  .record({
    id: fc.constantFrom('b1', 'b2', 'b3', 'b4'),
    row: fc.record({
      ...names,
      entity_id: component,
      built_at: hours.map(at),
    }),
  })
  .map(fact => ({ table: 'artifacts', ...fact }));

const change: fc.Arbitrary<Fact> = fc
  .record({
    id: fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5'),
    row: fc.record({
      entity_id: optional(component),
      commit_sha: optional(commit),
      commit_shas: optional(fc.array(commit).map(all => JSON.stringify(all))),
      first_commit_at: hours.map(at),
      merged_at: optional(hours.map(at)),
      labels: optional(fc.constantFrom('["hotfix"]', '[]')),
    }),
  })
  .map(fact => ({ table: 'changes', ...fact }));

const INCIDENTS = ['i1', 'i2', 'i3', 'i4', 'i5'];

const incident: fc.Arbitrary<Fact> = fc
  .record({
    id: fc.constantFrom(...INCIDENTS),
    row: fc
      .record({
        entity_id: fc.constantFrom(1, 2, 3, 3, 4, 5, 6),
        started_at: hours.map(at),
        took: optional(fc.nat(100)),
        severity: optional(fc.constantFrom('high', 'LOW')),
        same_as_id: fc.constantFrom(...Array(6).fill(null), ...INCIDENTS),
        kind: fc.constant('incident'),
        cause: fc.oneof(
          { weight: 3, arbitrary: fc.constant({}) },
          { weight: 2, arbitrary: commit.map(c => ({ cause_commit_sha: c })) },
          {
            weight: 2,
            arbitrary: fc
              .oneof(version, digest)
              .map(v => ({ cause_version: v })),
          },
          {
            weight: 2,
            arbitrary: number.map(n => ({
              cause_deployment_source: sourceOf(n),
              cause_deployment_id: `d${n}`,
            })),
          },
        ),
      })
      .map(({ took, cause, ...row }) => ({
        ...row,
        same_as_source: row.same_as_id && 's',
        resolved_at: took === null ? null : row.started_at + took * HOUR,
        cause_deployment_source: null,
        cause_deployment_id: null,
        cause_commit_sha: null,
        cause_version: null,
        ...cause,
      })),
  })
  .map(fact => ({ table: 'incidents', ...fact }));

const correction: fc.Arbitrary<Fact> = fc
  .record({
    id: fc.constantFrom('x1', 'x2'),
    row: fc
      .record({
        action: fc.constantFrom('attach', 'detach', 'not-a-failure'),
        deployment: number,
        incident_source: fc.constant('s'),
        incident_id: fc.constantFrom(...INCIDENTS),
        by: fc.constant('user:default/somebody'),
        at: fc.nat(3),
      })
      .map(({ deployment: n, ...row }) => ({
        ...row,
        deployment_source: sourceOf(n),
        deployment_id: `d${n}`,
      }))
      .map(row =>
        row.action === 'not-a-failure'
          ? { ...row, incident_source: null, incident_id: null }
          : row,
      ),
  })
  .map(fact => ({ table: 'corrections', ...fact }));

/** What the catalog says of a component; taken back, it says nothing. */
const settings: fc.Arbitrary<Fact> = fc
  .record({
    id: component.map(String),
    row: fc.record(
      {
        deploymentsFrom: fc.constantFrom('cluster', 'c*'),
        productionEnvironments: fc.constantFrom(['staging'], ['*']),
      },
      { requiredKeys: [] },
    ),
  })
  .map(fact => ({ table: 'settings', ...fact }));

/** A fact that is sent or taken back, and whether it is derived before the next one. */
export const step = fc.record({
  fact: fc.oneof(
    { weight: 6, arbitrary: deployment },
    { weight: 3, arbitrary: change },
    { weight: 3, arbitrary: incident },
    { weight: 2, arbitrary: artifact },
    { weight: 1, arbitrary: correction },
    { weight: 1, arbitrary: settings },
  ),
  takeBack: fc.integer({ min: 0, max: 9 }).map(n => n === 0),
  settle: fc.boolean(),
});

export const lastOfEach = (steps: { fact: Fact }[]): Fact[] => [
  ...new Map(
    steps.map(({ fact }) => [`${fact.table} ${fact.id}`, fact]),
  ).values(),
];

export const otherRules: fc.Arbitrary<Partial<Rules>> = fc.record(
  {
    rollbackWindow: fc.constantFrom(0, 2 * DAY),
    hotfixWindow: fc.constantFrom(0, 10 * DAY),
    incidentWindow: fc.constantFrom(HOUR, 10 * DAY),
    productionEnvironments: fc.constant(['staging']),
    excludeChanges: fc.constant({ labels: ['Hotfix'], titles: [] }),
    leadTimeStart: fc.constantFrom('opened', 'merged'),
    timezone: fc.constant('Pacific/Auckland'),
    authority: fc.constantFrom(['cluster'], ['cd', 'c*']),
    noNames: fc.constant(['1', 'blue']),
    movingVersions: fc.constant(['1', '2']),
    incidentSeverities: fc.constant(['Low']),
    incidentAttribution: fc.constant('all'),
  },
  { requiredKeys: [] },
);
