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

import { Correction } from '@backstage-dora/plugin-dora-common';
import { Rules } from '../derive/types';
import { byWhom } from './corrections';
import { ReasonRow, ReleaseRow, RolloutRow } from './releaseQueries';
import {
  formatCommit,
  formatDuration,
  formatRuleWindow,
  incidentName,
  releaseName,
} from './text';

/** What the sentence of a reason needs besides it. */
export interface ReasonContext {
  release: ReleaseRow;
  /** Of the release, in order of time. */
  rollouts: RolloutRow[];
  /** The correction that attached the incident. */
  attachedBy?: Correction;
  /** The correction that says that the release has not failed after all. */
  excusedBy?: Correction;
  rules: Rules;
}

function causedSentence(reason: ReasonRow): string {
  const name = incidentName(reason);
  if (reason.cause_deployment_id !== null) {
    return `${name} names its deployment ${reason.cause_deployment_source}/${reason.cause_deployment_id} as the cause`;
  }
  return reason.cause_commit_sha !== null
    ? `${name} names commit ${formatCommit(
        reason.cause_commit_sha,
      )} as the cause, and this was the latest release with it when the incident started`
    : `${name} names version ${reason.cause_version} as the cause, and this was the latest release of it when the incident started`;
}

function windowSentence(
  reason: ReasonRow,
  { release, rollouts, rules }: ReasonContext,
): string {
  const startedAt = Number(reason.started_at);
  const rollout = rollouts
    .filter(({ time }) => Number(time) <= startedAt)
    .at(-1);
  const after = formatDuration(
    startedAt - Number(rollout?.time ?? release.time),
  );
  const name = releaseName(
    { version: release.version, time: Number(release.time) },
    rules.timezone,
  );
  const where = rollout
    ? `the rollout of ${name} to ${rollout.workspace}`
    : name;
  return `${incidentName(
    reason,
  )} started ${after} after ${where}, within incidentWindow (${formatRuleWindow(
    rules.incidentWindow,
  )})`;
}

function fixSentence(
  reason: ReasonRow,
  { release, rules }: ReasonContext,
): string {
  const fix = { version: reason.fix_version, time: Number(reason.fix_time) };
  const name = releaseName(fix, rules.timezone);
  const after = formatDuration(fix.time - Number(release.time));
  return reason.reason === 'rolled-back'
    ? `rolled back to ${name} after ${after}, within rollbackWindow (${formatRuleWindow(
        rules.rollbackWindow,
      )})`
    : `hotfixed by ${name} ${after} later, within hotfixWindow (${formatRuleWindow(
        rules.hotfixWindow,
      )})`;
}

function describe(reason: ReasonRow, context: ReasonContext): string {
  switch (reason.reason) {
    case 'caused':
      return causedSentence(reason);
    case 'window':
      return windowSentence(reason, context);
    case 'attached':
      return context.attachedBy
        ? `${incidentName(reason)} attached ${byWhom(
            context.attachedBy,
            context.rules.timezone,
          )}`
        : `${incidentName(reason)} attached by a correction`;
    default:
      return fixSentence(reason, context);
  }
}

/**
 * Why a release has failed.
 *
 * @param readable - whether the reader may be shown what the reason refers to
 */
export function reasonSentence(
  reason: ReasonRow,
  context: ReasonContext,
  readable: boolean,
): string {
  const what = readable
    ? describe(reason, context)
    : 'an incident on an entity that you may not see is linked to it';
  return context.excusedBy
    ? `would have failed, but was marked as not a failure ${byWhom(
        context.excusedBy,
        context.rules.timezone,
      )}; the reason was: ${what}`
    : `failed: ${what}`;
}
