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
 * docs/metrics.md implemented a second time, over the releases of `naiveReleases`: every value is sorted and looked at
 * anew, nothing is shared with the plugin.
 */
import { Metrics } from '@backstage-dora/plugin-dora-common';
import { DateTime } from 'luxon';
import {
  fullRef,
  hasFailed,
  ms,
  NaiveFacts,
  NaiveRelease,
  recoveredAt,
} from './naiveReleases';

export interface NaiveQuery {
  /** Everything at or below the entity; all entities of the catalog for the whole organisation. */
  under: string[];
  /** All entities of the catalog. */
  catalog: string[];
  from: string;
  to: string;
  timezone: string;
  now: number;
}

const Z = 1.959964;
const HOUR = 3_600_000;

type State = Metrics['leadTime']['state'];
type Ci = [number, number] | null;

const sorted = (values: number[]) => [...values].sort((a, b) => a - b);
const mean = (values: number[]) =>
  values.length === 0
    ? null
    : values.reduce((sum, value) => sum + value, 0) / values.length;

function percentile(values: number[], p: number): number | null {
  if (values.length === 0) {
    return null;
  }
  const ranked = sorted(values);
  const position = (ranked.length - 1) * p;
  const low = Math.floor(position + 1e-9);
  const high = Math.min(low + 1, ranked.length - 1);
  return ranked[low] + (position - low) * (ranked[high] - ranked[low]);
}

function medianInterval(values: number[]): Ci {
  const n = values.length;
  if (n < 6) {
    return null;
  }
  const ranked = sorted(values);
  const low = Math.max(1, Math.floor((n - Z * Math.sqrt(n)) / 2));
  const high = Math.min(n, Math.ceil(1 + (n + Z * Math.sqrt(n)) / 2));
  return [ranked[low - 1], ranked[high - 1]];
}

function wilson(hits: number, n: number): Ci {
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

interface Part {
  value: number | null;
  ci: Ci;
  sample: number;
  state: State;
}

function windowOf(
  facts: NaiveFacts,
  all: NaiveRelease[],
  query: NaiveQuery,
): Record<string, Part> {
  const { under, timezone } = query;
  const start = DateTime.fromISO(query.from, { zone: timezone }).startOf('day');
  const end = DateTime.fromISO(query.to, { zone: timezone }).startOf('day');
  const days = Math.round(end.diff(start, 'days').days);
  const inWindow = (at: number) =>
    at >= start.toMillis() && at < end.toMillis();
  const dayOf = (at: number) =>
    DateTime.fromMillis(at, { zone: timezone }).toISODate()!;

  const mine = all.filter(r => under.includes(r.component));
  const releases = mine.filter(r => inWindow(r.at));
  const before = mine.some(r => r.at < start.toMillis());
  const incidents = facts.incidents.filter(
    i => under.includes(fullRef(i.entityRef)) && inWindow(ms(i.startedAt)!),
  );

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
  const incidentsCome = facts.incidents.some(i =>
    query.catalog.includes(fullRef(i.entityRef)),
  );

  const finish = (
    part: Omit<Part, 'state'>,
    connected: boolean,
    perRelease: boolean,
    frequency = false,
  ): Part => {
    let state: State = 'ok';
    let { value, ci } = part;
    if (!connected) {
      state = 'not-connected';
    } else if (part.sample === 0) {
      state = perRelease && before ? 'idle' : 'no-data';
    } else if (part.sample < 5) {
      state = 'too-few';
    }
    if (state === 'not-connected' || state === 'no-data') {
      value = null;
      ci = null;
    }
    if (state === 'idle') {
      value = frequency ? 0 : null;
      ci = null;
    }
    return { ...part, value, ci, state };
  };
  const seconds = (values: number[]) => values.map(value => value / 1000);
  const duration = (
    values: number[],
    connected: boolean,
    beside: (values: number[]) => Record<string, unknown>,
  ): Part => {
    const part = finish(
      {
        value: percentile(values, 0.5),
        ci: medianInterval(values),
        sample: values.length,
      },
      connected,
      false,
    );
    return { ...part, ...beside(part.value === null ? [] : values) };
  };

  const first = releases.flatMap(release =>
    release.first.flatMap(change => {
      const leadTime = release.at - ms(change.firstCommitAt)!;
      return leadTime < 0 ? [] : { change, release, leadTime };
    }),
  );
  const stage = (
    from: (x: (typeof first)[number]) => number | undefined,
    to: (x: (typeof first)[number]) => number | undefined,
  ) =>
    first.flatMap(x => {
      const a = from(x);
      const b = to(x);
      return a === undefined || b === undefined ? [] : (b - a) / 1000;
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

  const failed = releases.filter(hasFailed);
  const recovered = failed.flatMap(r => {
    const at = recoveredAt(r);
    return at === undefined ? [] : (at - r.at) / 1000;
  });
  const restored = incidents.flatMap(i =>
    i.resolvedAt ? (ms(i.resolvedAt)! - ms(i.startedAt)!) / 1000 : [],
  );
  const rollbacks = releases.filter(r => r.kind === 'rollback').length;
  const hotfixes = releases.filter(r => r.kind === 'hotfix').length;
  const lastRollout = (r: NaiveRelease) => r.rollouts[r.rollouts.length - 1].at;
  const n = releases.length;

  const result = {
    deploymentFrequency: {
      ...finish({ value: n / days, ci: null, sample: n }, deployed, true, true),
      releases: n,
      rollouts: releases.reduce((sum, r) => sum + r.rollouts.length, 0),
      deployDays: new Set(releases.map(r => dayOf(r.at))).size,
      weeklyDeployDays: percentile(weeks, 0.5),
    },
    leadTime: duration(
      seconds(first.map(x => x.leadTime)),
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
    changeFailureRate: {
      ...finish(
        {
          value: n === 0 ? null : failed.length / n,
          ci: wilson(failed.length, n),
          sample: n,
        },
        deployed && incidentsCome,
        true,
      ),
      failed: failed.length,
      maturing: releases.filter(r => lastRollout(r) + 48 * HOUR > query.now)
        .length,
    },
    recoveryTime: {
      ...duration(recovered, deployed && incidentsCome, values => ({
        mean: mean(values),
        p90: percentile(values, 0.9),
      })),
      open: failed.length - recovered.length,
    },
    timeToRestore: {
      ...duration(restored, incidentsCome, values => ({
        mean: mean(values),
        p90: percentile(values, 0.9),
      })),
      open: incidents.length - restored.length,
    },
    reworkRate: {
      ...finish(
        {
          value: n === 0 ? null : (rollbacks + hotfixes) / n,
          ci: wilson(rollbacks + hotfixes, n),
          sample: n,
        },
        deployed,
        true,
      ),
      rollbacks,
      hotfixes,
    },
    rolloutSpread: duration(
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
    batchSize: duration(
      releases.map(r => r.first.length).filter(size => size > 0),
      deployed && changed,
      () => ({}),
    ),
  };
  return result;
}

const TIERS: Record<string, (value: number) => string> = {
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

function changeOf(name: string, now: Part, before: Part): string | null {
  if (now.state !== 'ok' || before.state !== 'ok') {
    return null;
  }
  if (name === 'deploymentFrequency') {
    const [a, b] = [now.sample, before.sample];
    if (Math.abs(a - b) < 2 * Math.sqrt(a + b)) {
      return 'same';
    }
    return a > b ? 'better' : 'worse';
  }
  if (!now.ci || !before.ci) {
    return null;
  }
  if (now.ci[0] <= before.ci[1] && before.ci[0] <= now.ci[1]) {
    return 'same';
  }
  // Lower is better.
  return now.ci[1] < before.ci[0] ? 'better' : 'worse';
}

/** What `GET /metrics` is to answer under `metrics`. */
export function naiveMetrics(
  facts: NaiveFacts,
  releases: NaiveRelease[],
  query: NaiveQuery,
): Record<string, unknown> {
  const from = DateTime.fromISO(query.from, { zone: 'UTC' });
  const days = DateTime.fromISO(query.to, { zone: 'UTC' }).diff(
    from,
    'days',
  ).days;
  const current = windowOf(facts, releases, query);
  const previous = windowOf(facts, releases, {
    ...query,
    from: from.minus({ days }).toISODate()!,
    to: query.from,
  });
  return Object.fromEntries(
    Object.entries(current).map(([name, part]) => {
      const rated = ['ok', 'idle'].includes(part.state) && part.value !== null;
      return [
        name,
        {
          ...part,
          tier: rated && TIERS[name] ? TIERS[name](part.value!) : null,
          previous: {
            value: previous[name].value,
            sample: previous[name].sample,
          },
          change: changeOf(name, part, previous[name]),
        },
      ];
    }),
  );
}
