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
import { NaiveOrganisation } from './naiveMetrics';
import { NaiveFacts } from './naiveRules';
import {
  Artifact,
  Change,
  Deployment,
  Incident,
} from '@backstage-dora/plugin-dora-common';

interface Shape {
  ref: string;
  ownedBy?: string;
  partOf?: string;
  childOf?: string;
  /** `backstage-dora.io/production-environments` */
  production?: string;
  /** `backstage-dora.io/deployments-from` */
  deploymentsFrom?: string;
}

/**
 * Two platforms under one group, three domains, four products (one of them a component without a system, one deployed
 * as a system), a component whose owner is not that of its system, and a component without anything.
 */
const SHAPES: Shape[] = [
  { ref: 'group:default/company' },
  { ref: 'group:default/commerce', childOf: 'group:default/company' },
  {
    ref: 'group:default/core',
    childOf: 'group:default/company',
    production: 'te{s,x}t, PROD*',
  },
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
  {
    ref: 'system:default/search',
    ownedBy: 'group:default/discovery',
    production: 'prod',
  },
  {
    ref: 'component:default/cart-api',
    ownedBy: 'group:default/checkout',
    partOf: 'system:default/cart',
  },
  {
    ref: 'component:default/cart-ui',
    ownedBy: 'group:default/identity',
    partOf: 'system:default/cart',
    deploymentsFrom: 'C?',
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

const shapeOf = (ref: string) => SHAPES.find(shape => shape.ref === ref);

/** What an entity directly rolls up to. */
function parentsOf(ref: string): string[] {
  return ENTITY_REFS.filter(
    parent => parent !== ref && entitiesUnder(parent).includes(ref),
  );
}

/** Systems, and components without one, at or below an entity, or all. */
const productsOf = (ref?: string) =>
  (ref === undefined ? ENTITY_REFS : entitiesUnder(ref)).filter(
    one =>
      one.startsWith('system:') ||
      (one.startsWith('component:') && !shapeOf(one)?.partOf),
  );

/** From an entity up along the groups, the nearest first. */
function* groupsAbove(ref: string): Generator<Shape> {
  const { partOf, ownedBy, childOf } = shapeOf(ref) ?? {};
  const product = partOf?.startsWith('system:') ? shapeOf(partOf) : undefined;
  for (
    let group = shapeOf(childOf ?? product?.ownedBy ?? ownedBy ?? '');
    group;
    group = shapeOf(group.childOf ?? '')
  ) {
    yield group;
  }
}

/** What the second reading asks about the organisation. */
export const ORGANISATION: NaiveOrganisation = {
  refs: ENTITY_REFS,
  under: entitiesUnder,
  products: productsOf,
  productOf: component => {
    const { partOf } = shapeOf(component) ?? {};
    return partOf?.startsWith('system:') ? partOf : undefined;
  },
  above: parentsOf,
  annotations: ref => {
    const shape = shapeOf(ref);
    const production = [
      shape,
      shape?.partOf ? shapeOf(shape.partOf) : undefined,
      ...groupsAbove(ref),
    ].find(one => one?.production)?.production;
    return {
      production: production?.split(/, /),
      deploymentsFrom: shape?.deploymentsFrom,
    };
  },
};

/** The entities as the catalog has them. */
export function catalogEntities(): Entity[] {
  return SHAPES.map(({ ref, production, deploymentsFrom, ...relations }) => {
    const [, kind, name] = /^(.+):default\/(.+)$/.exec(ref)!;
    return {
      apiVersion: 'backstage.io/v1alpha1',
      kind: kind[0].toUpperCase() + kind.slice(1),
      metadata: {
        name,
        namespace: 'default',
        annotations: {
          ...(production && {
            'backstage-dora.io/production-environments': production,
          }),
          ...(deploymentsFrom && {
            'backstage-dora.io/deployments-from': deploymentsFrom,
          }),
        },
      },
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
    .map(([ms, zone]) => {
      // Not about now, which moves on while it is asked.
      const isNow = Math.abs(ms) < HOUR / 4;
      return DateTime.fromMillis(now + ms - (isNow ? HOUR : 0), {
        zone,
      }).toISO()!;
    });
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
  const build = fc.integer({ min: 1, max: 12 });
  // What a build is called varies with who reports it.
  const commitOf = (n: number) => `${n % 2 ? 'ab' : 'cd'}${n}`.padEnd(40, 'e');
  const version = fc.oneof(
    build.map(n => `1.${n}`),
    build.map(n => `v1.${n}`),
    build.map(n => `sha-${commitOf(n).slice(0, 9)}`),
    fc.constantFrom('latest', 'blue', 'unknown', commitOf(3)),
  );
  const commit = fc.oneof(
    build.map(commitOf),
    build.map(n => commitOf(n).slice(0, 8)),
    build.map(n => commitOf(n).toUpperCase()),
    fc.constantFrom('0000000', 'c1', 'c2'),
  );
  const digest = fc.oneof(
    build.map(n => `sha256:${n}`),
    build.map(n => `SHA256:${n}`),
  );
  const source = fc.constantFrom('argo', 'ci', 'cd');
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
    digest: optional(digest, 2),
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
  /** One rollout as a pipeline, the cluster and a tool for delivery see it, minutes apart. */
  const reported: fc.Arbitrary<Deployment[]> = fc
    .record({
      n: build,
      entityRef: deployable,
      finishedAt: time,
      workspace: optional(fc.constantFrom('eu', 'us'), 5),
      lags: fc.array(fc.integer({ min: -10, max: 200 }), {
        minLength: 3,
        maxLength: 3,
      }),
      changes: optional(fc.array(changeId, { maxLength: 3 }), 2),
      id: fc.integer({ min: 401, max: 500 }),
    })
    .map(({ n, lags, changes, id, finishedAt, ...about }) =>
      [
        { source: 'ci', commitSha: commitOf(n), changes },
        { source: 'argo', version: `v1.${n}` },
        { source: 'cd', digest: `sha256:${n}` },
      ].map((report, index) => ({
        ...about,
        ...report,
        id: `d${id}`,
        environment: 'prod',
        status: 'success' as const,
        finishedAt: later(finishedAt, lags[index] / 60),
      })),
    );
  const artifact: fc.Arbitrary<Artifact> = fc
    .record({
      source: fc.constant('build'),
      id: fc.integer({ min: 1, max: 60 }).map(n => `a${n}`),
      entityRef: fc.constantFrom('cart-api', 'cart-ui', 'search-api', 'login'),
      builtAt: time,
      n: build,
      lacks: fc.constantFrom('version', 'commitSha', 'digest', undefined),
    })
    .map(({ n, lacks, ...rest }) => {
      const names = {
        version: `1.${n}`,
        commitSha: commitOf(n),
        digest: `sha256:${n}`,
      };
      return { ...rest, ...names, ...(lacks && { [lacks]: undefined }) };
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
      size: optional(fc.nat(900), 2),
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
      source: fc.constantFrom('itsm', 'pager'),
      id: fc.integer({ min: 1, max: 50 }).map(n => `INC-${n}`),
      severity: optional(fc.constantFrom('SEV1', 'sev2', 'low'), 1),
      sameAs: optional(
        fc.record({
          source: fc.constantFrom('itsm', 'pager'),
          id: fc.integer({ min: 1, max: 50 }).map(n => `INC-${n}`),
        }),
        1,
      ),
      acknowledged: fc.boolean(),
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
    .map(({ took, acknowledged, ...rest }) => ({
      ...rest,
      acknowledgedAt: acknowledged ? later(rest.startedAt, 0.1) : undefined,
      resolvedAt: took === undefined ? undefined : later(rest.startedAt, took),
    }));
  return { deployment, reported, artifact, change, incident };
}

const shuffled = <T>(items: T[], seed: number) => {
  const keys = fc.sample(fc.nat(), { seed, numRuns: items.length });
  return items
    .map((item, index) => ({ item, key: keys[index] }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
};

type Entry = {
  [TKind in keyof NaiveFacts]: { kind: TKind; fact: NaiveFacts[TKind][number] };
}[keyof NaiveFacts];

const keyOf = ({ kind, fact }: Entry) => `${kind} ${fact.source} ${fact.id}`;

function collect(entries: Iterable<Entry>): NaiveFacts {
  const result: NaiveFacts = {
    deployments: [],
    changes: [],
    incidents: [],
    artifacts: [],
  };
  for (const { kind, fact } of entries) {
    (result[kind] as (typeof fact)[]).push(fact);
  }
  return result;
}

const entriesOf = (all: NaiveFacts): Entry[] => [
  ...all.deployments.map((fact): Entry => ({ kind: 'deployments', fact })),
  ...all.changes.map((fact): Entry => ({ kind: 'changes', fact })),
  ...all.incidents.map((fact): Entry => ({ kind: 'incidents', fact })),
  ...all.artifacts.map((fact): Entry => ({ kind: 'artifacts', fact })),
];

/**
 * A random history around a time: calls in order, with late and repeated facts and facts that replace others, and the
 * facts as they are after the last call.
 */
export function randomHistory(
  seed: number,
  now: number,
): { calls: NaiveFacts[]; facts: NaiveFacts } {
  const arbitrary = facts(now);
  const all = shuffled(
    entriesOf({
      deployments: [
        ...fc.sample(arbitrary.deployment, { seed, numRuns: 250 }),
        ...fc.sample(arbitrary.reported, { seed, numRuns: 60 }).flat(),
      ],
      changes: fc.sample(arbitrary.change, { seed: seed + 1, numRuns: 250 }),
      incidents: fc.sample(arbitrary.incident, { seed: seed + 2, numRuns: 90 }),
      artifacts: fc.sample(arbitrary.artifact, { seed: seed + 3, numRuns: 40 }),
    }),
    seed,
  );
  const final = new Map<string, Entry>();
  const calls: NaiveFacts[] = [];
  let call = new Map<string, Entry>();
  const flush = () => {
    calls.push(collect(call.values()));
    call = new Map();
  };
  for (const entry of all) {
    const key = keyOf(entry);
    if (call.has(key) || call.size > 60) {
      flush();
    }
    call.set(key, entry);
    final.set(key, entry);
  }
  flush();
  calls.push(calls[0], calls[calls.length - 1]);
  for (const entry of calls.slice(-2).flatMap(entriesOf)) {
    final.set(keyOf(entry), entry);
  }
  return { calls, facts: collect(final.values()) };
}
