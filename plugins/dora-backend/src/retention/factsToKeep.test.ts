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
import { ComponentFacts, deriveComponent } from '../rules/component';
import { Named } from '../rules/names';
import { defaultRules, HOUR } from '../rules/__testUtils__/facts';
import { ChangeFact, DeploymentFact } from '../rules/types';
import { factsToKeep } from './factsToKeep';

const TIMES = fc.integer({ min: 0, max: 200 }).map(hours => hours * HOUR);

const COMMITS = ['a', 'b', 'c'].map(start => start.padEnd(40, '0'));

const rarely = <T>(...values: T[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined, freq: 1 });

const names = {
  version: fc.option(
    fc.constantFrom('1.1', 'v1.2', '1.3', '1.4', '1.5', 'latest'),
    { nil: undefined, freq: 8 },
  ),
  commitSha: rarely(...COMMITS, 'a000000'),
  digest: rarely('sha256:1', 'sha256:2'),
};

const history = fc
  .record({
    deployments: fc.array(
      fc.record({
        ...names,
        source: fc.constantFrom('s', 's', 'cluster', 'cd'),
        environment: fc.constantFrom('prod', 'prod', 'prod', 'test'),
        status: fc.constantFrom('success', 'success', 'success', 'failure'),
        finishedAt: TIMES,
        workspace: fc.constantFrom('eu', 'us', 'apac'),
        kind: fc.constantFrom(
          ...[undefined, undefined, undefined, undefined],
          ...['code', 'config', 'rollback', 'hotfix'],
        ),
        changes: fc.option(
          fc.array(
            fc.integer({ min: 0, max: 29 }).map(n => ({
              source: 's',
              id: `c${n}`,
            })),
            { maxLength: 4 },
          ),
          { nil: undefined },
        ),
      }),
      { minLength: 5, maxLength: 40 },
    ),
    artifacts: fc.array<Named>(fc.record(names), { maxLength: 4 }),
    changes: fc.array(
      fc.record({
        firstCommitAt: TIMES,
        mergedAt: fc.option(TIMES, { nil: undefined }),
        ofComponent: fc.boolean(),
        labels: fc.constantFrom<string[] | undefined>(undefined, ['hotfix']),
      }),
      { maxLength: 30 },
    ),
    since: TIMES,
    settings: fc.constantFrom({}, {}, { deploymentsFrom: 'c*' }),
  })
  .map(({ deployments, changes, ...more }) => ({
    ...more,
    deployments: deployments.map(
      (fact, pk): DeploymentFact => ({ ...fact, pk, id: `d${pk}` }),
    ),
    changes: changes.map(
      (fact, pk): ChangeFact => ({ ...fact, pk, source: 's', id: `c${pk}` }),
    ),
  }));

/** What there is to see since a time, of the releases and of the rollouts, as it is told. */
function seen(facts: ComponentFacts, settings: object, since: number) {
  const { releases } = deriveComponent(facts, settings, defaultRules);
  return {
    hasPast: releases.some(({ release }) => release.time < since),
    releases: releases
      .filter(({ release }) => release.time >= since)
      .map(({ release, reasons, ...rest }) => ({
        ...rest,
        id: release.id,
        name: release.name,
        names: release.names,
        occurrence: release.occurrence,
        rollback: release.rollback,
        rollouts: release.rollouts.map(({ id, replaced }) => [
          id,
          replaced?.id,
        ]),
        echoes: release.echoes.map(({ id }) => id),
        reasons: reasons.map(({ reason, fix }) => [reason, fix.id]),
      })),
    joined: releases
      .filter(({ release }) => release.time < since)
      .flatMap(({ release }) =>
        release.rollouts
          .filter(({ time }) => time >= since)
          .map(({ id }) => [release.id, id]),
      ),
  };
}

describe('factsToKeep', () => {
  it('leaves the releases since then as they are, in any history', () => {
    fc.assert(
      fc.property(history, ({ since, settings, ...facts }) => {
        const kept = factsToKeep(
          facts,
          settings,
          defaultRules,
          since,
          new Set(),
        );
        const left = facts.deployments.filter(({ pk }) => kept.has(pk));
        expect(seen({ ...facts, deployments: left }, settings, since)).toEqual(
          seen(facts, settings, since),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves what comes later of the versions since then as it would be', () => {
    fc.assert(
      fc.property(
        history,
        fc.integer({ min: 0, max: 200 }),
        ({ deployments, since, settings, ...others }, more) => {
          const until = since + more * HOUR;
          const early = deployments.filter(d => d.finishedAt! < until);
          const versions = new Set(
            early
              .filter(d => d.finishedAt! >= since && d.kind !== 'config')
              .map(d => d.version),
          );
          const late = deployments.filter(
            d =>
              d.finishedAt! >= until &&
              (d.version === undefined || versions.has(d.version)) &&
              d.changes === undefined,
          );
          const kept = factsToKeep(
            { ...others, deployments: early },
            settings,
            defaultRules,
            since,
            new Set(),
          );
          expect(
            seen(
              {
                ...others,
                deployments: [
                  ...early.filter(({ pk }) => kept.has(pk)),
                  ...late,
                ],
              },
              settings,
              until,
            ),
          ).toEqual(
            seen(
              { ...others, deployments: [...early, ...late] },
              settings,
              until,
            ),
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('keeps who carried a change first that was merged only after', () => {
    const deployment = (pk: number, hours: number, changes?: [string]) => ({
      ...{ pk, source: 's', id: `d${pk}`, environment: 'prod' },
      ...{ status: 'success' as const, workspace: 'eu' },
      ...{ finishedAt: hours * HOUR, version: `1.${pk}` },
      changes: changes?.map(id => ({ source: 's', id })),
    });
    const early = [deployment(0, 0, ['c0']), deployment(1, 1)];
    const change: ChangeFact = {
      ...{ pk: 0, source: 's', id: 'c0', ofComponent: true },
      ...{ firstCommitAt: 0, mergedAt: 2 * HOUR },
    };
    const kept = factsToKeep(
      { deployments: early, artifacts: [], changes: [change] },
      {},
      defaultRules,
      2 * HOUR,
      new Set(),
    );
    expect([...kept]).toContain(0);
  });

  it('keeps little of a long history', () => {
    const deployments = Array.from(
      { length: 500 },
      (_, pk): DeploymentFact => ({
        pk,
        source: 's',
        id: `${pk}`,
        environment: 'prod',
        status: 'success',
        workspace: pk % 2 === 0 ? 'eu' : 'us',
        finishedAt: pk * HOUR,
        version: `1.${Math.floor(pk / 2)}`,
      }),
    );
    const changes = deployments.map(
      ({ pk }): ChangeFact => ({
        pk,
        source: 's',
        id: `${pk}`,
        ofComponent: true,
        firstCommitAt: pk * HOUR - HOUR,
        mergedAt: pk * HOUR - HOUR / 2,
      }),
    );
    const kept = factsToKeep(
      { deployments, artifacts: [], changes },
      {},
      defaultRules,
      400 * HOUR,
      new Set([17]),
    );
    const old = [...kept].filter(pk => pk < 400);
    expect(old).toEqual(expect.arrayContaining([398, 399, 16, 17]));
    expect(old.length).toBeLessThan(12);
  });
});
