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
 * A second reading of the rules, as in `naiveRules`: which changes releases carry, which of them have failed, and when they
 * had recovered.
 */

import { Change, Incident } from '@backstage-dora/plugin-dora-common';
import {
  fullRef,
  HOUR,
  inOrder,
  ms,
  NaiveAnnotations,
  NaiveConfig,
  NaiveExclusion,
  NaiveFacts,
  NaiveRelease,
  naiveReleasesOf,
} from './naiveRules';

/** What the catalog knows, as far as the rules ask. */
export interface NaiveCatalog {
  /** All entities that there are */
  refs: string[];
  /** An entity and all that rolls up to it */
  under: (ref: string) => string[];
  annotations: (component: string) => NaiveAnnotations;
}

export function addChanges(releases: NaiveRelease[], facts: NaiveFacts) {
  releases.forEach((release, index) => {
    const listing = [
      ...release.rollouts.filter(r => r.deployment.changes),
      ...release.echoes.filter(r => r.deployment.changes?.length),
    ];
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

const isHotfix = (change: Change) =>
  change.labels?.some(label => label.toLowerCase() === 'hotfix') ?? false;

export function addFixes(releases: NaiveRelease[], config: NaiveConfig) {
  releases.forEach((release, index) => {
    if (release.kind === 'rollback') {
      const { replaced } = release;
      if (
        replaced &&
        release.at - replaced.at <= config.rollbackWindow * HOUR
      ) {
        replaced.fixedAt.push(release.at);
      }
      return;
    }
    if (
      [...release.rollouts, ...release.echoes].some(
        r => r.deployment.kind === 'hotfix',
      ) ||
      release.first.some(isHotfix)
    ) {
      release.kind = 'hotfix';
      const before = releases
        .slice(0, index)
        .filter(r => r.kind !== 'rollback')
        .pop();
      if (before && release.at - before.at <= config.hotfixWindow * HOUR) {
        before.fixedAt.push(release.at);
      }
    }
  });
}

const identity = ({ source, id }: { source: string; id: string }) =>
  JSON.stringify([source, id]);

const byIdentity = (
  a: { source: string; id: string },
  b: { source: string; id: string },
) => {
  const [x, y] = a.source === b.source ? [a.id, b.id] : [a.source, b.source];
  if (x === y) {
    return 0;
  }
  return x < y ? -1 : 1;
};

/** An incident, and the one that it turns out to be: itself, unless it is a duplicate. */
export interface NaiveIncident {
  incident: Incident;
  is: Incident;
  leftOut: 'duplicate' | 'severity' | undefined;
}

/** Which incidents count, with what their duplicates supply. */
export function naiveIncidents(
  facts: NaiveFacts,
  config: NaiveConfig,
  catalog: NaiveCatalog,
): NaiveIncident[] {
  const isMapped = (incident: Incident) =>
    catalog.refs.includes(fullRef(incident.entityRef));
  const known = new Map(facts.incidents.map(one => [identity(one), one]));
  const next = (incident: Incident): Incident | undefined => {
    const other = incident.sameAs && known.get(identity(incident.sameAs));
    return other && isMapped(other) ? other : undefined;
  };
  const rootOf = (incident: Incident): Incident => {
    const path: Incident[] = [];
    let here: Incident = incident;
    for (;;) {
      const again = path.indexOf(here);
      if (again >= 0) {
        return path.slice(again).sort(byIdentity)[0];
      }
      path.push(here);
      const following = next(here);
      if (!following) {
        return here;
      }
      here = following;
    }
  };
  const roots = new Map(facts.incidents.map(one => [one, rootOf(one)]));
  const supplied = (root: Incident): Incident => {
    const duplicates = facts.incidents
      .filter(one => one !== root && roots.get(one) === root)
      .sort(byIdentity);
    const startedAt = ms(root.startedAt)!;
    return {
      ...root,
      causedBy: root.causedBy ?? duplicates.find(one => one.causedBy)?.causedBy,
      acknowledgedAt:
        root.acknowledgedAt ??
        duplicates.find(one => one.acknowledgedAt)?.acknowledgedAt,
      resolvedAt:
        root.resolvedAt ??
        duplicates.find(
          one => one.resolvedAt && ms(one.resolvedAt)! >= startedAt,
        )?.resolvedAt,
    };
  };
  const severities = config.severities?.map(one => one.toLowerCase());
  return facts.incidents.map(incident => {
    const root = roots.get(incident)!;
    let leftOut: NaiveIncident['leftOut'];
    if (root !== incident) {
      leftOut = 'duplicate';
    } else if (
      severities &&
      incident.severity !== undefined &&
      !severities.includes(incident.severity.toLowerCase())
    ) {
      leftOut = 'severity';
    }
    return { incident, is: supplied(root), leftOut };
  });
}

/** Whether a commit of a change is the one that somebody names, who may give its beginning only. */
function isCommit(commit: string | undefined, given: string): boolean {
  const wanted = given.toLowerCase().replace(/^sha-/, '');
  return (
    commit !== undefined &&
    (commit.toLowerCase() === wanted ||
      (/^[0-9a-f]{7,}$/.test(wanted) &&
        commit.toLowerCase().startsWith(wanted)))
  );
}

const lastOf = <T>(items: T[], compare: (a: T, b: T) => number) =>
  [...items].sort(compare).pop();

/** The releases that an incident says, or is taken, to be caused by. */
export function blamed(
  incident: Incident,
  all: NaiveRelease[],
  config: NaiveConfig,
  under: (ref: string) => string[],
): NaiveRelease[] {
  const startedAt = ms(incident.startedAt)!;
  const entity = fullRef(incident.entityRef);
  const own = all.filter(r => under(entity).includes(r.component));
  const cause = incident.causedBy;
  if (cause && 'deployment' in cause) {
    return all.filter(r =>
      [...r.rollouts, ...r.echoes].some(
        ({ deployment }) => identity(deployment) === identity(cause.deployment),
      ),
    );
  }
  if (cause) {
    const given = 'version' in cause ? cause.version : cause.commitSha;
    const found = lastOf(
      own.filter(
        r =>
          r.at <= startedAt &&
          (r.names.read(given).some(name => r.key.has(name)) ||
            (r.names.read(given).length > 0 &&
              r.carried.some(change =>
                [change.commitSha, ...(change.commitShas ?? [])].some(commit =>
                  isCommit(commit, given),
                ),
              ))),
      ),
      (a, b) => inOrder(a.rollouts[0], b.rollouts[0]),
    );
    return found ? [found] : [];
  }
  if (!/^(component|system):/.test(entity)) {
    return [];
  }
  const rollouts = own
    .flatMap(release => release.rollouts.map(rollout => ({ release, rollout })))
    .filter(
      ({ rollout }) =>
        rollout.at <= startedAt &&
        startedAt - rollout.at <= config.incidentWindow * HOUR,
    );
  const last = lastOf(rollouts, (a, b) => inOrder(a.rollout, b.rollout));
  if (config.incidentAttribution === 'all') {
    return [...new Set(rollouts.map(({ release }) => release))];
  }
  return last ? [last.release] : [];
}

export interface NaiveHistory {
  releases: NaiveRelease[];
  excluded: NaiveExclusion[];
  incidents: NaiveIncident[];
}

/** All releases of all components that facts name, with all that the rules say of them. */
export function naiveHistory(
  facts: NaiveFacts,
  config: NaiveConfig,
  catalog: NaiveCatalog,
): NaiveHistory {
  const components = [
    ...new Set(facts.deployments.map(d => fullRef(d.entityRef))),
  ];
  const excluded: NaiveExclusion[] = [];
  const releases = components.flatMap(component => {
    const own = naiveReleasesOf(
      component,
      facts,
      config,
      catalog.annotations(component),
    );
    addChanges(own.releases, facts);
    addFixes(own.releases, config);
    excluded.push(...own.excluded);
    return own.releases;
  });
  const incidents = naiveIncidents(facts, config, catalog);
  for (const { is, leftOut } of incidents) {
    if (!leftOut) {
      for (const release of blamed(is, releases, config, catalog.under)) {
        release.incidents.push(is);
      }
    }
  }
  return { releases, excluded, incidents };
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
