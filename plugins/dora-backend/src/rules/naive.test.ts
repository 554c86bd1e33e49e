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
import {
  DEFAULTS,
  naiveReleasesOf,
} from '../conformance/__testUtils__/naiveRules';
import { defaultRules, HOUR, MONDAY } from './__testUtils__/facts';
import { deriveComponent } from './component';
import { DeploymentFact } from './types';

const COMMITS = ['a', 'b', 'ab'].map(start => start.padEnd(40, '1'));

const name = {
  version: fc.constantFrom(
    ...['1.0', 'v1.0', 'V1.1', '1.1', '2.0', 'latest', 'Latest', 'blue'],
    ...['unknown', 'HEAD', '000', 'v0', COMMITS[0], `sha-${COMMITS[1]}`],
    ...[`SHA-${COMMITS[0].slice(0, 9)}`, COMMITS[1].slice(0, 7), 'abcdef1'],
  ),
  commitSha: fc.constantFrom(
    ...COMMITS,
    ...[COMMITS[0].toUpperCase(), COMMITS[0].slice(0, 8), 'ab11111', 'a111111'],
    ...['b111111', '0'.repeat(40), 'none'],
  ),
  digest: fc.constantFrom(
    'sha256:1',
    'SHA256:1',
    'sha256:2',
    'sha256:3',
    'null',
  ),
};

const deployments = fc.array(
  fc.record(
    {
      ...name,
      source: fc.constantFrom('ci', 'cluster', 'cd'),
      environment: fc.constantFrom('prod', 'prod', 'prod', 'staging'),
      status: fc.constantFrom('success', 'success', 'success', 'failure'),
      at: fc.nat(30),
      workspace: fc.constantFrom('eu', 'us'),
      kind: fc.constantFrom('code', 'config', 'rollback', 'hotfix'),
    },
    { requiredKeys: ['source', 'environment', 'status', 'at', 'workspace'] },
  ),
  { maxLength: 25 },
);

const artifacts = fc.array(fc.record(name, { requiredKeys: [] }), {
  maxLength: 6,
});

it('says of random deployments by several sources what a second reading of the rules says', () => {
  fc.assert(
    fc.property(
      deployments,
      artifacts,
      fc.subarray(['cluster', 'c*', 'ci', '{cd,x}']),
      fc.option(fc.constantFrom('cluster', 'c?')),
      (given, built, authority, from) => {
        const facts = given.map(
          ({ at, ...fact }, pk): DeploymentFact => ({
            ...fact,
            pk,
            id: `${pk}`,
            finishedAt: MONDAY + at * HOUR,
          }),
        );
        const wanted = naiveReleasesOf(
          'component:default/cart',
          {
            deployments: facts.map(({ pk, finishedAt, ...fact }) => ({
              ...fact,
              entityRef: 'cart',
              finishedAt: new Date(finishedAt!).toISOString(),
            })) as any,
            artifacts: built.map((one, i) => ({
              ...one,
              source: 'build',
              id: `${i}`,
              entityRef: 'cart',
              builtAt: '',
            })) as any,
            changes: [],
            incidents: [],
          },
          { ...DEFAULTS, authority },
          { deploymentsFrom: from ?? undefined },
        );
        const { releases, excluded } = deriveComponent(
          { deployments: facts, artifacts: built, changes: [] },
          { deploymentsFrom: from ?? undefined },
          {
            ...defaultRules,
            authority,
            noNames: DEFAULTS.noNames,
            movingVersions: DEFAULTS.movingVersions,
          },
        );
        expect(
          releases.map(({ release, kind }) => ({
            version: release.name?.slice(1),
            rollouts: release.rollouts.map(r => r.id),
            echoes: release.echoes.map(r => r.id),
            rollback: release.rollback,
            kind: kind === 'rollback',
            names: [...release.names].sort(),
          })),
        ).toEqual(
          wanted.releases.map(r => ({
            version: r.version,
            rollouts: r.rollouts.map(x => x.deployment.id),
            echoes: r.echoes.map(x => x.deployment.id),
            rollback: r.kind === 'rollback',
            kind: r.kind === 'rollback',
            names: [...r.key].map(n => n.replace(/^(.)\w+ /, '$1')).sort(),
          })),
        );
        expect(
          excluded
            .filter(x => ['config-only', 'other-source'].includes(x.exclusion))
            .map(x => `${x.deployment.id} ${x.exclusion}`),
        ).toEqual(wanted.excluded.map(x => `${x.deployment.id} ${x.why}`));
      },
    ),
    { numRuns: 5000 },
  );
});
