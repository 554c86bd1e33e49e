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
import { deriveComponent } from '../rules/component';
import { defaultRules, HOUR } from '../rules/__testUtils__/facts';
import { ChangeFact, DeploymentFact } from '../rules/types';
import { factsToKeep } from './factsToKeep';

const TIMES = fc.integer({ min: 0, max: 200 }).map(hours => hours * HOUR);

const history = fc
  .record({
    deployments: fc.array(
      fc.record({
        finishedAt: TIMES,
        workspace: fc.constantFrom('eu', 'us', 'apac'),
        version: fc.option(
          fc.integer({ min: 1, max: 6 }).map(n => `1.${n}`),
          { nil: undefined, freq: 8 },
        ),
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
  })
  .map(({ deployments, changes, since }) => ({
    since,
    deployments: deployments.map(
      (fact, pk): DeploymentFact => ({
        ...fact,
        pk,
        source: 's',
        id: `d${pk}`,
        environment: 'prod',
        status: 'success',
      }),
    ),
    changes: changes.map(
      (fact, pk): ChangeFact => ({ ...fact, pk, source: 's', id: `c${pk}` }),
    ),
  }));

/** What there is to see since a time, of the releases and of the rollouts, as it is told. */
function seen(
  deployments: DeploymentFact[],
  changes: ChangeFact[],
  since: number,
) {
  const { releases } = deriveComponent(deployments, changes, defaultRules);
  return {
    hasPast: releases.some(({ release }) => release.time < since),
    releases: releases
      .filter(({ release }) => release.time >= since)
      .map(({ release, reasons, ...rest }) => ({
        ...rest,
        id: release.id,
        version: release.version,
        occurrence: release.occurrence,
        rollback: release.rollback,
        rollouts: release.rollouts.map(({ id, replaced }) => [
          id,
          replaced?.id,
        ]),
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
      fc.property(history, ({ deployments, changes, since }) => {
        const kept = factsToKeep(
          { deployments, changes },
          defaultRules,
          since,
          new Set(),
        );
        expect(
          seen(
            deployments.filter(({ pk }) => kept.has(pk)),
            changes,
            since,
          ),
        ).toEqual(seen(deployments, changes, since));
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves what comes later of the versions since then as it would be', () => {
    fc.assert(
      fc.property(
        history,
        fc.integer({ min: 0, max: 200 }),
        ({ deployments, changes, since }, more) => {
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
            { deployments: early, changes },
            defaultRules,
            since,
            new Set(),
          );
          expect(
            seen(
              [...early.filter(({ pk }) => kept.has(pk)), ...late],
              changes,
              until,
            ),
          ).toEqual(seen([...early, ...late], changes, until));
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
      { deployments: early, changes: [change] },
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
      { deployments, changes },
      defaultRules,
      400 * HOUR,
      new Set([17]),
    );
    const old = [...kept].filter(pk => pk < 400);
    expect(old).toEqual(expect.arrayContaining([398, 399, 16, 17]));
    expect(old.length).toBeLessThan(12);
  });
});
