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
import { DAY, HOUR } from './calendar';
import { generateFacts } from './generateFacts';
import { SOURCES } from './Reporter';

const { habits, places } = readOrganisation();

const START = Date.parse('2025-03-05T00:00:00Z');
const TODAY = START + 365 * DAY;
const KINDS = [
  'deployments',
  'changes',
  'incidents',
  'signals',
  'artifacts',
] as const;

const generate = (
  of = places,
  {
    seed = 'test',
    ...period
  }: { seed?: string; today?: number; since?: number } = {},
) =>
  generateFacts(
    { habits: { ...habits, seed }, places: of },
    { start: START, today: TODAY, ...period },
  );

const factsOf = (all: Facts) =>
  KINDS.flatMap(kind => all[kind]!.map(fact => ({ kind, fact })));
const byKey = (all: Facts) =>
  new Map(
    factsOf(all).map(({ kind, fact }) => [
      `${kind} ${fact.source} ${fact.id}`,
      fact,
    ]),
  );

const count = <T>(items: T[], is: (item: T) => boolean) =>
  items.filter(is).length;

const PRODUCTION = ['production', 'prod', 'live'];

const facts = generate();
/** Enough to compare one way of generating with another. */
const some = places.slice(22, 33);
const { artifacts, deployments, changes, incidents, signals } = facts;

describe('generateFacts', () => {
  it('gives the same facts in parts of any size, and others for another seed', () => {
    const whole = byKey(generate(some));
    const parts = [some.slice(0, 7), some.slice(7)];
    const together = parts.flatMap(part => [...byKey(generate(part))]);
    expect(isDeepStrictEqual(new Map(together), whole)).toBe(true);
    const [first] = parts;
    expect(generate(first, { seed: 'other' })).not.toEqual(generate(first));
  });

  it('only adds facts and completes unfinished ones as days pass', () => {
    const now = byKey(generate(some));
    for (const days of [1, 45]) {
      const before = TODAY - days * DAY;
      const earlier = byKey(generate(some, { today: before }));
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
      const since = byKey(generate(some, { since: before }));
      since.forEach((fact, key) => merged.set(key, fact));
      expect(isDeepStrictEqual(merged, now)).toBe(true);
      const twice = [...since].filter(([key, fact]) =>
        isDeepStrictEqual(earlier.get(key), fact),
      );
      expect(twice).toEqual([]);
    }
  });

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

  it('gives every fact one of the sources of the sample and an entity of the organisation', () => {
    const refs = new Set<string | undefined>(places.map(({ ref }) => ref));
    const all = factsOf(facts).map(({ fact }) => fact);
    expect(new Set(all.map(({ source }) => source))).toEqual(new Set(SOURCES));
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

  it('reports deployments by three sources, whose names artifacts join', () => {
    const [ci, cluster, delivery] = SOURCES.map(source =>
      deployments.filter(
        d => d.entityRef.endsWith('/cart-api') && d.source === source,
      ),
    );
    expect(ci.length).toBeGreaterThan(20);
    expect([cluster.length, delivery.length]).toEqual([ci.length, ci.length]);
    const joined = ci.filter(({ commitSha }, index) =>
      artifacts.some(
        a =>
          a.commitSha === commitSha &&
          a.version === cluster[index].version &&
          a.digest === delivery[index].digest,
      ),
    );
    expect(joined).toEqual(ci);
  });

  it('opens a ticket beside each page, which alone knows cause and end', () => {
    const pages = incidents.filter(({ source }) => source === 'sample-pager');
    const tickets = incidents.filter(({ sameAs }) => sameAs);
    const paged = new Set(pages.map(({ id }) => id));
    expect(tickets.length).toBeGreaterThan(5);
    expect(tickets.every(({ sameAs }) => paged.has(sameAs!.id))).toBe(true);
    expect(tickets.some(({ causedBy }) => causedBy)).toBe(true);
    expect(pages.filter(p => p.causedBy || p.resolvedAt)).toEqual([]);
  });

  it('moves a tag, and deploys to environments with names of their own', () => {
    const of = (name: string) =>
      deployments.filter(d => d.entityRef.endsWith(`/${name}`));
    const stable = of('promotion-service');
    expect(new Set(stable.map(d => d.version))).toEqual(new Set(['stable']));
    expect(new Set(stable.map(d => d.digest)).size).toBeGreaterThan(10);
    expect(of('gate-display').map(d => d.environment)).toContain('Produktion');
    const annotationsOf = (name: string) =>
      places.find(({ entity }) => entity.metadata.name === name)!.entity
        .metadata.annotations;
    expect(of('price-simulator').map(d => d.environment)).toContain(
      'simulation',
    );
    expect(annotationsOf('price-simulator')).toMatchObject({
      'backstage-dora.io/production-environments': 'simulation',
    });
    expect(annotationsOf('cart-web')).toMatchObject({
      'backstage-dora.io/deployments-from': 'sample-cluster',
    });
  });

  it('has everything that the rules know', () => {
    const production = deployments.filter(({ environment }) =>
      PRODUCTION.includes(environment),
    );
    expect(production.length).toBeLessThan(deployments.length - 1000);
    const counts: Record<string, number> = {
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
    expect(Object.entries(counts).filter(([, number]) => number === 0)).toEqual(
      [],
    );
    expect(new Set(signals.map(({ type }) => type))).toEqual(
      new Set(['flag', 'ring', 'freeze', 'note', 'slo', 'outcome']),
    );
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
      .map(c => (Date.parse(c.mergedAt!) - Date.parse(c.firstCommitAt)) / HOUR)
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

    it.each([
      ['storefront', ['eu', 'us', 'apac'], 12],
      ['identity', ['eu', 'us', 'apac'], 12],
      ['loyalty', ['retail', 'wholesale'], 3],
      ['campaigns', ['retail', 'wholesale'], 3],
      ['warehouse-management', ['north', 'harbour', 'inland', 'alpine'], 96],
    ])(
      '%s, which goes to %s in more than %i hours',
      (name, expected, hours) => {
        const system = `system:sample/${name}`;
        const refs = places
          .filter(({ ref, systemRef }) => [ref, systemRef].includes(system))
          .map(({ ref }) => ref);
        const rollouts = productionOf(...refs);
        expect(new Set(rollouts.map(({ workspace }) => workspace))).toEqual(
          new Set(expected),
        );
        const [first, last] = [expected[0], expected[expected.length - 1]].map(
          workspace =>
            new Map(
              rollouts
                .filter(d => d.workspace === workspace && d.changes?.length)
                .map(d => [d.entityRef + d.commitSha, d.finishedAt!]),
            ),
        );
        const spread = [...last]
          .flatMap(([key, time]) =>
            first.has(key)
              ? [(Date.parse(time) - Date.parse(first.get(key)!)) / HOUR]
              : [],
          )
          .sort((a, b) => a - b);
        expect(spread[Math.floor(spread.length / 2)]).toBeGreaterThan(hours);
      },
    );

    it('teams and products of which something is not connected', () => {
      const under = (name: string) => {
        const refs = places
          .filter(
            ({ ref, systemRef, entity }) =>
              ref.endsWith(`/${name}`) ||
              systemRef === `system:sample/${name}` ||
              entity.spec?.owner === `group:sample/${name}`,
          )
          .map(({ ref }) => ref);
        const of = <T extends { entityRef?: string }>(list: readonly T[]) =>
          list.filter(({ entityRef }) => refs.includes(entityRef ?? ''));
        return {
          deployments: of(deployments),
          changes: of(changes),
          incidents: of(incidents),
          signals: of(signals),
          artifacts: of(artifacts),
        };
      };
      const engagement = under('engagement');
      expect(engagement.deployments.length).toBeGreaterThan(500);
      expect(engagement.incidents).toEqual([]);
      const types = new Set(engagement.signals.map(({ type }) => type));
      expect(types).toEqual(new Set(['flag', 'ring']));

      const insights = under('insights');
      expect(insights.deployments.length).toBeGreaterThan(300);
      expect(insights.changes).toEqual([]);

      const experience = under('developer-experience').changes;
      expect(experience.length).toBeGreaterThan(1000);
      expect(count(experience, c => !!c.firstReviewAt)).toBe(0);

      const silent = under('catalogue-import').deployments;
      expect(silent.length).toBeGreaterThan(30);
      expect(count(silent, d => d.changes !== undefined)).toBe(0);

      const design = under('design-system').deployments;
      expect(design.length).toBeGreaterThan(30);
      expect(count(design, d => PRODUCTION.includes(d.environment))).toBe(0);

      for (const name of ['workplace', 'procurement']) {
        expect(factsOf(under(name))).toEqual([]);
      }
    });
  });
});
