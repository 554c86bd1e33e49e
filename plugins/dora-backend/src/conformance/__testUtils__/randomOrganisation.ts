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

import { Entity } from '@backstage/catalog-model';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  Change,
  Deployment,
  Facts,
  Incident,
} from '@backstage-dora/plugin-dora-common';

interface Shape {
  ref: string;
  ownedBy?: string;
  partOf?: string;
  childOf?: string;
}

/**
 * Two platforms under one group, three domains, four products (one of them a component without a system, one deployed
 * as a system), a component whose owner is not that of its system, and a component without anything.
 */
const SHAPES: Shape[] = [
  { ref: 'group:default/company' },
  { ref: 'group:default/commerce', childOf: 'group:default/company' },
  { ref: 'group:default/core', childOf: 'group:default/company' },
  { ref: 'group:default/checkout', childOf: 'group:default/commerce' },
  { ref: 'group:default/discovery', childOf: 'group:default/commerce' },
  { ref: 'group:default/identity', childOf: 'group:default/core' },
  { ref: 'domain:default/buying', ownedBy: 'group:default/commerce' },
  {
    ref: 'system:default/cart',
    ownedBy: 'group:default/checkout',
    partOf: 'domain:default/buying',
  },
  {
    ref: 'system:default/pay',
    ownedBy: 'group:default/checkout',
    partOf: 'domain:default/buying',
  },
  { ref: 'system:default/search', ownedBy: 'group:default/discovery' },
  {
    ref: 'component:default/cart-api',
    ownedBy: 'group:default/checkout',
    partOf: 'system:default/cart',
  },
  {
    ref: 'component:default/cart-ui',
    ownedBy: 'group:default/identity',
    partOf: 'system:default/cart',
  },
  {
    ref: 'component:default/search-api',
    ownedBy: 'group:default/discovery',
    partOf: 'system:default/search',
  },
  { ref: 'component:default/login', ownedBy: 'group:default/identity' },
  { ref: 'component:default/quiet', ownedBy: 'group:default/identity' },
];

/** References of all entities of the organisation. */
export const ENTITY_REFS = SHAPES.map(({ ref }) => ref);

/** What rolls up to an entity, itself included, read off the shapes and not off the plugin. */
export function entitiesUnder(ref: string): string[] {
  return [
    ref,
    ...SHAPES.filter(
      shape =>
        shape.partOf === ref ||
        shape.childOf === ref ||
        // A component of a system belongs to the owner of the system; a domain to nobody, where groups are domains.
        (shape.ownedBy === ref &&
          !shape.ref.startsWith('domain:') &&
          !(shape.ref.startsWith('component:') && shape.partOf)),
    ).flatMap(shape => entitiesUnder(shape.ref)),
  ];
}

/** The entities as the catalog has them. */
export function catalogEntities(): Entity[] {
  return SHAPES.map(({ ref, ...relations }) => {
    const [, kind, name] = /^(.+):default\/(.+)$/.exec(ref)!;
    return {
      apiVersion: 'backstage.io/v1alpha1',
      kind: kind[0].toUpperCase() + kind.slice(1),
      metadata: { name, namespace: 'default' },
      spec: {},
      relations: Object.entries(relations).map(([type, targetRef]) => ({
        type,
        targetRef,
      })),
    };
  });
}

const HOUR = 3_600_000;
const offset = fc.constantFrom('UTC', 'UTC+5:30', 'UTC-8', 'Europe/Paris');
const optional = <T>(arbitrary: fc.Arbitrary<T>, freq = 3) =>
  fc.option(arbitrary, { nil: undefined, freq });

function facts(now: number) {
  const time = fc
    .tuple(fc.integer({ min: -200 * 24 * HOUR, max: 5 * HOUR }), offset)
    .map(([ms, zone]) => DateTime.fromMillis(now + ms, { zone }).toISO()!);
  // No fact is taken from more than a day ahead.
  const later = (from: string, hours: number) =>
    DateTime.fromMillis(
      Math.min(Date.parse(from) + Math.round(hours * HOUR), now + 23 * HOUR),
      { zone: 'UTC' },
    ).toISO()!;
  const deployable = fc.constantFrom(
    'cart-api',
    'component:cart-api',
    'Component:Default/Cart-API',
    'cart-ui',
    'search-api',
    'login',
    'system:pay',
    'not-in-the-catalog',
  );
  const version = fc.integer({ min: 1, max: 12 }).map(n => `1.${n}`);
  const commit = fc.integer({ min: 1, max: 30 }).map(n => `c${n}`);
  const source = fc.constantFrom('argo', 'ci');
  const changeId = fc.integer({ min: 1, max: 200 }).map(n => `p${n}`);

  const deployment: fc.Arbitrary<Deployment> = fc.record({
    source,
    id: fc.integer({ min: 1, max: 400 }).map(n => `d${n}`),
    entityRef: deployable,
    environment: fc.constantFrom('prod', 'Production', 'PRD', 'prod', 'test'),
    status: fc.constantFrom(
      'success',
      'success',
      'success',
      'success',
      'failure',
      'cancelled',
    ),
    finishedAt: time,
    workspace: optional(fc.constantFrom('eu', 'us', 'apac'), 5),
    version: optional(version, 6),
    commitSha: optional(commit),
    kind: optional(fc.constantFrom('code', 'config', 'rollback', 'hotfix'), 1),
    changes: optional(
      fc.array(
        fc.oneof(
          changeId,
          fc.record({ source: fc.constant('scm'), id: changeId }),
        ),
        { maxLength: 6 },
      ),
      1,
    ),
  });
  const change: fc.Arbitrary<Change> = fc
    .record({
      source: fc.constantFrom('scm', 'scm', 'argo', 'ci'),
      id: changeId,
      entityRef: optional(deployable, 8),
      commitSha: optional(commit),
      commitShas: optional(fc.array(commit, { maxLength: 3 })),
      firstCommitAt: time,
      title: fc.constant('A change'),
      labels: optional(
        fc.constantFrom<string[]>(['HotFix', 'x'], ['x'], []),
        1,
      ),
      spans: fc.array(
        optional(fc.double({ min: -1, max: 90, noNaN: true }), 6),
        {
          minLength: 3,
          maxLength: 3,
        },
      ),
    })
    .map(({ spans: [opened, reviewed, merged], ...rest }) => {
      const after = (hours: number | undefined) =>
        hours === undefined ? undefined : later(rest.firstCommitAt, hours);
      return {
        ...rest,
        openedAt: after(opened),
        firstReviewAt: after(reviewed),
        mergedAt: after(merged),
      };
    });
  const incident: fc.Arbitrary<Incident> = fc
    .record({
      source: fc.constant('itsm'),
      id: fc.integer({ min: 1, max: 80 }).map(n => `INC-${n}`),
      entityRef: fc.constantFrom(
        'cart-api',
        'login',
        'search-api',
        'system:cart',
        'system:cart',
        'system:pay',
        'system:search',
        'domain:buying',
        'group:commerce',
        'group:identity',
        'not-in-the-catalog',
      ),
      startedAt: time,
      took: optional(fc.double({ min: 0, max: 60, noNaN: true }), 5),
      kind: optional(fc.constantFrom('incident', 'flag-rollback')),
      causedBy: optional(
        fc.oneof(
          version.map(v => ({ version: v })),
          commit.map(c => ({ commitSha: c })),
          fc.record({
            deployment: fc.record({
              source,
              id: fc.integer({ min: 1, max: 400 }).map(n => `d${n}`),
            }),
          }),
        ),
        1,
      ),
    })
    .map(({ took, ...rest }) => ({
      ...rest,
      resolvedAt: took === undefined ? undefined : later(rest.startedAt, took),
    }));
  return { deployment, change, incident };
}

const shuffled = <T>(items: T[], seed: number) => {
  const keys = fc.sample(fc.nat(), { seed, numRuns: items.length });
  return items
    .map((item, index) => ({ item, key: keys[index] }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
};

/**
 * A random history around a time: calls in order, with late and repeated facts and facts that replace others, and the
 * facts as they are after the last call.
 */
export function randomHistory(
  seed: number,
  now: number,
): {
  calls: Required<Omit<Facts, 'signals' | 'artifacts'>>[];
  facts: Required<Omit<Facts, 'signals' | 'artifacts'>>;
} {
  const arbitrary = facts(now);
  const all = shuffled(
    [
      ...fc
        .sample(arbitrary.deployment, { seed, numRuns: 350 })
        .map(fact => ({ kind: 'deployments' as const, fact })),
      ...fc
        .sample(arbitrary.change, { seed: seed + 1, numRuns: 250 })
        .map(fact => ({ kind: 'changes' as const, fact })),
      ...fc
        .sample(arbitrary.incident, { seed: seed + 2, numRuns: 70 })
        .map(fact => ({ kind: 'incidents' as const, fact })),
    ],
    seed,
  );
  const final = new Map<string, (typeof all)[number]>();
  const calls: ReturnType<typeof randomHistory>['calls'] = [];
  let call = new Map<string, (typeof all)[number]>();
  const flush = () => {
    calls.push(collect(call.values()));
    call = new Map();
  };
  for (const entry of all) {
    const key = `${entry.kind} ${entry.fact.source} ${entry.fact.id}`;
    if (call.has(key) || call.size > 60) {
      flush();
    }
    call.set(key, entry);
    final.set(key, entry);
  }
  flush();
  calls.push(calls[0], calls[calls.length - 1]);
  for (const { key, entry } of calls.slice(-2).flatMap(keyed)) {
    final.set(key, entry);
  }
  return { calls, facts: collect(final.values()) };
}

function keyed(call: Required<Omit<Facts, 'signals' | 'artifacts'>>) {
  return [
    ...call.deployments.map(fact => ({ kind: 'deployments' as const, fact })),
    ...call.changes.map(fact => ({ kind: 'changes' as const, fact })),
    ...call.incidents.map(fact => ({ kind: 'incidents' as const, fact })),
  ].map(entry => ({
    key: `${entry.kind} ${entry.fact.source} ${entry.fact.id}`,
    entry,
  }));
}

function collect(
  entries: Iterable<
    | { kind: 'deployments'; fact: Deployment }
    | { kind: 'changes'; fact: Change }
    | { kind: 'incidents'; fact: Incident }
  >,
) {
  const result = {
    deployments: [] as Deployment[],
    changes: [] as Change[],
    incidents: [] as Incident[],
  };
  for (const { kind, fact } of entries) {
    (result[kind] as (typeof fact)[]).push(fact);
  }
  return result;
}
