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
import { change, defaultRules, HOUR, MONDAY } from './__testUtils__/facts';
import { deriveComponent } from './component';
import { ChangeFact, DeploymentFact } from './types';

const MINUTE = HOUR / 60;

const commitOf = (build: number) => `${build}`.padStart(40, 'c');

const steps = fc.array(
  fc.record({
    build: fc.integer({ min: 1, max: 6 }),
    workspace: fc.constantFrom('eu', 'us'),
    kind: fc.option(fc.constantFrom('rollback', 'hotfix', 'code'), {
      nil: undefined,
      freq: 4,
    }),
    carries: fc.option(fc.subarray(['c1', 'c2', 'c3', 'c4']), {
      nil: undefined,
    }),
  }),
  { maxLength: 20 },
);

it('makes the same of rollouts whether one source reports them or three that artifacts bring together', () => {
  fc.assert(
    fc.property(steps, some => {
      let pk = 0;
      const report = (
        source: string,
        place: number,
        more: Partial<DeploymentFact>,
      ): DeploymentFact => {
        pk += 1;
        return {
          pk,
          source,
          id: `${place}`,
          environment: 'prod',
          status: 'success',
          workspace: some[place].workspace,
          finishedAt: MONDAY + (place + 1) * HOUR,
          ...more,
        };
      };
      const known = some.map(({ build, kind, carries }) => ({
        names: {
          version: `1.${build}`,
          commitSha: commitOf(build),
          digest: `sha256:${build}`,
        },
        kind,
        changes: carries?.map(id => ({ source: 'scm', id })),
      }));
      const changes: ChangeFact[] = ['c1', 'c2', 'c3', 'c4'].map((id, hour) =>
        change(id, hour * 4),
      );
      const derive = (deployments: DeploymentFact[]) =>
        deriveComponent(
          {
            deployments,
            artifacts: known.map(({ names }) => names),
            changes,
          },
          {},
          defaultRules,
        ).releases.map(({ release, kind, reasons, ...carried }) => ({
          names: release.names,
          name: release.name,
          time: release.time,
          occurrence: release.occurrence,
          workspaces: release.rollouts.map(
            ({ deployment, time }) => `${deployment.workspace} ${time}`,
          ),
          kind,
          reasons: reasons.map(({ reason, fix }) => [reason, fix.time]),
          leadTimes: carried.changes.map(one => [one.change.id, one.leadTime]),
          batchSize: carried.batchSize,
        }));
      const byOne = known.map(({ names, ...more }, place) =>
        report('pipeline', place, { ...names, ...more }),
      );
      const byThree = known.flatMap(({ names, ...more }, place) => {
        const later = (minutes: number) =>
          MONDAY + (place + 1) * HOUR + minutes * MINUTE;
        return [
          report('pipeline', place, { commitSha: names.commitSha, ...more }),
          report('cluster', place, {
            version: `v${names.version}`,
            finishedAt: later(1),
          }),
          report('delivery', place, {
            digest: names.digest,
            finishedAt: later(2),
          }),
        ];
      });
      expect(derive(byThree)).toEqual(derive(byOne));
    }),
    { numRuns: 500 },
  );
});
