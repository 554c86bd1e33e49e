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

/**
 * The sentences of evidence: a pattern for each code. `{name}` stands for a value; a part in brackets is omitted when
 * its value is missing. docs/api.md lists them for clients that show another language.
 */
export const PATTERNS = {
  // Why a release failed.
  causedByDeployment:
    '{incident} names its deployment {deploymentSource}/{deploymentId} as the cause',
  causedByCommit:
    '{incident} names commit {commit} as the cause, and this was the latest release with it when the incident started',
  causedByVersion:
    '{incident} names version {version} as the cause, and this was the latest release of it when the incident started',
  causedByUnreadable:
    '{incident}, according to another report of the same outage, which you may not see',
  withinIncidentWindow:
    '{incident} started {afterSeconds} after the rollout of {release}[ to {workspace}], within incidentWindow ({windowSeconds})',
  attached:
    '{incident} attached by {correctedBy} on {correctedAt}[: {correctionNote}]',
  attachedByCorrection: '{incident} attached by a correction',
  rolledBack:
    'rolled back to {fix} after {afterSeconds}, within rollbackWindow ({windowSeconds})',
  hotfixed:
    'hotfixed by {fix} {afterSeconds} later, within hotfixWindow ({windowSeconds})',
  unreadableIncident:
    'an incident on an entity that you may not see is linked to it',

  // Why a deployment is not a rollout.
  otherEnvironment:
    'environment “{environment}” is none of dora.environments.production ({patterns})',
  otherEnvironmentByAnnotation:
    'environment “{environment}” is none of backstage-dora.io/production-environments ({patterns})',
  otherSource:
    'reported by “{source}”, which did not count at that time (dora.deployments.authority: {patterns})',
  otherSourceByAnnotation:
    'reported by “{source}”, which did not count at that time (backstage-dora.io/deployments-from: {pattern}[; dora.deployments.authority: {patterns}])',
  deploymentInProgress:
    'still in progress: status is “in_progress”, and only “success” is a release',
  deploymentFailed:
    'a failed attempt: status is “failure”, and only “success” is a release',
  deploymentCancelled:
    'cancelled: status is “cancelled”, and only “success” is a release',
  configByKind: 'config-only: its sender says “kind: config”',
  sameVersion: 'config-only: {release} already ran in workspace “{workspace}”',
  repeatsEarlier:
    'reported late: {release} ran in workspace “{workspace}” before, since the previous report of this source',

  // Why the lead time of a change does not count.
  excludedLabel: 'its label “{label}” is in dora.rules.excludeChanges.labels',
  excludedByLabels: 'one of its labels is in dora.rules.excludeChanges.labels',
  excludedTitle:
    'its title matches “{pattern}” of dora.rules.excludeChanges.titles',
  excludedByTitles: 'its title matches one of dora.rules.excludeChanges.titles',
  noStart:
    'it has no {start}, where lead time starts (dora.rules.leadTimeStart: {leadTimeStart})',
  startAfterRelease:
    'its {start}, where lead time starts (dora.rules.leadTimeStart: {leadTimeStart}), is {lateSeconds} after the release',
  carriedBefore: 'it belongs to {release}, the first release to carry it',
  carriedByAnother: 'an earlier release carries it already',
  noComponent: 'it names no component, and no release lists it',
  neverReleased: 'not released: no production release of {component} is known',
  notReleasedYet:
    'not released yet: it came after the latest production release of {component}',
  notListed:
    'not released: {release}, the next release of {component}, lists its changes, and neither it nor a later one names this',
  beforeFirstRelease:
    'it was there before {release} of {releaseAt}, the first known release of {component}',
  inNoRelease: 'not in any production release of {component} yet',

  // How an incident was linked to a release, or why it was not.
  duplicate: 'not counted: it reports the same outage as incident {sameAs}',
  unreadableDuplicate:
    'not counted: it reports the same outage as an incident that you may not see',
  severityLeftOut:
    'not counted: its severity “{severity}” is none of dora.rules.incidentSeverities ({severities})',
  linkedByUnreadable:
    'another report of the same outage, which you may not see, names a cause that {release} of {component} has',
  unknownUnreadable:
    'another report of the same outage, which you may not see, names a cause that no known release has (yet)',
  linkedByDeployment:
    'names deployment {deploymentSource}/{deploymentId}, which rolled out {release} of {component}',
  linkedByCommit:
    'names commit {commit}, of which {release} of {component} was the latest release when it started',
  linkedByVersion:
    'names version {version}, of which {release} of {component} was the latest release when it started',
  linkedByTime:
    'started {afterSeconds} after the rollout of {release} of {component}[ to {workspace}], within incidentWindow ({windowSeconds})',
  linkedByTimeToSeveral:
    'started {afterSeconds} after the rollout of {release} of {component}[ to {workspace}], within incidentWindow ({windowSeconds}), and after {others} more in that time (dora.rules.incidentAttribution: {attribution})',
  attachedTo:
    'attached to {release} of {component}[ and {others} more] by {correctedBy} on {correctedAt}[: {correctionNote}]',
  attachedToByCorrection:
    'attached to {release} of {component}[ and {others} more] by a correction',
  unreadableRelease: 'linked to a release that you may not see',
  unknownDeployment:
    'names deployment {deploymentSource}/{deploymentId}, which is no rollout that is known (yet)',
  unknownCommit:
    'names commit {commit}, which no release of {entity} until then has (yet)',
  unknownVersion:
    'names version {version}, which no release of {entity} until then has (yet)',
  detached:
    'detached from its release by {correctedBy} on {correctedAt}[: {correctionNote}]',
  noRolloutOfComponent:
    'no rollout of {entity} within incidentWindow ({windowSeconds}) before it',
  noRolloutOfProduct:
    'no rollout of any component of {entity} within incidentWindow ({windowSeconds}) before it',
  tooWide:
    'names no cause, and is on a {entityKind}: on anything wider than a product, time alone proves nothing',
} as const;

/** Text around the pattern, which is `{sentence}`. */
export const FRAMES = {
  failed: 'failed: {sentence}',
  excused:
    'would have failed, but was marked as not a failure by {excusedBy} on {excusedAt}[: {excusedNote}]; the reason was: {sentence}',
  echo: '{sentence}; as a second report of {release}, by “{echoSource}”, its changes, commit and kind count there',
  flagRollback: 'a feature flag switched off: {sentence}',
} as const;

/** Codes of the sentences. */
export type ExplanationCode = keyof typeof PATTERNS;

type NamesIn<TPattern extends string> =
  TPattern extends `${string}{${infer TName}}${infer TRest}`
    ? TName | NamesIn<TRest>
    : never;

/** The names of the values in a pattern. */
export type ValueName<TCode extends ExplanationCode> = NamesIn<
  (typeof PATTERNS)[TCode]
>;
