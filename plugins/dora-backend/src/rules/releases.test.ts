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
  Change,
  Deployment,
  Incident,
} from '@backstage-dora/plugin-dora-common';
import {
  addChanges,
  addFixes,
  naiveIncidents,
} from '../conformance/__testUtils__/naiveFailures';
import {
  DEFAULTS,
  naiveReleasesOf,
} from '../conformance/__testUtils__/naiveRules';
import { defaultRules, HOUR, MONDAY } from './__testUtils__/facts';
import { deriveComponent } from './component';
import { mergeDuplicates } from './duplicates';
import { severityMatcher } from './incidents';

const CART = 'component:default/cart';
const COMMITS = ['a', 'b', 'ab'].map(start => start.padEnd(40, '1'));

const time = fc
  .nat(30)
  .map(hour => new Date(MONDAY + hour * HOUR).toISOString());
const ms = (text: string | undefined | null) =>
  text ? Date.parse(text) : undefined;

const names = {
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
    ...['sha256:1', 'SHA256:1', 'sha256:2', 'sha256:3', 'null'],
  ),
};

const CHANGES = ['p1', 'p2', 'p3'].map(id => ({ source: 'scm', id }));

const deployments = fc
  .array(
    fc.record(
      {
        ...names,
        source: fc.constantFrom('ci', 'cluster', 'cd'),
        environment: fc.constantFrom('prod', 'prod', 'prod', 'staging'),
        status: fc.constantFrom<Deployment['status']>(
          ...(['success', 'success', 'success', 'failure'] as const),
        ),
        finishedAt: time,
        workspace: fc.constantFrom('eu', 'us'),
        kind: fc.constantFrom<Deployment['kind']>(
          ...(['code', 'config', 'rollback', 'hotfix'] as const),
        ),
        changes: fc.subarray(CHANGES),
      },
      {
        requiredKeys: [
          ...(['source', 'environment', 'status', 'finishedAt'] as const),
          'workspace',
        ],
      },
    ),
    { maxLength: 25 },
  )
  .map(all =>
    all.map(
      (one, n): Deployment & { workspace: string; finishedAt: string } => ({
        ...one,
        id: `${n}`,
        entityRef: 'cart',
      }),
    ),
  );

const artifacts = fc
  .array(fc.record(names, { requiredKeys: [] }), { maxLength: 6 })
  .map(all =>
    all.map((one, n) => ({
      ...one,
      source: 'build',
      id: `${n}`,
      entityRef: 'cart',
      builtAt: '2026-03-01T00:00:00Z',
    })),
  );

const changes = fc.tuple(
  ...CHANGES.map(identity =>
    fc
      .record(
        {
          entityRef: fc.constantFrom('cart', 'search'),
          firstCommitAt: time,
          mergedAt: time,
          labels: fc.constantFrom<string[]>(['HotFix'], ['other']),
        },
        { requiredKeys: ['firstCommitAt'] },
      )
      .map((one): Change => ({ ...identity, ...one })),
  ),
);

it('makes of deployments by several sources what a second reading of the rules makes of them', () => {
  fc.assert(
    fc.property(
      deployments,
      artifacts,
      changes,
      fc.subarray(['cluster', 'c*', 'ci', '{cd,x}']),
      fc.option(fc.constantFrom('cluster', 'c?'), { nil: undefined }),
      (deployed, built, changed, authority, deploymentsFrom) => {
        const facts = {
          deployments: deployed,
          artifacts: built,
          changes: changed,
          incidents: [],
        };
        const config = { ...DEFAULTS, authority };
        const wanted = naiveReleasesOf(CART, facts, config, {
          deploymentsFrom,
        });
        addChanges(wanted.releases, facts);
        addFixes(wanted.releases, config);

        const { releases, excluded } = deriveComponent(
          {
            deployments: deployed.map((one, pk) => ({
              ...one,
              pk,
              finishedAt: ms(one.finishedAt),
              kind: one.kind ?? undefined,
              changes: one.changes as typeof CHANGES | undefined,
            })),
            artifacts: built,
            changes: changed.map((one, pk) => ({
              pk,
              source: one.source,
              id: one.id,
              labels: one.labels,
              ofComponent: one.entityRef === 'cart',
              firstCommitAt: ms(one.firstCommitAt)!,
              mergedAt: ms(one.mergedAt),
            })),
          },
          { deploymentsFrom },
          { ...defaultRules, authority },
        );
        expect(
          releases.map(({ release, kind, changes: carried, reasons }) => ({
            version: release.name?.slice(1),
            names: [...release.names].sort(),
            kind,
            replaced: release.rollouts[0].replaced?.id,
            rollouts: release.rollouts.map(({ id }) => id),
            echoes: release.echoes.map(({ id }) => id),
            carried: carried.map(({ change }) => change.id).sort(),
            first: carried
              .filter(({ first }) => first)
              .map(({ change }) => change.id)
              .sort(),
            fixedAt: reasons.map(({ fix }) => fix.time),
          })),
        ).toEqual(
          wanted.releases.map(release => ({
            version: release.version,
            names: [...release.key]
              .map(name => name.replace(/^(.)\w+ /, '$1'))
              .sort(),
            kind: release.kind,
            replaced: release.replaced?.rollouts[0].deployment.id,
            rollouts: release.rollouts.map(({ deployment: { id } }) => id),
            echoes: release.echoes.map(({ deployment: { id } }) => id),
            carried: release.carried.map(({ id }) => id).sort(),
            first: release.first.map(({ id }) => id).sort(),
            fixedAt: release.fixedAt,
          })),
        );
        expect(
          excluded
            .filter(x => ['config-only', 'other-source'].includes(x.exclusion))
            .map(x => `${x.deployment.id} ${x.exclusion}`),
        ).toEqual(wanted.excluded.map(x => `${x.deployment.id} ${x.why}`));
      },
    ),
    { numRuns: 500 },
  );
});

const IDS = ['1', '2', '3', '4', '5'];

const incidents = fc
  .tuple(
    ...IDS.map(id =>
      fc
        .record(
          {
            source: fc.constantFrom('itsm', 'pager'),
            entityRef: fc.constantFrom('cart', 'cart', 'nowhere'),
            startedAt: time,
            acknowledgedAt: time,
            resolvedAt: time,
            severity: fc.constantFrom('SEV1', 'sev2'),
            causedBy: fc
              .constantFrom('1.0', '1.1')
              .map(version => ({ version })),
            sameAs: fc.record({
              source: fc.constantFrom('itsm', 'pager'),
              id: fc.constantFrom(...IDS, '6'),
            }),
          },
          { requiredKeys: ['source', 'entityRef', 'startedAt'] },
        )
        .map((one): Incident => ({ ...one, id })),
    ),
  )
  .chain(all => fc.shuffledSubarray(all));

it('makes of outages that are reported several times what a second reading of the rules makes of them', () => {
  fc.assert(
    fc.property(incidents, given => {
      const rules = { incidentSeverities: ['sev1'] };
      const counts = severityMatcher({ ...defaultRules, ...rules });
      const merged = mergeDuplicates(
        given.map((one, pk) => ({
          pk,
          source: one.source,
          id: one.id,
          mapped: one.entityRef === 'cart',
          entityKind: 'component',
          startedAt: ms(one.startedAt)!,
          acknowledgedAt: ms(one.acknowledgedAt),
          resolvedAt: ms(one.resolvedAt),
          severity: one.severity,
          sameAs: one.sameAs,
          cause: one.causedBy as { version: string } | undefined,
        })),
      );
      expect(
        given.map((_, pk) => {
          const { id, cause, acknowledgedAt, resolvedAt, ...is } =
            merged.get(pk)!;
          let leftOut: string | undefined;
          if (is.pk !== pk) {
            leftOut = 'duplicate';
          } else if (!counts({ id, ...is })) {
            leftOut = 'severity';
          }
          return { id, cause, acknowledgedAt, resolvedAt, leftOut };
        }),
      ).toEqual(
        naiveIncidents(
          {
            incidents: given,
            deployments: [],
            changes: [],
            artifacts: [],
          },
          { ...DEFAULTS, severities: rules.incidentSeverities },
          { refs: [CART], under: ref => [ref], annotations: () => ({}) },
        ).map(({ is, leftOut }) => ({
          id: is.id,
          cause: is.causedBy,
          acknowledgedAt: ms(is.acknowledgedAt),
          resolvedAt: ms(is.resolvedAt),
          leftOut,
        })),
      );
    }),
    { numRuns: 500 },
  );
});
