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

import { latest, Moment } from './order';
import { FactIdentity, IncidentFact, Rules } from './types';

/** What linking needs to know of a release. Times are ms since the epoch. */
export interface LinkableRelease extends Moment {
  /** `releases.id` */
  releaseId: number;
  version?: string;
  /** Commits of its rollouts and of the changes that it carries; those that the incident does not name may be missing. */
  commits: Set<string>;
}

/** What linking by time needs to know of a rollout. */
export interface LinkableRollout extends Moment {
  /** `releases.id` */
  releaseId: number;
}

/** What incidents on an entity may be linked to: of all components under it, or of those that can match. */
export interface Linkable {
  releases: LinkableRelease[];
  rollouts: LinkableRollout[];
}

/** What a person said of an incident and a release. */
export interface LinkCorrection {
  action: 'attach' | 'detach';
  releaseId: number;
}

/** Which releases an incident is held against, and why. */
export interface IncidentLink {
  /** `cause-unknown`: what `causedBy` names is not there (yet) */
  link: 'caused' | 'window' | 'attached' | 'unattributed' | 'cause-unknown';
  releaseIds: number[];
}

const UNATTRIBUTED: IncidentLink = { link: 'unattributed', releaseIds: [] };

function findCause(
  cause: NonNullable<IncidentFact['cause']>,
  startedAt: number,
  releases: LinkableRelease[],
  rolledOutBy: (deployment: FactIdentity) => number | undefined,
): number | undefined {
  if ('deployment' in cause) {
    return rolledOutBy(cause.deployment);
  }
  return latest(
    releases.filter(
      release =>
        release.time <= startedAt &&
        ('version' in cause
          ? release.version === cause.version
          : release.commits.has(cause.commitSha)),
    ),
  )?.releaseId;
}

/** Whether the window links it to releases: on anything wider than a product, time alone proves nothing. */
export const linksByWindow = ({ cause, entityKind }: IncidentFact): boolean =>
  !cause && ['component', 'system'].includes(entityKind);

function linkByWindow(
  incident: IncidentFact,
  rollouts: LinkableRollout[],
  rules: Rules,
): IncidentLink {
  if (!linksByWindow(incident)) {
    return UNATTRIBUTED;
  }
  const recent = rollouts.filter(
    ({ time }) =>
      time <= incident.startedAt &&
      incident.startedAt - time <= rules.incidentWindow,
  );
  const last = latest(recent);
  if (!last) {
    return UNATTRIBUTED;
  }
  const releaseIds =
    rules.incidentAttribution === 'all'
      ? [...new Set(recent.map(({ releaseId }) => releaseId))]
      : [last.releaseId];
  return { link: 'window', releaseIds };
}

/**
 * Which releases an incident makes failed ones (docs/rules.md, Failures: caused and window), corrections applied.
 *
 * @param linkable - the releases and rollouts of all components under the incident's entity; those that cannot match, or
 * have a later one of the same component that does, may be missing
 * @param rolledOutBy - finds the release of a deployment, wherever that is
 * @param corrections - those of this incident, oldest first
 */
export function linkIncident(
  incident: IncidentFact,
  { releases, rollouts }: Linkable,
  rolledOutBy: (deployment: FactIdentity) => number | undefined,
  rules: Rules,
  corrections: LinkCorrection[] = [],
): IncidentLink {
  const last = new Map(
    corrections.map(({ releaseId, action }) => [releaseId, action]),
  );
  const said = (action: LinkCorrection['action']) =>
    [...last].filter(([, a]) => a === action).map(([releaseId]) => releaseId);
  const attached = said('attach');
  if (attached.length > 0) {
    return { link: 'attached', releaseIds: attached };
  }

  let byRules: IncidentLink;
  if (incident.cause) {
    const releaseId = findCause(
      incident.cause,
      incident.startedAt,
      releases,
      rolledOutBy,
    );
    byRules =
      releaseId === undefined
        ? { link: 'cause-unknown', releaseIds: [] }
        : { link: 'caused', releaseIds: [releaseId] };
  } else {
    byRules = linkByWindow(incident, rollouts, rules);
  }

  const detached = new Set(said('detach'));
  const releaseIds = byRules.releaseIds.filter(id => !detached.has(id));
  return byRules.releaseIds.length > 0 && releaseIds.length === 0
    ? UNATTRIBUTED
    : { link: byRules.link, releaseIds };
}
