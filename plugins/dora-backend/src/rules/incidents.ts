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

/** What linking needs to know of a release or a rollout. */
export interface Linkable extends Moment {
  /** `releases.id` */
  releaseId: number;
}

/**
 * What an incident may be linked to, of all components below its entity. May omit an item when there is a later
 * matching one of the same component.
 */
export interface LinkableParts {
  /** Releases before the incident, of the version or with the commit that it names */
  named: Linkable[];
  /** Rollouts in its window */
  rollouts: Linkable[];
}

/** A person's correction of an incident and a release. */
export interface LinkCorrection {
  action: 'attach' | 'detach';
  releaseId: number;
}

/** The releases that an incident counts against, and why; or why it does not count. */
export interface IncidentLink {
  /**
   * - `cause-unknown`: what `causedBy` names does not exist (yet)
   * - `duplicate`: another incident reports the same outage
   * - `severity`: incidents of its severity do not count
   */
  link:
    | 'caused'
    | 'window'
    | 'attached'
    | 'unattributed'
    | 'cause-unknown'
    | 'duplicate'
    | 'severity';
  releaseIds: number[];
}

/** Makes the test for incidents that count (`dora.rules.incidentSeverities`). */
export function severityMatcher({
  incidentSeverities,
}: Rules): (incident: IncidentFact) => boolean {
  const severities =
    incidentSeverities &&
    new Set(incidentSeverities.map(severity => severity.toLowerCase()));
  return ({ severity }) =>
    !severities ||
    severity === undefined ||
    severities.has(severity.toLowerCase());
}

const UNATTRIBUTED: IncidentLink = { link: 'unattributed', releaseIds: [] };

/** Whether the incident is linked by its window: on anything larger than a product, time alone proves nothing. */
export const linksByWindow = ({ cause, entityKind }: IncidentFact): boolean =>
  !cause && ['component', 'system'].includes(entityKind);

function linkByWindow(
  incident: IncidentFact,
  rollouts: Linkable[],
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
 * The releases that an incident makes failures (docs/rules.md, Failures: caused and window), after corrections.
 *
 * @param parts - what it may be linked to
 * @param rolledOutBy - finds the release of a deployment, in any component
 * @param corrections - those of this incident, oldest first
 */
export function linkIncident(
  incident: IncidentFact,
  { named, rollouts }: LinkableParts,
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

  const { cause } = incident;
  let byRules: IncidentLink;
  if (cause) {
    const releaseId =
      'deployment' in cause
        ? rolledOutBy(cause.deployment)
        : latest(named)?.releaseId;
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
