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

/*
 * docs/rules.md implemented a second time, as plainly as possible and without any code of the plugin, for tests to
 * compare the plugin with. It works on facts as they are posted.
 */
import {
  Change,
  Deployment,
  Incident,
} from '@backstage-dora/plugin-dora-common';

export interface NaiveRollout {
  at: number;
  deployment: Deployment;
}

export interface NaiveRelease {
  component: string;
  version: string | undefined;
  rollouts: NaiveRollout[];
  at: number;
  kind: 'code' | 'rollback' | 'hotfix';
  replaced: NaiveRelease | undefined;
  carried: Change[];
  first: Change[];
  fixedAt: number[];
  incidents: Incident[];
}

export interface NaiveFacts {
  deployments: Deployment[];
  changes: Change[];
  incidents: Incident[];
}

const HOUR = 3_600_000;
const PRODUCTION = ['prod', 'production', 'prd', 'live'];

export const ms = (time: string | undefined | null) =>
  time === undefined || time === null ? undefined : Date.parse(time);

/** Full reference in lower case. */
export function fullRef(ref: string): string {
  const [, kind = 'component', namespace = 'default', name] =
    /^(?:([^:/]+):)?(?:([^/]+)\/)?(.+)$/.exec(ref.toLowerCase())!;
  return `${kind}:${namespace}/${name}`;
}

function inOrder(a: NaiveRollout, b: NaiveRollout): number {
  if (a.at !== b.at) {
    return a.at - b.at;
  }
  if (a.deployment.source !== b.deployment.source) {
    return a.deployment.source < b.deployment.source ? -1 : 1;
  }
  return a.deployment.id < b.deployment.id ? -1 : 1;
}

function releasesOf(component: string, facts: NaiveFacts): NaiveRelease[] {
  const rollouts = facts.deployments
    .filter(d => fullRef(d.entityRef) === component)
    .filter(d => d.status === 'success')
    .filter(d => PRODUCTION.includes(d.environment.toLowerCase()))
    .map(d => ({ at: ms(d.finishedAt)!, deployment: d }))
    .sort(inOrder);
  const keyOf = (d: Deployment) =>
    d.version ?? d.commitSha ?? `itself ${JSON.stringify([d.source, d.id])}`;

  const releases: NaiveRelease[] = [];
  const past: { workspace: string; key: string; release: NaiveRelease }[] = [];
  for (const rollout of rollouts) {
    const { deployment } = rollout;
    const workspace = deployment.workspace ?? 'default';
    const key = keyOf(deployment);
    const here = past.filter(p => p.workspace === workspace);
    const current = here[here.length - 1];
    if (deployment.kind === 'config' || current?.key === key) {
      continue;
    }
    const k = here.filter(p => p.key === key).length + 1;
    // The k-th time elsewhere: the release whose key was current there for the k-th time.
    let release = past.find(
      (p, index) =>
        p.key === key &&
        past
          .slice(0, index + 1)
          .filter(q => q.workspace === p.workspace && q.key === key).length ===
          k,
    )?.release;
    if (!release) {
      const firstOf = (wanted: string) => past.findIndex(p => p.key === wanted);
      const goesBack =
        current !== undefined &&
        here.some(p => p.key === key) &&
        firstOf(key) < firstOf(current.key);
      release = {
        component,
        version: deployment.version ?? deployment.commitSha,
        rollouts: [],
        at: rollout.at,
        kind: goesBack && deployment.kind !== 'code' ? 'rollback' : 'code',
        replaced: current?.release,
        carried: [],
        first: [],
        fixedAt: [],
        incidents: [],
      };
      releases.push(release);
    }
    if (deployment.kind === 'rollback') {
      release.kind = 'rollback';
    }
    release.rollouts.push(rollout);
    past.push({ workspace, key, release });
  }
  return releases;
}

function addChanges(releases: NaiveRelease[], facts: NaiveFacts) {
  releases.forEach((release, index) => {
    const listing = release.rollouts.filter(r => r.deployment.changes);
    if (listing.length > 0) {
      release.carried = facts.changes.filter(change =>
        listing.some(({ deployment }) =>
          deployment.changes!.some(listed =>
            typeof listed === 'string'
              ? change.source === deployment.source && change.id === listed
              : change.source === listed.source && change.id === listed.id,
          ),
        ),
      );
    } else if (release.kind !== 'rollback') {
      const before = releases
        .slice(0, index)
        .filter(r => r.kind !== 'rollback')
        .pop();
      release.carried = facts.changes.filter(change => {
        const at = ms(change.mergedAt) ?? ms(change.firstCommitAt)!;
        return (
          before !== undefined &&
          change.entityRef !== undefined &&
          fullRef(change.entityRef) === release.component &&
          at > before.at &&
          at <= release.at
        );
      });
    }
    release.first = release.carried.filter(
      change => !releases.slice(0, index).some(r => r.carried.includes(change)),
    );
  });
}

function addFixes(releases: NaiveRelease[]) {
  releases.forEach((release, index) => {
    if (release.kind === 'rollback') {
      if (
        release.replaced &&
        release.at - release.replaced.at <= 7 * 24 * HOUR
      ) {
        release.replaced.fixedAt.push(release.at);
      }
      return;
    }
    if (
      release.rollouts.some(r => r.deployment.kind === 'hotfix') ||
      release.first.some(c =>
        c.labels?.some(label => label.toLowerCase() === 'hotfix'),
      )
    ) {
      release.kind = 'hotfix';
      const before = releases
        .slice(0, index)
        .filter(r => r.kind !== 'rollback')
        .pop();
      if (before && release.at - before.at <= 48 * HOUR) {
        before.fixedAt.push(release.at);
      }
    }
  });
}

const lastOf = <T>(items: T[], compare: (a: T, b: T) => number) =>
  [...items].sort(compare).pop();

function addIncidents(
  all: NaiveRelease[],
  facts: NaiveFacts,
  under: (entity: string) => string[],
) {
  for (const incident of facts.incidents) {
    const startedAt = ms(incident.startedAt)!;
    const entity = fullRef(incident.entityRef);
    const own = all.filter(r => under(entity).includes(r.component));
    const cause = incident.causedBy;
    let hit: NaiveRelease | undefined;
    if (cause && 'deployment' in cause) {
      hit = all.find(r =>
        r.rollouts.some(
          ({ deployment }) =>
            deployment.source === cause.deployment.source &&
            deployment.id === cause.deployment.id,
        ),
      );
    } else if (cause) {
      hit = lastOf(
        own.filter(
          r =>
            r.at <= startedAt &&
            ('version' in cause
              ? r.version === cause.version
              : r.rollouts.some(
                  x => x.deployment.commitSha === cause.commitSha,
                ) ||
                r.carried.some(
                  c =>
                    c.commitSha === cause.commitSha ||
                    c.commitShas?.includes(cause.commitSha),
                )),
        ),
        (a, b) => inOrder(a.rollouts[0], b.rollouts[0]),
      );
    } else if (/^(component|system):/.test(entity)) {
      const rollouts = own.flatMap(release =>
        release.rollouts.map(rollout => ({ release, rollout })),
      );
      const last = lastOf(
        rollouts.filter(({ rollout }) => rollout.at <= startedAt),
        (a, b) => inOrder(a.rollout, b.rollout),
      );
      if (last && startedAt - last.rollout.at <= 48 * HOUR) {
        hit = last.release;
      }
    }
    hit?.incidents.push(incident);
  }
}

/** All releases of all components that facts name, with everything that section 3 says of them. */
export function naiveReleases(
  facts: NaiveFacts,
  under: (entity: string) => string[],
): NaiveRelease[] {
  const components = [
    ...new Set(facts.deployments.map(d => fullRef(d.entityRef))),
  ];
  const all = components.flatMap(component => {
    const releases = releasesOf(component, facts);
    addChanges(releases, facts);
    addFixes(releases);
    return releases;
  });
  addIncidents(all, facts, under);
  return all;
}

export const hasFailed = (release: NaiveRelease) =>
  release.fixedAt.length + release.incidents.length > 0;

/** When a failed release had recovered; undefined while open. */
export function recoveredAt(release: NaiveRelease): number | undefined {
  const ends = [...release.fixedAt];
  if (
    release.incidents.length > 0 &&
    release.incidents.every(i => ms(i.resolvedAt) !== undefined)
  ) {
    ends.push(Math.max(...release.incidents.map(i => ms(i.resolvedAt)!)));
  }
  const valid = ends.filter(end => end >= release.at);
  return valid.length > 0 ? Math.min(...valid) : undefined;
}
