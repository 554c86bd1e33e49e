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

import { Definition } from '@backstage-dora/plugin-dora-common';
import { Rules } from '../../../rules/types';
import { MetricsConfig } from '../MetricsService';
import { describeThresholds } from './describeThresholds';
import { describeDuration, describeList } from './describeValues';

/** Responses give durations in seconds. */
const seconds = (duration: number) => duration / 1000;

function describeLeadTimeStart(start: Rules['leadTimeStart']): string {
  switch (start) {
    case 'opened':
      return 'Lead time starts when the pull request is opened. A change without that time is left out of lead time, with the reason shown.';
    case 'merged':
      return 'Lead time starts when the change is merged. A change without that time is left out of lead time, with the reason shown.';
    default:
      return 'Lead time starts with the first commit of the change.';
  }
}

function describeIncidents(rules: Rules): Definition[] {
  const { incidentWindow, incidentAttribution, incidentSeverities } = rules;
  const window = describeDuration(incidentWindow);
  return [
    {
      key: 'dora.rules.incidentWindow',
      value: seconds(incidentWindow),
      sentence: `An incident on a component or product whose cause nobody named is put down to a rollout under it only where that rollout came at most ${window} before the incident started. A release is still maturing, and may yet turn out to have failed, until ${window} after its last rollout.`,
    },
    {
      key: 'dora.rules.incidentAttribution',
      value: incidentAttribution,
      sentence:
        incidentAttribution === 'all'
          ? 'Such an incident is put down to every release with a rollout in that time.'
          : 'Such an incident is put down to the release of the latest rollout before it, and to no other.',
    },
    {
      key: 'dora.rules.incidentSeverities',
      value: incidentSeverities ?? null,
      sentence: incidentSeverities
        ? `Incidents of severity ${describeList(
            incidentSeverities,
          )} count, in upper or lower case, and so do those without one.`
        : 'Incidents of all severities count.',
    },
  ];
}

function describeAuthority(authority: string[]): string {
  const annotation =
    'the annotation backstage-dora.io/deployments-from of a component';
  return authority.length === 0
    ? `The deployments of all sources count, except where ${annotation} names one.`
    : `Of the sources of a component, only those count that the first of ${describeList(
        authority,
      )} matches which has deployed it; where none has, all count. What ${annotation} names comes before these.`;
}

function describeNames({ noNames, movingVersions }: Rules): Definition[] {
  return [
    {
      key: 'dora.rules.noNames',
      value: noNames,
      sentence:
        noNames.length === 0
          ? 'Versions, commits and digests that consist of zeros name nothing.'
          : `A version, commit or digest ${describeList(
              noNames,
            )}, in upper or lower case, or one of zeros names nothing.`,
    },
    {
      key: 'dora.rules.movingVersions',
      value: movingVersions,
      sentence: `A version name that comes with different commits or digests moves${
        movingVersions.length === 0
          ? ''
          : `, and so does ${describeList(movingVersions)}`
      }: it identifies a version only where there is no other name.`,
    },
  ];
}

function describeExclusions({ labels, titles }: Rules['excludeChanges']) {
  return [
    {
      key: 'dora.rules.excludeChanges.labels',
      value: labels,
      sentence:
        labels.length === 0
          ? 'No change is left out for its labels.'
          : `Changes with a label ${describeList(
              labels,
            )} are left out of lead time and batch size, with the reason shown.`,
    },
    {
      key: 'dora.rules.excludeChanges.titles',
      value: titles,
      sentence:
        titles.length === 0
          ? 'No change is left out for its title.'
          : `Changes whose title matches ${describeList(
              titles,
            )} are left out of lead time and batch size, with the reason shown.`,
    },
  ];
}

function describeConnected(connected: string[]): string {
  const byThemselves =
    'Incidents are connected where one has arrived, or where a source fetches them';
  const otherwise =
    'elsewhere, failure rate and recovery time only cover rollbacks and hotfixes, and get no tier.';
  if (connected.includes('*')) {
    return 'Incidents are connected everywhere.';
  }
  return connected.length === 0
    ? `${byThemselves}; ${otherwise}`
    : `${byThemselves}, and for ${describeList(
        connected,
      )} with everything above and below these; ${otherwise}`;
}

/** Describes the active rules, as data and as sentences. */
export function describeRules({
  rules,
  minimumSample,
  hierarchy,
  incidents,
  tiers,
}: MetricsConfig): Definition[] {
  const { productionEnvironments, hotfixLabels, hotfixWindow, rollbackWindow } =
    rules;
  return [
    {
      key: 'dora.timezone',
      value: rules.timezone,
      sentence: `Days and weeks are those of the time zone ${rules.timezone}; weeks begin on Monday.`,
    },
    {
      key: 'dora.environments.production',
      value: productionEnvironments,
      sentence: `A successful deployment counts when its environment matches ${describeList(
        productionEnvironments,
      )}, in upper or lower case. The annotation backstage-dora.io/production-environments of a component, its product or a group above goes before this.`,
    },
    {
      key: 'dora.deployments.authority',
      value: rules.authority,
      sentence: describeAuthority(rules.authority),
    },
    ...describeNames(rules),
    {
      key: 'dora.rules.leadTimeStart',
      value: rules.leadTimeStart,
      sentence: describeLeadTimeStart(rules.leadTimeStart),
    },
    ...describeExclusions(rules.excludeChanges),
    ...describeIncidents(rules),
    {
      key: 'dora.rules.rollbackWindow',
      value: seconds(rollbackWindow),
      sentence: `A release has failed when it is rolled back within ${describeDuration(
        rollbackWindow,
      )} of its own time.`,
    },
    {
      key: 'dora.rules.hotfixLabels',
      value: hotfixLabels,
      sentence:
        hotfixLabels.length === 0
          ? 'A release is a hotfix only where its deployment says so; no label of a change makes it one.'
          : `A release is a hotfix where its deployment says so, or where it is the first to carry a change with a label ${describeList(
              hotfixLabels,
            )}.`,
    },
    {
      key: 'dora.rules.hotfixWindow',
      value: seconds(hotfixWindow),
      sentence: `A release has failed when it is the latest one before a hotfix, rollbacks aside, and the hotfix came within ${describeDuration(
        hotfixWindow,
      )} of its time.`,
    },
    {
      key: 'dora.hierarchy.domain',
      value: hierarchy.domain,
      sentence:
        hierarchy.domain === 'domain'
          ? 'A domain is the catalog Domain that a product is part of.'
          : 'A domain is the group that owns a product.',
    },
    {
      key: 'dora.incidents.connected',
      value: incidents.connected,
      sentence: describeConnected(incidents.connected),
    },
    {
      key: 'dora.minimumSample',
      value: minimumSample,
      sentence: `A value over fewer than ${minimumSample} is shown as too few to tell, and gets no tier; the deployment frequency is exempt.`,
    },
    {
      key: 'dora.tiers.preset',
      value: tiers.name,
      sentence: `Tiers come from the cut-points of ${tiers.title} (${tiers.source}). ${tiers.note}`,
    },
    ...describeThresholds(tiers),
  ];
}
