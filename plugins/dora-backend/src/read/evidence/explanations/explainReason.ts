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

import { Correction, Explanation } from '@backstage-dora/plugin-dora-common';
import { Rules } from '../../../rules/types';
import { ReasonRow, ReleaseRow, RolloutRow } from '../releaseQueries';
import { formatCommit } from '../text';
import { toTime } from '../values';
import {
  correctionValues,
  explain,
  incidentValues,
  inSeconds,
  releaseValues,
  withValues,
} from './explain';

/** What is needed to explain a reason. */
export interface ReasonContext {
  release: ReleaseRow;
  /** Of the release, in order of time. */
  rollouts: RolloutRow[];
  /** The correction that attached the incident */
  attachedBy?: Correction;
  /** The correction that says the release did not fail */
  excusedBy?: Correction;
  rules: Rules;
}

function explainCause(reason: ReasonRow): Explanation {
  const incident = incidentValues(reason);
  if (reason.causeIsReadable === false) {
    return explain('causedByUnreadable', incident);
  }
  if (reason.cause_deployment_id !== null) {
    return explain('causedByDeployment', {
      ...incident,
      deploymentSource: reason.cause_deployment_source ?? '',
      deploymentId: reason.cause_deployment_id,
    });
  }
  return reason.cause_commit_sha !== null
    ? explain('causedByCommit', {
        ...incident,
        commit: formatCommit(reason.cause_commit_sha),
      })
    : explain('causedByVersion', {
        ...incident,
        version: reason.cause_version ?? '',
      });
}

function explainWindow(
  reason: ReasonRow,
  { release, rollouts, rules }: ReasonContext,
): Explanation {
  const startedAt = Number(reason.started_at);
  const rollout = rollouts
    .filter(({ time }) => Number(time) <= startedAt)
    .at(-1);
  return explain('withinIncidentWindow', {
    ...incidentValues(reason),
    ...releaseValues({ version: release.version, time: Number(release.time) }),
    afterSeconds: inSeconds(startedAt - Number(rollout?.time ?? release.time)),
    workspace: rollout?.workspace,
    windowSeconds: inSeconds(rules.incidentWindow),
  });
}

function explainFix(
  reason: ReasonRow,
  { release, rules }: ReasonContext,
): Explanation {
  const values = {
    fix:
      reason.fix_version === null
        ? undefined
        : formatCommit(reason.fix_version),
    fixAt: toTime(Number(reason.fix_time)),
    afterSeconds: inSeconds(Number(reason.fix_time) - Number(release.time)),
  };
  return reason.reason === 'rolled-back'
    ? explain('rolledBack', {
        ...values,
        windowSeconds: inSeconds(rules.rollbackWindow),
      })
    : explain('hotfixed', {
        ...values,
        windowSeconds: inSeconds(rules.hotfixWindow),
      });
}

function explainReadable(
  reason: ReasonRow,
  context: ReasonContext,
): Explanation {
  switch (reason.reason) {
    case 'caused':
      return explainCause(reason);
    case 'window':
      return explainWindow(reason, context);
    case 'attached':
      return context.attachedBy
        ? explain('attached', {
            ...incidentValues(reason),
            ...correctionValues(context.attachedBy),
          })
        : explain('attachedByCorrection', incidentValues(reason));
    default:
      return explainFix(reason, context);
  }
}

/**
 * Explains why a release failed and, if a correction disagrees, who made it.
 *
 * @param readable - whether the reader may see what the reason refers to
 */
export function explainReason(
  reason: ReasonRow,
  context: ReasonContext,
  readable: boolean,
): Explanation {
  const { excusedBy } = context;
  const explanation = readable
    ? explainReadable(reason, context)
    : explain('unreadableIncident', {});
  return excusedBy
    ? withValues(explanation, {
        excusedBy: excusedBy.by,
        excusedAt: excusedBy.at,
        excusedNote: excusedBy.note || undefined,
      })
    : explanation;
}
