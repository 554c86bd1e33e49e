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

import { HierarchyEntity } from '../catalog/types';
import { Rules } from '../derive/types';
import { byWhom, KnownCorrection, lastOf } from './corrections';
import { IncidentRow, LinkedReleaseRow } from './incidentQueries';
import {
  formatCommit,
  formatDuration,
  formatRuleWindow,
  releaseName,
} from './text';

/** What the sentence of an incident needs besides it. */
export interface IncidentContext {
  incident: IncidentRow;
  /** The entity that it is on. */
  entity?: HierarchyEntity;
  /** Releases that it is linked to and that the reader may be shown; newest first. */
  releases: (LinkedReleaseRow & { title: string })[];
  /** Oldest first. */
  corrections: KnownCorrection[];
  rules: Rules;
}

/** `1.1 of Cart`. */
function nameOf(
  release: IncidentContext['releases'][number],
  rules: Rules,
): string {
  const { version, time, title } = release;
  return `${releaseName(
    { version, time: Number(time) },
    rules.timezone,
  )} of ${title}`;
}

function cause(incident: IncidentRow): string {
  if (incident.cause_deployment_id !== null) {
    return `names deployment ${incident.cause_deployment_source}/${incident.cause_deployment_id}`;
  }
  return incident.cause_commit_sha === null
    ? `names version ${incident.cause_version}`
    : `names commit ${formatCommit(incident.cause_commit_sha)}`;
}

function causedSentence({ incident, releases, rules }: IncidentContext) {
  const name = nameOf(releases[0], rules);
  return incident.cause_deployment_id === null
    ? `${cause(
        incident,
      )}, of which ${name} was the latest release when it started`
    : `${cause(incident)}, which rolled out ${name}`;
}

function windowSentence({ incident, releases, rules }: IncidentContext) {
  const window = `within incidentWindow (${formatRuleWindow(
    rules.incidentWindow,
  )})`;
  const rolledOutAt = (row: LinkedReleaseRow) =>
    Number(row.rollout_time ?? row.time);
  const latest = releases.reduce((a, b) =>
    rolledOutAt(b) > rolledOutAt(a) ? b : a,
  );
  const after = formatDuration(
    Number(incident.started_at) - rolledOutAt(latest),
  );
  const where =
    latest.rollout_workspace === null ? '' : ` to ${latest.rollout_workspace}`;
  const others =
    releases.length > 1
      ? `, and after ${
          releases.length - 1
        } more in that time (dora.rules.incidentAttribution: ${
          rules.incidentAttribution
        })`
      : '';
  return `started ${after} after the rollout of ${nameOf(
    latest,
    rules,
  )}${where}, ${window}${others}`;
}

function attachedSentence(context: IncidentContext) {
  const { releases, corrections, rules } = context;
  const names = releases.map(release => nameOf(release, rules)).join(' and ');
  const correction = lastOf(corrections, 'attach');
  return correction
    ? `attached to ${names} ${byWhom(correction, rules.timezone)}`
    : `attached to ${names} by a correction`;
}

function unattributedSentence(context: IncidentContext) {
  const { incident, entity, corrections, rules } = context;
  const title = entity?.title ?? 'its entity';
  if (incident.link === 'cause-unknown') {
    if (incident.cause_deployment_id !== null) {
      return `${cause(incident)}, which is no rollout that is known (yet)`;
    }
    return `${cause(
      incident,
    )}, which no release of ${title} until then has (yet)`;
  }
  const detached = lastOf(corrections, 'detach');
  if (detached) {
    return `detached from its release ${byWhom(detached, rules.timezone)}`;
  }
  const window = formatRuleWindow(rules.incidentWindow);
  switch (entity?.kind) {
    case 'component':
      return `no rollout of ${title} within incidentWindow (${window}) before it`;
    case 'system':
      return `no rollout of any component of ${title} within incidentWindow (${window}) before it`;
    default:
      return `names no cause, and is on a ${
        entity?.kind ?? 'whole organisation'
      }: on anything wider than a product, time alone proves nothing`;
  }
}

function describe(context: IncidentContext): string {
  const { link } = context.incident;
  if (link === 'unattributed' || link === 'cause-unknown') {
    return unattributedSentence(context);
  }
  if (context.releases.length === 0) {
    return 'linked to a release that you may not see';
  }
  switch (link) {
    case 'caused':
      return causedSentence(context);
    case 'window':
      return windowSentence(context);
    default:
      return attachedSentence(context);
  }
}

/** How an incident was linked to a release, or why it was not. */
export function incidentSentence(context: IncidentContext): string {
  const sentence = describe(context);
  return context.incident.kind === 'flag-rollback'
    ? `a feature flag switched off: ${sentence}`
    : sentence;
}
