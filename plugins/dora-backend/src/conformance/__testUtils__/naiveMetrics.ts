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

/*
 * A second reading of what the metrics are, over the history that `naiveHistory` makes of facts: every value is sorted and
 * looked at anew, nothing is shared with the plugin.
 */

import { Deployment } from '@backstage-dora/plugin-dora-common';
import { DateTime } from 'luxon';
import {
  hasFailed,
  NaiveCatalog,
  NaiveHistory,
  recoveredAt,
} from './naiveFailures';
import {
  fullRef,
  HOUR,
  matchesGlob,
  ms,
  NaiveConfig,
  NaiveFacts,
  NaiveRelease,
} from './naiveRules';

/** What the catalog knows, as far as the metrics ask. */
export interface NaiveOrganisation extends NaiveCatalog {
  /** Systems, and components without one, at or below an entity, or all */
  products: (ref?: string) => string[];
  /** The product of a component that has one */
  productOf: (component: string) => string | undefined;
  /** All that an entity rolls up to, without itself */
  above: (ref: string) => string[];
}

export interface NaiveQuery {
  /** Undefined for the whole organisation */
  entityRef: string | undefined;
  from: string;
  to: string;
  timezone: string;
  now: number;
}

type Tier = 'elite' | 'high' | 'medium' | 'low';
type Ci = [number, number] | null;

interface Part {
  value: number | null;
  ci: Ci;
  sample: number;
  state: string;
  /** What the tier is of, where it is not the value */
  rated?: number | null;
  /** The values of a median, in seconds or as they are */
  values?: number[];
  /** The hits of a ratio */
  hits?: number;
  beside: Record<string, unknown>;
}

const Z = 1.959964;
const Z_OF_CHANGE = 1.385904;
const MINIMUM_SAMPLE = 5;

const sorted = (values: number[]) => [...values].sort((a, b) => a - b);

const mean = (values: number[]) =>
  values.length === 0
    ? null
    : values.reduce((sum, value) => sum + value, 0) / values.length;

export function percentile(values: number[], p: number): number | null {
  if (values.length === 0) {
    return null;
  }
  const ranked = sorted(values);
  const position = (ranked.length - 1) * p;
  const low = Math.floor(position + 1e-9);
  const high = Math.min(low + 1, ranked.length - 1);
  return ranked[low] + (position - low) * (ranked[high] - ranked[low]);
}

export function medianInterval(values: number[], z: number): Ci {
  const n = values.length;
  if (n < 6) {
    return null;
  }
  const ranked = sorted(values);
  const low = Math.max(1, Math.floor((n - z * Math.sqrt(n)) / 2));
  const high = Math.min(n, Math.ceil(1 + (n + z * Math.sqrt(n)) / 2));
  return [ranked[low - 1], ranked[high - 1]];
}

export function wilson(hits: number, n: number): Ci {
  if (n === 0) {
    return null;
  }
  const p = hits / n;
  const centre = (p + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n);
  const half =
    (Z / (1 + (Z * Z) / n)) *
    Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n));
  return [centre - half, centre + half];
}

/** Newcombe's interval for the difference of two ratios. */
export function newcombe(
  [hits1, n1]: [number, number],
  [hits2, n2]: [number, number],
): [number, number] {
  const [p1, p2] = [hits1 / n1, hits2 / n2];
  const [l1, u1] = wilson(hits1, n1)!;
  const [l2, u2] = wilson(hits2, n2)!;
  return [
    p1 - p2 - Math.sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2),
    p1 - p2 + Math.sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2),
  ];
}

/** The median by Kaplan and Meier; null where the curve stays above a half. */
export function kaplanMeier(ended: number[], open: number[]): number | null {
  if (open.length === 0) {
    return percentile(ended, 0.5);
  }
  let survival = 1;
  for (const time of [...new Set(sorted(ended))]) {
    const atRisk = [...ended, ...open].filter(one => one >= time).length;
    const ends = ended.filter(one => one === time).length;
    survival *= 1 - ends / atRisk;
    if (survival <= 0.5 + 1e-12) {
      return time;
    }
  }
  return null;
}

const TIERS: Record<string, (value: number) => Tier> = {
  deploymentFrequency: v =>
    (v >= 1 && 'elite') ||
    (v >= 0.23 && 'high') ||
    (v >= 0.03 && 'medium') ||
    'low',
  changeFailureRate: v =>
    (v <= 0.15 && 'elite') ||
    (v <= 0.3 && 'high') ||
    (v <= 0.45 && 'medium') ||
    'low',
};
TIERS.leadTime = v =>
  (v < 3600 && 'elite') ||
  (v < 86_400 && 'high') ||
  (v < 604_800 && 'medium') ||
  'low';
TIERS.recoveryTime = TIERS.leadTime;

const ORDER: Tier[] = ['elite', 'high', 'medium', 'low'];

/** Everything that metrics are computed of. */
export interface NaiveWorld {
  facts: NaiveFacts;
  history: NaiveHistory;
  config: NaiveConfig;
  organisation: NaiveOrganisation;
}

const isProduct = ({ organisation }: NaiveWorld, ref: string) =>
  organisation.products().includes(ref);

const isAboveProducts = (world: NaiveWorld, ref: string | undefined) =>
  ref === undefined ||
  (!ref.startsWith('component:') && !isProduct(world, ref));

const underOf = ({ organisation }: NaiveWorld, ref: string | undefined) =>
  ref === undefined ? organisation.refs : organisation.under(ref);

/** Whether incidents are connected for a component or a product. */
function isConnected(world: NaiveWorld, ref: string): boolean {
  const { facts, config, organisation } = world;
  const product = organisation.productOf(ref);
  const about = [
    ...organisation.under(ref),
    ...(product === undefined ? [] : [product]),
  ];
  return (
    facts.incidents.some(one => about.includes(fullRef(one.entityRef))) ||
    config.incidentsConnected.some(
      named =>
        named === '*' ||
        [...organisation.under(ref), ...organisation.above(ref)].includes(
          fullRef(named),
        ),
    )
  );
}

const isDeployed = (world: NaiveWorld, ref: string | undefined) =>
  world.facts.deployments.some(d =>
    underOf(world, ref).includes(fullRef(d.entityRef)),
  );

/** Of how many products with a deployment incidents are connected, and whether those of the metrics are. */
function incidentsOf(world: NaiveWorld, ref: string | undefined) {
  if (!isAboveProducts(world, ref)) {
    const connected = isConnected(world, ref!);
    return { failures: connected, restores: connected, counts: {} };
  }
  const products = world.organisation.products(ref);
  const deployed = products.filter(product => isDeployed(world, product));
  const connected = deployed.filter(product => isConnected(world, product));
  return {
    failures: connected.length > 0,
    restores:
      world.facts.incidents.some(one =>
        underOf(world, ref).includes(fullRef(one.entityRef)),
      ) || products.some(product => isConnected(world, product)),
    counts: { connected: connected.length, of: deployed.length },
  };
}

function windowOf(world: NaiveWorld, query: NaiveQuery): Record<string, Part> {
  const { facts, history, config } = world;
  const { entityRef, timezone, now } = query;
  const under = underOf(world, entityRef);
  const start = DateTime.fromISO(query.from, { zone: timezone }).startOf('day');
  const end = DateTime.fromISO(query.to, { zone: timezone }).startOf('day');
  const days = Math.round(end.diff(start, 'days').days);
  const inWindow = (at: number) =>
    at >= start.toMillis() && at < end.toMillis();
  const dayOf = (at: number) =>
    DateTime.fromMillis(at, { zone: timezone }).toISODate()!;

  const mine = history.releases.filter(r => under.includes(r.component));
  const releases = mine.filter(r => inWindow(r.at));
  const before = mine.some(r => r.at < start.toMillis());
  const incidents = history.incidents
    .filter(
      ({ is, leftOut }) =>
        !leftOut &&
        under.includes(fullRef(is.entityRef)) &&
        inWindow(ms(is.startedAt)!),
    )
    .map(({ is }) => is);
  const ofDeployments = facts.deployments.filter(d =>
    under.includes(fullRef(d.entityRef)),
  );
  const deployed = ofDeployments.length > 0;
  const changed = facts.changes.some(
    c =>
      (c.entityRef && under.includes(fullRef(c.entityRef))) ||
      ofDeployments.some(d =>
        d.changes?.some(l =>
          typeof l === 'string'
            ? c.source === d.source && c.id === l
            : c.source === l.source && c.id === l.id,
        ),
      ),
  );
  const connected = incidentsOf(world, entityRef);

  const stateOf = (
    sample: number,
    isThere: boolean,
    { ofReleases = false, fewCount = true, partial = false },
  ): string => {
    if (!isThere) {
      return 'not-connected';
    }
    if (sample === 0) {
      return ofReleases && before ? 'idle' : 'no-data';
    }
    if (fewCount && sample < MINIMUM_SAMPLE) {
      return 'too-few';
    }
    return partial ? 'partial' : 'ok';
  };

  const median = (
    values: number[],
    isThere: boolean,
    beside: (values: number[]) => Record<string, unknown>,
    partial = false,
  ): Part => {
    const state = stateOf(values.length, isThere, { partial });
    const own = state === 'not-connected' ? [] : values;
    return {
      value: percentile(own, 0.5),
      ci: medianInterval(own, Z),
      sample: values.length,
      state,
      values: own,
      beside: beside(own),
    };
  };
  const ratio = (
    hits: number,
    isThere: boolean,
    beside: Record<string, unknown>,
    partial = false,
  ): Part => {
    const n = releases.length;
    const state = stateOf(n, isThere, { ofReleases: true, partial });
    const isValue = ['ok', 'too-few', 'partial'].includes(state);
    return {
      value: isValue ? hits / n : null,
      ci: isValue ? wilson(hits, n) : null,
      sample: n,
      state,
      hits,
      beside,
    };
  };
  /** A median of durations of which some go on; all in ms. */
  const restoring = (
    ended: number[],
    open: number[],
    isThere: boolean,
    partial: boolean,
  ): Part => {
    const inSeconds = (values: number[]) => values.map(value => value / 1000);
    const part = median(
      inSeconds(ended),
      isThere,
      values => ({
        mean: mean(values),
        p90: percentile(values, 0.9),
      }),
      partial,
    );
    const known = part.state === 'not-connected' ? [] : inSeconds(ended);
    const going = part.state === 'not-connected' ? [] : inSeconds(open);
    const withOpen = kaplanMeier(known, going);
    const longest = sorted([...known, ...going]).pop() ?? null;
    return {
      ...part,
      rated:
        withOpen === null
          ? longest
          : Math.max(withOpen, part.value ?? withOpen),
      beside: {
        ...part.beside,
        withOpen,
        open: open.length,
        ...connected.counts,
      },
    };
  };

  const first = releases.flatMap(release =>
    release.first.flatMap(change => {
      const leadTime = release.at - ms(change.firstCommitAt)!;
      return leadTime < 0 ? [] : { change, release, leadTime };
    }),
  );
  type Carried = (typeof first)[number];
  const stage = (
    from: (x: Carried) => number | undefined,
    to: (x: Carried) => number | undefined,
  ) =>
    first.flatMap(x => {
      const a = from(x);
      const b = to(x);
      return a === undefined || b === undefined || b < a ? [] : (b - a) / 1000;
    });
  const stages = {
    coding: stage(
      x => ms(x.change.firstCommitAt),
      x => ms(x.change.openedAt),
    ),
    pickup: stage(
      x => ms(x.change.openedAt),
      x => ms(x.change.firstReviewAt),
    ),
    review: stage(
      x => ms(x.change.firstReviewAt),
      x => ms(x.change.mergedAt),
    ),
    deploy: stage(
      x => ms(x.change.mergedAt),
      x => x.release.at,
    ),
  };

  const weeks: number[] = [];
  for (
    let week =
      start.startOf('week') < start
        ? start.startOf('week').plus({ weeks: 1 })
        : start;
    week.plus({ weeks: 1 }) <= end;
    week = week.plus({ weeks: 1 })
  ) {
    const next = week.plus({ weeks: 1 });
    weeks.push(
      new Set(
        releases
          .filter(r => r.at >= week.toMillis() && r.at < next.toMillis())
          .map(r => dayOf(r.at)),
      ).size,
    );
  }

  const lastRollout = (r: NaiveRelease) => r.rollouts[r.rollouts.length - 1].at;
  const failed = releases.filter(hasFailed);
  const recovered = failed.flatMap(r => {
    const at = recoveredAt(r);
    return at === undefined ? [] : at - r.at;
  });
  const failing = failed
    .filter(r => recoveredAt(r) === undefined)
    .map(r => now - r.at);
  const restored = incidents.flatMap(i =>
    i.resolvedAt ? ms(i.resolvedAt)! - ms(i.startedAt)! : [],
  );
  const going = incidents
    .filter(i => !i.resolvedAt)
    .map(i => now - ms(i.startedAt)!);
  const rollbacks = releases.filter(r => r.kind === 'rollback').length;
  const hotfixes = releases.filter(r => r.kind === 'hotfix').length;
  const n = releases.length;
  const frequencyState = stateOf(n, deployed, {
    ofReleases: true,
    fewCount: false,
  });
  return {
    deploymentFrequency: {
      value: ['ok', 'idle'].includes(frequencyState) ? n / days : null,
      ci: null,
      sample: n,
      state: frequencyState,
      beside: {
        releases: n,
        rollouts: releases.reduce((sum, r) => sum + r.rollouts.length, 0),
        deployDays: new Set(releases.map(r => dayOf(r.at))).size,
        weeklyDeployDays: percentile(weeks, 0.5),
      },
    },
    leadTime: median(
      first.map(x => x.leadTime / 1000),
      deployed && changed,
      values => ({
        p75: percentile(values, 0.75),
        p90: percentile(values, 0.9),
        p95: percentile(values, 0.95),
        mean: mean(values),
        stages: Object.fromEntries(
          Object.entries(stages).map(([name, spans]) => [
            name,
            values.length === 0 ? null : percentile(spans, 0.5),
          ]),
        ),
      }),
    ),
    changeFailureRate: ratio(
      failed.length,
      deployed,
      {
        failed: failed.length,
        maturing: releases.filter(
          r =>
            lastRollout(r) <= now &&
            now <= lastRollout(r) + config.incidentWindow * HOUR,
        ).length,
        ...connected.counts,
      },
      !connected.failures,
    ),
    recoveryTime: restoring(recovered, failing, deployed, !connected.failures),
    timeToRestore: restoring(restored, going, connected.restores, false),
    reworkRate: ratio(rollbacks + hotfixes, deployed, { rollbacks, hotfixes }),
    rolloutSpread: median(
      releases
        .filter(
          r =>
            new Set(r.rollouts.map(x => x.deployment.workspace ?? 'default'))
              .size > 1,
        )
        .map(r => (lastRollout(r) - r.at) / 1000),
      deployed,
      () => ({}),
    ),
    batchSize: median(
      releases.map(r => r.first.length).filter(size => size > 0),
      deployed && changed,
      values => ({
        changeSize:
          values.length === 0
            ? null
            : percentile(
                releases.flatMap(r => r.first.flatMap(c => c.size ?? [])),
                0.5,
              ),
      }),
    ),
  };
}

function changeOf(
  name: string,
  now: Part,
  before: Part,
  isBeforeHistory: boolean,
): string | null {
  const isFrequency = name === 'deploymentFrequency';
  const isGood = ({ state }: Part) =>
    state === 'ok' || (isFrequency && state === 'idle');
  if (!isGood(now) || !isGood(before) || isBeforeHistory) {
    return null;
  }
  if (isFrequency) {
    const [a, b] = [now.sample, before.sample];
    if (a === b || Math.abs(a - b) < 2 * Math.sqrt(a + b)) {
      return 'same';
    }
    return a > b ? 'better' : 'worse';
  }
  if (now.hits !== undefined) {
    const [low, high] = newcombe(
      [now.hits, now.sample],
      [before.hits!, before.sample],
    );
    if (low <= 0 && high >= 0) {
      return 'same';
    }
    return high < 0 ? 'better' : 'worse';
  }
  const one = medianInterval(now.values!, Z_OF_CHANGE);
  const other = medianInterval(before.values!, Z_OF_CHANGE);
  if (!one || !other) {
    return null;
  }
  if (one[0] <= other[1] && other[0] <= one[1]) {
    return 'same';
  }
  if (one[1] >= other[0]) {
    return 'worse';
  }
  return now.rated !== undefined && now.rated! >= before.rated!
    ? 'same'
    : 'better';
}

/** The day of the first release (time to restore: incident) that is known under an entity. */
function firstDay(world: NaiveWorld, query: NaiveQuery, name: string) {
  const under = underOf(world, query.entityRef);
  const times =
    name === 'timeToRestore'
      ? world.facts.incidents
          .filter(one => under.includes(fullRef(one.entityRef)))
          .map(one => ms(one.startedAt)!)
      : world.history.releases
          .filter(one => under.includes(one.component))
          .map(one => one.at);
  return times.length === 0
    ? undefined
    : DateTime.fromMillis(Math.min(...times), {
        zone: query.timezone,
      }).toISODate()!;
}

const worst = (tiers: Tier[]) =>
  ORDER[Math.max(...tiers.map(tier => ORDER.indexOf(tier)))];
const best = (tiers: Tier[]) =>
  ORDER[Math.min(...tiers.map(tier => ORDER.indexOf(tier)))];

function tiersOf(name: string, part: Part) {
  const rate = TIERS[name];
  if (part.state !== 'ok' || !rate) {
    return { tier: null, tierRange: null };
  }
  const tier = rate(part.rated ?? part.value!);
  const ends = [tier, ...(part.ci ?? [part.value!]).map(rate)];
  return { tier, tierRange: [best(ends), worst(ends)] };
}

/** What `GET /metrics` is to answer under `metrics`. */
export function naiveMetrics(
  world: NaiveWorld,
  query: NaiveQuery,
): Record<string, Record<string, unknown>> {
  const from = DateTime.fromISO(query.from, { zone: 'UTC' });
  const { days } = DateTime.fromISO(query.to, { zone: 'UTC' }).diff(
    from,
    'days',
  );
  const earlier = from.minus({ days }).toISODate()!;
  const current = windowOf(world, query);
  const previous = windowOf(world, { ...query, from: earlier, to: query.from });
  const isAbove = isAboveProducts(world, query.entityRef);
  const products = isAbove
    ? world.organisation
        .products(query.entityRef)
        .map(entityRef => windowOf(world, { ...query, entityRef }))
    : [];
  return Object.fromEntries(
    Object.entries(current).map(([name, part]) => {
      const first = firstDay(world, query, name);
      const isBeforeHistory = first === undefined || earlier < first;
      const tiers = isAbove
        ? { tier: null, tierRange: null }
        : tiersOf(name, part);
      return [
        name,
        {
          value: part.value,
          ci: part.ci,
          sample: part.sample,
          state: part.state,
          ...tiers,
          previous: {
            value: previous[name].value,
            sample: previous[name].sample,
          },
          change: changeOf(name, part, previous[name], isBeforeHistory),
          ...part.beside,
          ...(isAbove && {
            products: spreadOf(
              name,
              products.map(one => one[name]),
            ),
          }),
        },
      ];
    }),
  );
}

function spreadOf(name: string, parts: Part[]) {
  const values = parts.flatMap(({ state, value }) =>
    state === 'ok' || (name === 'deploymentFrequency' && state === 'idle')
      ? value!
      : [],
  );
  const tiers = parts.map(part => tiersOf(name, part).tier);
  const count = (tier: Tier | null) => tiers.filter(one => one === tier).length;
  return {
    p25: percentile(values, 0.25),
    p50: percentile(values, 0.5),
    p75: percentile(values, 0.75),
    ...Object.fromEntries(ORDER.map(tier => [tier, count(tier)])),
    other: count(null),
  };
}

/** What `GET /metrics` is to answer under `leftOut`. */
export function naiveLeftOut(world: NaiveWorld, query: NaiveQuery) {
  const { facts, history, config, organisation } = world;
  const under = underOf(world, query.entityRef);
  const zone = { zone: query.timezone };
  const start = DateTime.fromISO(query.from, zone).startOf('day').toMillis();
  const end = DateTime.fromISO(query.to, zone).startOf('day').toMillis();
  const own = facts.deployments.filter(d => {
    const at = ms(d.finishedAt);
    return (
      under.includes(fullRef(d.entityRef)) &&
      at !== undefined &&
      at >= start &&
      at < end
    );
  });
  const isProduction = (d: Deployment) =>
    (
      organisation.annotations(fullRef(d.entityRef)).production ??
      config.production
    ).some(glob => matchesGlob(glob, d.environment));
  const elsewhere = own.filter(d => !isProduction(d));
  const here = own.filter(isProduction);
  const names = [...new Set(elsewhere.map(d => d.environment))];
  const excluded = (why: string) =>
    history.excluded.filter(
      one => one.why === why && here.includes(one.deployment),
    ).length;
  return {
    otherEnvironment: elsewhere.length,
    failed: here.filter(d => d.status === 'failure').length,
    cancelled: here.filter(d => d.status === 'cancelled').length,
    configOnly: excluded('config-only'),
    otherSource: excluded('other-source'),
    environments: names
      .map(name => ({
        name,
        deployments: elsewhere.filter(d => d.environment === name).length,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
