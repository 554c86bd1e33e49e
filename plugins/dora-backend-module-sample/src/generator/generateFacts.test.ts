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

import { Facts } from '@backstage-dora/plugin-dora-common';
import { isDeepStrictEqual } from 'node:util';
import { readOrganisation } from '../organisation/readOrganisation';
import { DAY } from './calendar';
import { generateFacts } from './generateFacts';

const { habits, places } = readOrganisation();

const START = Date.parse('2025-03-05T00:00:00Z');
const TODAY = START + 365 * DAY;
const KINDS = ['deployments', 'changes', 'incidents', 'signals'] as const;
type Kind = (typeof KINDS)[number];

const generate = (
  today = TODAY,
  options: { seed?: string; since?: number } = {},
) =>
  generateFacts(
    { habits: { ...habits, seed: options.seed ?? 'test' }, places },
    { start: START, today, since: options.since },
  );

const factsOf = (all: Facts) =>
  KINDS.flatMap(kind => all[kind]!.map(fact => ({ kind, fact })));
const byKey = (all: Facts) =>
  new Map(factsOf(all).map(({ kind, fact }) => [`${kind} ${fact.id}`, fact]));

const count = <T>(items: T[], is: (item: T) => boolean) =>
  items.filter(is).length;

const PRODUCTION = ['production', 'prod', 'live'];

const facts = generate();
const { deployments, changes, incidents, signals } = facts;

describe('generateFacts', () => {
  it('gives the same facts again, and others for another seed', () => {
    expect(generate()).toEqual(facts);
    expect(generate(TODAY, { seed: 'other' })).not.toEqual(facts);
  });

  it.each([1, 2, 45])(
    'only adds facts and completes unfinished ones in %i days',
    days => {
      const before = TODAY - days * DAY;
      const earlier = byKey(generate(before));
      const now = byKey(facts);
      // What was known stays; only what was in progress gets another status.
      const changed = [...earlier].filter(([key, fact]) => {
        const later: object | undefined = now.get(key);
        return !Object.entries(fact).every(
          ([name, value]) =>
            value === 'in_progress' ||
            isDeepStrictEqual(Reflect.get(later ?? {}, name), value),
        );
      });
      expect(changed).toEqual([]);

      const merged = new Map(earlier);
      const since = byKey(generate(TODAY, { since: before }));
      since.forEach((fact, key) => merged.set(key, fact));
      expect(isDeepStrictEqual(merged, now)).toBe(true);
      const twice = [...since].filter(([key, fact]) =>
        isDeepStrictEqual(earlier.get(key), fact),
      );
      expect(twice).toEqual([]);
    },
  );

  it('gives a year of about 25,000 to 40,000 facts that end before today', () => {
    const all = factsOf(facts);
    expect(all.length).toBeGreaterThan(25_000);
    expect(all.length).toBeLessThan(40_000);
    expect(byKey(facts).size).toBe(all.length);
    const times = all.flatMap(({ fact }) =>
      Object.entries(fact).flatMap(([name, value]) =>
        name.endsWith('At') || name === 'at' ? [value as string] : [],
      ),
    );
    times.sort();
    expect(times[times.length - 1] < new Date(TODAY).toISOString()).toBe(true);
    expect(
      deployments.every(
        ({ finishedAt }) => !(finishedAt! < new Date(START).toISOString()),
      ),
    ).toBe(true);
  });

  it('gives every fact the source "sample" and an entity of the organisation', () => {
    const refs = new Set<string | undefined>(places.map(({ ref }) => ref));
    const all = factsOf(facts).map(({ fact }) => fact);
    expect(new Set(all.map(({ source }) => source))).toEqual(
      new Set(['sample']),
    );
    expect(all.filter(({ entityRef }) => !refs.has(entityRef))).toEqual([]);
  });

  it('keeps the times of each fact in order', () => {
    const inOrder = (...times: Array<string | undefined>) => {
      const known = times.filter(time => time !== undefined);
      return known.every(
        (time, index) => index === 0 || known[index - 1] <= time,
      );
    };
    const disordered = [
      ...deployments.filter(d => !inOrder(d.startedAt, d.finishedAt)),
      ...changes.filter(
        c =>
          !inOrder(c.firstCommitAt, c.openedAt, c.mergedAt) ||
          !inOrder(c.openedAt, c.firstReviewAt, c.approvedAt, c.mergedAt),
      ),
      ...incidents.filter(
        i => !inOrder(i.startedAt, i.acknowledgedAt, i.resolvedAt),
      ),
    ];
    expect(disordered).toEqual([]);
  });

  it('deploys only changes that are merged', () => {
    const merged = new Map(changes.map(({ id, mergedAt }) => [id, mergedAt]));
    const early = deployments.filter(
      ({ status, finishedAt, changes: listed }) =>
        status === 'success' &&
        listed?.some(id => !(merged.get(String(id))! <= finishedAt!)),
    );
    expect(early).toEqual([]);
  });

  it('works on working days, and pauses at the turn of the year', () => {
    const onWeekend = changes.filter(({ openedAt, labels }) => {
      const weekday = new Date(openedAt ?? START).getUTCDay();
      return !labels?.includes('hotfix') && [0, 6].includes(weekday);
    });
    // Hotfixes are not always labelled.
    expect(onWeekend.every(({ title }) => title!.startsWith('Hotfix'))).toBe(
      true,
    );
    const turn = deployments.filter(
      ({ finishedAt, kind, changes: listed }) =>
        finishedAt! > '2025-12-24' &&
        finishedAt! < '2026-01-01' &&
        kind === undefined &&
        listed?.length,
    );
    expect(turn).toEqual([]);
    expect(signals.find(({ type }) => type === 'freeze')).toMatchObject({
      at: '2025-12-19T00:00:00.000Z',
      until: '2026-01-04T00:00:00.000Z',
    });
  });

  it('has everything that the rules know', () => {
    const production = deployments.filter(({ environment }) =>
      PRODUCTION.includes(environment),
    );
    expect(production.length).toBeLessThan(deployments.length - 1000);
    const some: Record<string, number> = {
      failed: count(production, ({ status }) => status === 'failure'),
      cancelled: count(production, ({ status }) => status === 'cancelled'),
      config: count(production, ({ kind }) => kind === 'config'),
      rollback: count(production, ({ kind }) => kind === 'rollback'),
      hotfix: count(production, ({ kind }) => kind === 'hotfix'),
      code: count(production, ({ kind }) => kind === 'code'),
      commitOnly: count(production, ({ version }) => version === undefined),
      noChanges: count(production, d => d.changes?.length === 0),
      unlisted: count(production, d => d.changes === undefined),
      labelled: count(changes, c => !!c.labels?.includes('hotfix')),
      updates: count(changes, c => !!c.labels?.includes('dependencies')),
      pushed: count(changes, ({ openedAt }) => openedAt === undefined),
      unreviewed: count(changes, ({ firstReviewAt }) => !firstReviewAt),
      unmerged: count(changes, ({ mergedAt }) => mergedAt === undefined),
      flags: count(incidents, ({ kind }) => kind === 'flag-rollback'),
      byDeployment: count(incidents, i => 'deployment' in (i.causedBy ?? {})),
      byCommit: count(incidents, i => 'commitSha' in (i.causedBy ?? {})),
      byVersion: count(incidents, i => 'version' in (i.causedBy ?? {})),
      byTime: count(incidents, ({ causedBy }) => causedBy === undefined),
      onGroups: count(incidents, i => i.entityRef.startsWith('group:')),
      onDomains: count(incidents, i => i.entityRef.startsWith('domain:')),
      onSystems: count(incidents, i => i.entityRef.startsWith('system:')),
      open: count(incidents, ({ resolvedAt }) => resolvedAt === undefined),
    };
    expect(Object.entries(some).filter(([, number]) => number === 0)).toEqual(
      [],
    );
    expect(new Set(signals.map(({ type }) => type))).toEqual(
      new Set(['flag', 'ring', 'freeze', 'note', 'slo', 'outcome']),
    );
  });

  it('has each source report what it knows', () => {
    const reportedBy = (sources: Record<string, string[]>) =>
      generateFacts(
        {
          habits: { ...habits, sources: { everything: sources } },
          places: places.filter(({ ref }) => ref.endsWith('/refund-service')),
        },
        { start: START, today: START + 60 * DAY },
      );
    const one = reportedBy(habits.sources.everything);
    const all = reportedBy({
      pipeline: ['deployments', 'commits', 'contents', 'changes'],
      cluster: ['deployments', 'versions'],
      pager: ['incidents'],
    });
    const by = (source: string, kind: Kind) =>
      all[kind].filter(fact => fact.source === source);
    expect(by('pipeline', 'deployments')).toEqual(
      one.deployments.map(({ version, ...deployment }) => ({
        ...deployment,
        source: 'pipeline',
      })),
    );
    expect(by('cluster', 'deployments')).toEqual(
      one.deployments.map(({ commitSha, changes: _, ...deployment }) => ({
        ...deployment,
        source: 'cluster',
      })),
    );
    expect(by('pipeline', 'changes')).toEqual(
      one.changes.map(({ firstReviewAt, approvedAt, ...change }) => ({
        ...change,
        source: 'pipeline',
      })),
    );
    expect(by('pager', 'incidents')).toHaveLength(one.incidents.length);
    expect(one.deployments.length).toBeGreaterThan(5);
    expect(all.deployments).toHaveLength(2 * one.deployments.length);
    expect(all.changes).toHaveLength(one.changes.length);
  });

  it('goes back without saying so, too', () => {
    const current = new Map<string, string[]>();
    let silent = 0;
    const inTime = deployments
      .filter(d => d.status === 'success' && PRODUCTION.includes(d.environment))
      .sort((a, b) => (a.finishedAt! < b.finishedAt! ? -1 : 1));
    for (const { entityRef, workspace, kind, ...deployment } of inTime) {
      const place = `${entityRef} ${workspace}`;
      const version = deployment.version ?? deployment.commitSha!;
      const before = current.get(place) ?? [];
      if (kind === undefined && before.slice(0, -1).includes(version)) {
        silent++;
      }
      if (before[before.length - 1] !== version) {
        current.set(place, [...before, version]);
      }
    }
    expect(silent).toBeGreaterThan(50);
  });

  it('keeps long-tailed lead times', () => {
    const hours = changes
      .filter(c => c.entityRef === 'component:sample/returns-api' && c.mergedAt)
      .map(
        c =>
          (Date.parse(c.mergedAt!) - Date.parse(c.firstCommitAt)) / 3_600_000,
      )
      .sort((a, b) => a - b);
    const quantile = (p: number) => hours[Math.floor(hours.length * p)];
    expect(quantile(0.95)).toBeGreaterThan(4 * quantile(0.5));
  });

  describe('tells the story of', () => {
    const productionOf = (...refs: string[]) =>
      deployments.filter(
        ({ entityRef, environment, status }) =>
          refs.includes(entityRef) &&
          PRODUCTION.includes(environment) &&
          status === 'success',
      );
    const ownedBy = (team: string) =>
      places
        .filter(({ entity }) => entity.spec?.owner === `group:sample/${team}`)
        .map(({ ref }) => ref);

    it('a monolith that was split half-way', () => {
      const first = (name: string) =>
        productionOf(`component:sample/${name}`)
          .map(({ finishedAt }) => finishedAt!)
          .sort()[0];
      expect(first('order-monolith') < '2025-05').toBe(true);
      for (const name of ['intake', 'orchestrator', 'history', 'events']) {
        const time = first(`order-${name}`);
        expect(time > '2025-09' && time < '2025-11').toBe(true);
      }
    });

    it.each([
      ['checkout', 'falls', 0, 0.5],
      ['delivery', 'rises', 2, Infinity],
    ])('%s, whose share of incidents %s', (team, _, atLeast, atMost) => {
      const refs = ownedBy(team);
      const share = (from: string, to: string) => {
        const within = (time?: string) => time! >= from && time! < to;
        return (
          count(
            incidents,
            i => refs.includes(i.entityRef) && within(i.startedAt),
          ) / count(productionOf(...refs), d => within(d.finishedAt))
        );
      };
      const early = share('2025-03', '2025-07');
      const late = share('2025-11', '2026-03');
      expect(late / early).toBeGreaterThanOrEqual(atLeast);
      expect(late / early).toBeLessThanOrEqual(atMost);
    });

    it('a ledger that is released twice a year', () => {
      const versions = productionOf('component:sample/ledger-connector')
        .filter(({ kind }) => kind !== 'config')
        .map(({ version }) => version!.replace(/\.\d+$/, ''));
      expect(new Set(versions).size).toBe(2);
    });

    it('a product that was left alone', () => {
      const last = productionOf('component:sample/wallet-api')
        .map(({ finishedAt }) => finishedAt!)
        .sort()
        .pop()!;
      expect(last < '2025-09').toBe(true);
    });

    it('a system that is deployed as a whole, warehouse by warehouse', () => {
      const whole = productionOf('system:sample/warehouse-management');
      expect(new Set(whole.map(({ workspace }) => workspace))).toEqual(
        new Set(['north', 'harbour', 'inland', 'alpine']),
      );
    });

    it('teams that report no incidents, no changes, or nothing', () => {
      const reported = (team: string, kind: Kind) => {
        const refs = [...ownedBy(team), `group:sample/${team}`];
        const all = factsOf(facts).filter(fact => fact.kind === kind);
        return count(all, ({ fact }) => refs.includes(fact.entityRef!));
      };
      expect(reported('engagement', 'incidents')).toBe(0);
      expect(reported('engagement', 'deployments')).toBeGreaterThan(500);
      expect(reported('insights', 'changes')).toBe(0);
      expect(reported('insights', 'deployments')).toBeGreaterThan(300);
      for (const kind of KINDS) {
        expect(reported('workplace', kind)).toBe(0);
      }
    });
  });
});
