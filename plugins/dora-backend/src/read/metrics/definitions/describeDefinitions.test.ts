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

import { ConfigReader } from '@backstage/config';
import { tierPresets } from '@backstage-dora/plugin-dora-common';
import { readDoraConfig } from '../../../config/readDoraConfig';
import { METRIC_NAMES } from '../metricDefinitions';
import { describeDefinitions } from './describeDefinitions';

const define = (dora: object) =>
  describeDefinitions(readDoraConfig(new ConfigReader({ dora } as {})));

const rulesOf = (dora: object) =>
  new Map(define(dora).rules.map(rule => [rule.key, rule]));

describe('definitions', () => {
  it('tell the defaults as data', () => {
    const { timezone, minimumSample, tiers, presets, metrics, rules } = define(
      {},
    );
    expect({ timezone, minimumSample }).toEqual({
      timezone: 'UTC',
      minimumSample: 5,
    });
    expect(tiers).toEqual(tierPresets[0]);
    expect(presets).toEqual(tierPresets);
    expect(metrics.map(({ metric }) => metric)).toEqual(METRIC_NAMES);
    expect(
      Object.fromEntries(rules.map(({ key, value }) => [key, value])),
    ).toEqual({
      'dora.timezone': 'UTC',
      'dora.environments.production': ['prod', 'production', 'prd', 'live'],
      'dora.deployments.authority': [],
      'dora.rules.noNames': ['unknown', 'none', 'null', 'undefined', 'HEAD'],
      'dora.rules.movingVersions': [
        'latest',
        'main',
        'master',
        'stable',
        'edge',
        'nightly',
      ],
      'dora.rules.leadTimeStart': 'firstCommit',
      'dora.rules.excludeChanges.labels': [],
      'dora.rules.excludeChanges.titles': [],
      'dora.rules.incidentWindow': 172_800,
      'dora.rules.incidentAttribution': 'latest',
      'dora.rules.incidentSeverities': null,
      'dora.rules.rollbackWindow': 604_800,
      'dora.rules.hotfixLabels': ['hotfix'],
      'dora.rules.hotfixWindow': 172_800,
      'dora.hierarchy.domain': 'group',
      'dora.incidents.connected': [],
      'dora.minimumSample': 5,
      'dora.tiers.preset': 'guide',
      'dora.tiers.thresholds.deploymentFrequency':
        tierPresets[0].thresholds.deploymentFrequency,
      'dora.tiers.thresholds.leadTime': tierPresets[0].thresholds.leadTime,
      'dora.tiers.thresholds.changeFailureRate':
        tierPresets[0].thresholds.changeFailureRate,
      'dora.tiers.thresholds.recoveryTime':
        tierPresets[0].thresholds.recoveryTime,
    });
  });

  it.each([
    [
      'dora.environments.production',
      {},
      'A successful deployment counts when its environment matches "prod", "production", "prd" or "live", in upper or lower case. The annotation backstage-dora.io/production-environments of a component, its product or a group above goes before this.',
    ],
    [
      'dora.deployments.authority',
      {},
      'The deployments of all sources count, except where the annotation backstage-dora.io/deployments-from of a component names one.',
    ],
    [
      'dora.deployments.authority',
      { deployments: { authority: ['argo*', 'ci'] } },
      'Of the sources of a component, only those count that the first of "argo*" or "ci" matches which has deployed it; where none has, all count. What the annotation backstage-dora.io/deployments-from of a component names comes before these.',
    ],
    [
      'dora.rules.incidentSeverities',
      { rules: { incidentSeverities: ['critical'] } },
      'Incidents of severity "critical" count, in upper or lower case, and so do those without one.',
    ],
    [
      'dora.rules.incidentWindow',
      {},
      'An incident on a component or product whose cause nobody named is put down to a rollout under it only where that rollout came at most 48 hours before the incident started. A release is still maturing, and may yet turn out to have failed, until 48 hours after its last rollout.',
    ],
    [
      'dora.rules.incidentWindow',
      { rules: { incidentWindow: '90m' } },
      expect.stringContaining('at most 90 minutes before'),
    ],
    [
      'dora.rules.incidentAttribution',
      { rules: { incidentAttribution: 'all' } },
      'Such an incident is put down to every release with a rollout in that time.',
    ],
    [
      'dora.rules.rollbackWindow',
      {},
      'A release has failed when it is rolled back within 7 days of its own time.',
    ],
    [
      'dora.rules.rollbackWindow',
      { rules: { rollbackWindow: { hours: 1 } } },
      expect.stringContaining('within 1 hour of'),
    ],
    [
      'dora.rules.leadTimeStart',
      { rules: { leadTimeStart: 'opened' } },
      expect.stringContaining('starts when the pull request is opened.'),
    ],
    [
      'dora.rules.leadTimeStart',
      { rules: { leadTimeStart: 'merged' } },
      expect.stringContaining('starts when the change is merged.'),
    ],
    [
      'dora.rules.excludeChanges.labels',
      { rules: { excludeChanges: { labels: ['bot'] } } },
      'Changes with a label "bot" are left out of lead time and batch size, with the reason shown.',
    ],
    [
      'dora.rules.excludeChanges.titles',
      { rules: { excludeChanges: { titles: ['^chore', 'deps'] } } },
      'Changes whose title matches "^chore" or "deps" are left out of lead time and batch size, with the reason shown.',
    ],
    [
      'dora.rules.hotfixLabels',
      { rules: { hotfixLabels: [] } },
      'A release is a hotfix only where its deployment says so; no label of a change makes it one.',
    ],
    [
      'dora.hierarchy.domain',
      { hierarchy: { domain: 'domain' } },
      'A domain is the catalog Domain that a product is part of.',
    ],
    [
      'dora.incidents.connected',
      {},
      'Incidents are connected where one has arrived, or where a source fetches them; elsewhere, failure rate and recovery time only cover rollbacks and hotfixes, and get no tier.',
    ],
    [
      'dora.incidents.connected',
      { incidents: { connected: ['system:cart', 'group:shop'] } },
      expect.stringContaining(
        ', and for "system:cart" or "group:shop" with everything above and below these; elsewhere',
      ),
    ],
    [
      'dora.incidents.connected',
      { incidents: { connected: ['*'] } },
      'Incidents are connected everywhere.',
    ],
    [
      'dora.tiers.thresholds.deploymentFrequency',
      {},
      'Deployment frequency is elite from 1 per day, high from 0.23 per day, medium from 0.03 per day, else low; the first that a value reaches is its tier.',
    ],
    [
      'dora.tiers.thresholds.leadTime',
      {},
      'Lead time is elite under 1 hour, high under 24 hours, medium under 7 days, else low; the first that a value reaches is its tier.',
    ],
    [
      'dora.tiers.thresholds.changeFailureRate',
      { tiers: { preset: 'dora-2022' } },
      'Change failure rate is high up to 15 %, medium up to 30 %, else low; the first that a value reaches is its tier.',
    ],
  ])('say of %s, with %j: %s', (key, dora, sentence) => {
    expect(rulesOf(dora).get(key)?.sentence).toEqual(sentence);
  });

  it('say where lead time starts in what they say of lead time', () => {
    const leadTime = (dora: object) =>
      define(dora).metrics.find(({ metric }) => metric === 'leadTime')!
        .sentence;
    expect(leadTime({})).toContain('its first commit');
    expect(leadTime({ rules: { leadTimeStart: 'merged' } })).toContain(
      'its merge',
    );
  });
});
