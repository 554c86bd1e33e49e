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
import { JsonValue } from '@backstage/types';
import { tierPresets } from '@backstage-dora/plugin-dora-common';
import { readDoraConfig } from './readDoraConfig';

const read = (dora?: JsonValue) =>
  readDoraConfig(new ConfigReader(dora === undefined ? {} : { dora }));

/** `{ 'rules.incidentWindow': x }` as nested objects. */
function at(path: string, value: JsonValue): JsonValue {
  return path
    .split('.')
    .reduceRight<JsonValue>((inner, key) => ({ [key]: inner }), value);
}

describe('readDoraConfig', () => {
  it('has the documented defaults when nothing is configured', () => {
    const defaults = {
      minimumSample: 5,
      rules: {
        productionEnvironments: ['prod', 'production', 'prd', 'live'],
        incidentWindow: 48 * 3_600_000,
        incidentAttribution: 'latest',
        rollbackWindow: 7 * 86_400_000,
        hotfixWindow: 48 * 3_600_000,
        hotfixLabels: ['hotfix'],
        excludeChanges: { labels: [], titles: [] },
        leadTimeStart: 'firstCommit',
        timezone: 'UTC',
        authority: [],
        noNames: ['unknown', 'none', 'null', 'undefined', 'HEAD'],
        movingVersions: [
          ...['latest', 'main', 'master', 'stable', 'edge', 'nightly'],
        ],
        incidentSeverities: undefined,
      },
      hierarchy: { domain: 'group' },
      incidents: { connected: [] },
      ingest: {
        calls: 4,
        underived: 40_000,
        bytes: 20 * 1024 * 1024,
        maxWait: 10_000,
      },
      metricsCache: 256 * 1024 * 1024,
      readWait: 5000,
      tiers: tierPresets[0],
    };
    expect(read()).toEqual(defaults);
    expect(read(null)).toEqual(defaults);
    expect(read({ rules: null, timezone: null })).toEqual(defaults);
  });

  it('reads everything that can be configured', () => {
    expect(
      read({
        timezone: 'Europe/Zurich',
        minimumSample: 10,
        environments: { production: ['prod-*', 'LIVE', '{eu,us}-[ab]'] },
        hierarchy: { domain: 'domain' },
        incidents: { connected: ['*', 'Group:shop', 'cart-api'] },
        deployments: { authority: ['kubernetes', 'k8s-{eu,us}'] },
        rules: {
          noNames: ['tbd'],
          movingVersions: ['next'],
          incidentSeverities: ['SEV1'],
          hotfixLabels: ['urgent'],
          excludeChanges: { labels: ['bot'], titles: ['^chore\\(deps\\)'] },
          leadTimeStart: 'merged',
          incidentWindow: '24h',
          incidentAttribution: 'all',
          rollbackWindow: 'P1DT12H',
          hotfixWindow: { hours: 1, minutes: 30 },
        },
        ingest: {
          concurrentCalls: 2,
          underivedFacts: 3,
          bodyMegabytes: 10,
          maxWait: '1s',
        },
        metrics: { cacheMegabytes: 0 },
        reads: { maxWait: { seconds: 2 } },
        retention: {
          months: 24,
          schedule: { frequency: 'PT1H', timeout: 'PT2H' },
        },
        tiers: { preset: 'dora-2024' },
      }),
    ).toEqual({
      minimumSample: 10,
      rules: {
        productionEnvironments: ['prod-*', 'LIVE', '{eu,us}-[ab]'],
        incidentWindow: 24 * 3_600_000,
        incidentAttribution: 'all',
        rollbackWindow: 36 * 3_600_000,
        hotfixWindow: 90 * 60_000,
        hotfixLabels: ['urgent'],
        excludeChanges: { labels: ['bot'], titles: ['^chore\\(deps\\)'] },
        leadTimeStart: 'merged',
        timezone: 'Europe/Zurich',
        authority: ['kubernetes', 'k8s-{eu,us}'],
        noNames: ['tbd'],
        movingVersions: ['next'],
        incidentSeverities: ['SEV1'],
      },
      hierarchy: { domain: 'domain' },
      incidents: { connected: ['*', 'Group:shop', 'cart-api'] },
      ingest: {
        calls: 2,
        underived: 3,
        bytes: 10 * 1024 * 1024,
        maxWait: 1000,
      },
      metricsCache: 0,
      readWait: 2000,
      retention: {
        months: 24,
        schedule: { frequency: { hours: 1 }, timeout: { hours: 2 } },
      },
      tiers: tierPresets.find(({ name }) => name === 'dora-2024'),
    });
  });

  it('overrides the thresholds of one metric of the preset', () => {
    const [guide] = tierPresets;
    const { tiers } = read({
      tiers: {
        thresholds: {
          leadTime: { elite: 1800, high: '2h', medium: { days: 2 } },
          changeFailureRate: { elite: 0, high: 0.1, medium: '0.5' },
        },
      },
    });
    expect(tiers.title).toBe('Guide, adjusted');
    expect(tiers.note).toContain('leadTime, changeFailureRate');
    expect(tiers.thresholds).toEqual({
      ...guide.thresholds,
      leadTime: {
        unit: 'seconds',
        comparison: '<',
        elite: 1800,
        high: 7200,
        medium: 172_800,
      },
      changeFailureRate: {
        unit: 'ratio',
        comparison: '<=',
        elite: 0,
        high: 0.1,
        medium: 0.5,
      },
    });
  });

  const DURATION = 'must be a duration above zero';
  const LEAD_TIME = 'tiers.thresholds.leadTime';

  it.each<[string, JsonValue, string]>([
    ['timezone', 'Mars/Phobos', 'must be the IANA name of a time zone'],
    ['timezone', 'GMT+99', 'must be the IANA name'],
    ['timezone', 1, 'must be the IANA name'],
    ['minimumSample', 0, 'must be a whole number of at least 1'],
    ['deployments.authority', ['{a,b'], 'must be a name or glob of sources'],
    ['rules.movingVersions', ['main', ' '], 'must be a name'],
    ['rules.noNames', 'none', 'each entry is a name'],
    ['minimumSample', -3, 'must be a whole number of at least 1'],
    ['minimumSample', 2.5, 'must be a whole number of at least 1'],
    ['minimumSample', 'many', 'must be a whole number of at least 1'],
    ['minimumSample', [], 'must be a whole number of at least 1'],
    [
      'incidents.connected',
      ['user:ann'],
      'must be the reference of a component',
    ],
    ['incidents.connected', ['a:b:c'], 'must be the reference of a component'],
    ['environments', 'prod', 'must be a section with production'],
    [
      'environments.production',
      'prod',
      'must be a list in which each entry is a name or glob',
    ],
    [
      'environments.production',
      [],
      'a list with at least one entry, each a name',
    ],
    [
      'environments.production',
      { a: 1 },
      'must be a list in which each entry is a name or glob',
    ],
    ['hierarchy.domain', 'team', 'must be one of group, domain'],
    ['hierarchy.domain', true, 'must be one of group, domain'],
    ['ingest.concurrentCalls', 0, 'must be a whole number of at least 1'],
    ['ingest.underivedFacts', 0, 'must be a whole number of at least 1'],
    ['ingest.bodyMegabytes', 9, 'must be a whole number of at least 10'],
    ['ingest.maxWait', 10, DURATION],
    ['reads.maxWait', '0s', DURATION],
    ['metrics.cacheMegabytes', -1, 'must be a whole number of at least 0'],
    ['metrics.cacheMegabytes', '1GB', 'must be a whole number of at least 0'],
    ['retention', 24, 'must be a section with months, schedule'],
    ['retention.months', 0, 'must be a whole number of at least 1'],
    ['retention.months', 'P24M', 'must be a whole number of at least 1'],
    ['retention.months', 1.5, 'must be a whole number of at least 1'],
    ['rules', 'strict', 'must be a section with excludeChanges, hotfixLabels'],
    [
      'rules.hotfixLabels',
      'hotfix',
      'must be a list in which each entry is a label',
    ],
    ['rules.excludeChanges', ['bot'], 'must be a section with labels, titles'],
    ['rules.leadTimeStart', 'commit', 'one of firstCommit, opened, merged'],
    ['rules.incidentAttribution', 'none', 'must be one of latest, all'],
    ['rules.incidentWindow', '2 moons', DURATION],
    ['rules.incidentWindow', 48, DURATION],
    ['rules.incidentWindow', '48', DURATION],
    ['rules.incidentWindow', '0h', DURATION],
    ['rules.rollbackWindow', '-1h', DURATION],
    ['rules.rollbackWindow', { days: -7 }, DURATION],
    ['rules.rollbackWindow', { fortnights: 1 }, DURATION],
    ['rules.hotfixWindow', {}, DURATION],
    ['rules.hotfixWindow', { years: 1e30 }, DURATION],
    ['tiers.preset', 'dora-2020', 'one of guide, dora-2021, dora-2022'],
    ['tiers.thresholds', 5, 'must be a section with deploymentFrequency'],
    [LEAD_TIME, '1h', 'a section with all of elite, high, medium'],
    ...[
      '5m',
      { frequency: 'PT5M' },
      { frequency: { minutes: 0 }, timeout: 'PT1M' },
    ].map((schedule): [string, JsonValue, string] => [
      'retention',
      { months: 1, schedule },
      'must be a task schedule',
    ]),
  ])('refuses %s: %j', (path, value, accepts) => {
    expect(() => read(at(path, value))).toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringMatching(
          new RegExp(`^Invalid configuration: dora\\.${path}\\b.*${accepts}`),
        ),
      }),
    );
  });

  it.each<[string, JsonValue, string]>([
    ['environments.production', ['prod', ' '], 'production[1] is " "'],
    ['environments.production', ['prod-['], 'production[0] is "prod-["'],
    ['environments.production', ['{eu,us'], 'production[0] is "{eu,us"'],
    ['environments.production', ['[z-a]'], 'production[0] is "[z-a]"'],
    ['rules.hotfixLabels', ['a', ' '], 'hotfixLabels[1] is " "'],
    [
      'rules.excludeChanges.titles',
      ['^ok$', '(['],
      'titles[1] is "([", but must be a regular expression',
    ],
    [`${LEAD_TIME}.elite`, '1h', 'leadTime.high is nothing'],
    [
      LEAD_TIME,
      { elite: '1h', high: '1d', medium: '1d' },
      'leadTime is in the wrong order (elite 3600, high 86400, medium 86400); values must be increasing',
    ],
    [
      'tiers.thresholds.deploymentFrequency',
      { elite: 0.1, high: 0.5, medium: 0.01 },
      'deploymentFrequency is in the wrong order (elite 0.1, high 0.5, medium 0.01); values must be decreasing',
    ],
    [
      'tiers.thresholds.deploymentFrequency',
      { elite: 1, high: 0.5, medium: 0 },
      'deploymentFrequency.medium is 0, but must be a number of releases per day above zero',
    ],
    [
      'tiers.thresholds.changeFailureRate',
      { elite: 15, high: 30, medium: 45 },
      'changeFailureRate.elite is 15, but must be a ratio from 0 to 1',
    ],
    [
      LEAD_TIME,
      { elite: -1, high: 1, medium: 2 },
      'leadTime.elite is -1, but must be a duration above zero, either a number of seconds',
    ],
    [
      LEAD_TIME,
      { elite: 'soon', high: 1, medium: 2 },
      'leadTime.elite is "soon", but must be a duration',
    ],
    [
      LEAD_TIME,
      { elite: 1, high: 2, medium: 3, low: 4 },
      'leadTime.low is not a known key; dora.tiers.thresholds.leadTime accepts elite, high, medium',
    ],
    [
      'tiers.thresholds.batchSize',
      { elite: 1, high: 2, medium: 3 },
      'batchSize is not a metric with tiers; dora.tiers.thresholds accepts deploymentFrequency',
    ],
  ])('explains what is wrong with %s: %j', (path, value, message) => {
    expect(() => read(at(path, value))).toThrow(message);
  });

  it.each([
    ['timeZone', 'did you mean dora.timezone?'],
    ['time-zone', 'did you mean dora.timezone?'],
    ['rule', 'did you mean dora.rules?'],
    ['tier', 'did you mean dora.tiers?'],
    ['minimumsamples', 'did you mean dora.minimumSample?'],
    ['incidentWindow', 'did you mean dora.rules.incidentWindow?'],
    ['rules.hotfixLabel', 'did you mean dora.rules.hotfixLabels?'],
    ['rules.timezone', 'did you mean dora.timezone?'],
    ['rules.colour', 'dora.rules accepts excludeChanges, hotfixLabels'],
    ['rules.excludeChanges.title', 'mean dora.rules.excludeChanges.titles?'],
    ['environments.prodution', 'did you mean dora.environments.production?'],
    ['tiers.presets', 'did you mean dora.tiers.preset?'],
  ])('refuses the unknown key %s and suggests known ones', (path, hint) => {
    expect(() => read(at(path, 'x'))).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(
          `Invalid configuration: dora.${path} is not a known key; `,
        ),
      }),
    );
    expect(() => read(at(path, 'x'))).toThrow(hint);
  });

  it('leaves the sections of other modules alone', () => {
    expect(() =>
      read({
        sample: { enabled: true },
        github: [{ host: 'github.com' }],
        gitlab: {},
        sources: {},
        kubernetes: { clusters: [] },
        servicenow: {},
      }),
    ).not.toThrow();
  });
});
