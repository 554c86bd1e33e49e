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

import { Explanation } from '@backstage-dora/plugin-dora-common';
import { HierarchyEntity } from '../../../catalog/types';
import { Rules } from '../../../rules/types';
import { KnownCorrection, lastOf } from '../corrections';
import { IncidentRow, LinkedReleaseRow } from '../incidentQueries';
import { formatCommit } from '../text';
import {
  correctionValues,
  explain,
  inSeconds,
  releaseValues,
  withValues,
} from './explain';

/** A release that an incident is linked to, with the title of its component. */
type LinkedRelease = LinkedReleaseRow & { title: string };

/** What is needed to explain an incident. */
export interface IncidentContext {
  /** With the cause named by a duplicate if it names none itself */
  incident: IncidentRow & { causeIsReadable: boolean };
  /** The entity of the incident */
  entity?: HierarchyEntity;
  /** Releases that it is linked to and that the reader may see; newest first */
  releases: LinkedRelease[];
  /** Oldest first. */
  corrections: KnownCorrection[];
  /** The incident that it is a duplicate of, if the reader may see it */
  stays?: { id: string };
  rules: Rules;
}

function namesOf({ version, time, title }: LinkedRelease) {
  return {
    ...releaseValues({ version, time: Number(time) }),
    component: title,
  };
}

const deploymentOf = (incident: IncidentRow, id: string) => ({
  deploymentSource: incident.cause_deployment_source ?? '',
  deploymentId: id,
});

function explainCause({ incident, releases }: IncidentContext): Explanation {
  const names = namesOf(releases[0]);
  if (!incident.causeIsReadable) {
    return explain('linkedByUnreadable', names);
  }
  if (incident.cause_deployment_id !== null) {
    return explain('linkedByDeployment', {
      ...deploymentOf(incident, incident.cause_deployment_id),
      ...names,
    });
  }
  return incident.cause_commit_sha === null
    ? explain('linkedByVersion', {
        version: incident.cause_version ?? '',
        ...names,
      })
    : explain('linkedByCommit', {
        commit: formatCommit(incident.cause_commit_sha),
        ...names,
      });
}

function explainWindow({
  incident,
  releases,
  rules,
}: IncidentContext): Explanation {
  const rolledOutAt = (row: LinkedReleaseRow) =>
    Number(row.rollout_time ?? row.time);
  const latest = releases.reduce((a, b) =>
    rolledOutAt(b) > rolledOutAt(a) ? b : a,
  );
  const values = {
    ...namesOf(latest),
    afterSeconds: inSeconds(Number(incident.started_at) - rolledOutAt(latest)),
    workspace: latest.rollout_workspace ?? undefined,
    windowSeconds: inSeconds(rules.incidentWindow),
  };
  return releases.length > 1
    ? explain('linkedByTimeToSeveral', {
        ...values,
        others: releases.length - 1,
        attribution: rules.incidentAttribution,
      })
    : explain('linkedByTime', values);
}

function explainAttached({
  releases,
  corrections,
}: IncidentContext): Explanation {
  const values = {
    ...namesOf(releases[0]),
    others: releases.length > 1 ? releases.length - 1 : undefined,
  };
  const correction = lastOf(corrections, 'attach');
  return correction
    ? explain('attachedTo', { ...values, ...correctionValues(correction) })
    : explain('attachedToByCorrection', values);
}

function explainUnknownCause({
  incident,
  entity,
}: IncidentContext): Explanation {
  if (!incident.causeIsReadable) {
    return explain('unknownUnreadable', {});
  }
  if (incident.cause_deployment_id !== null) {
    return explain(
      'unknownDeployment',
      deploymentOf(incident, incident.cause_deployment_id),
    );
  }
  return incident.cause_commit_sha === null
    ? explain('unknownVersion', {
        version: incident.cause_version ?? '',
        entity: entity?.title,
      })
    : explain('unknownCommit', {
        commit: formatCommit(incident.cause_commit_sha),
        entity: entity?.title,
      });
}

function explainUnattributed({
  entity,
  corrections,
  rules,
}: IncidentContext): Explanation {
  const detached = lastOf(corrections, 'detach');
  if (detached) {
    return explain('detached', correctionValues(detached));
  }
  const values = {
    entity: entity?.title,
    windowSeconds: inSeconds(rules.incidentWindow),
  };
  switch (entity?.kind) {
    case 'component':
      return explain('noRolloutOfComponent', values);
    case 'system':
      return explain('noRolloutOfProduct', values);
    default:
      return explain('tooWide', { entityKind: entity?.kind ?? 'group' });
  }
}

function explainLink(context: IncidentContext): Explanation {
  const { link, severity } = context.incident;
  if (link === 'duplicate') {
    return context.stays
      ? explain('duplicate', { sameAs: context.stays.id })
      : explain('unreadableDuplicate', {});
  }
  if (link === 'severity') {
    return explain('severityLeftOut', {
      severity: severity ?? '',
      severities: (context.rules.incidentSeverities ?? []).join(', '),
    });
  }
  if (link === 'cause-unknown') {
    return explainUnknownCause(context);
  }
  if (link === 'unattributed') {
    return explainUnattributed(context);
  }
  if (context.releases.length === 0) {
    return explain('unreadableRelease', {});
  }
  switch (link) {
    case 'caused':
      return explainCause(context);
    case 'window':
      return explainWindow(context);
    default:
      return explainAttached(context);
  }
}

/** Explains how an incident was linked to a release, or why it was not. */
export function explainIncident(context: IncidentContext): Explanation {
  return withValues(explainLink(context), {
    incidentKind: context.incident.kind,
  });
}
