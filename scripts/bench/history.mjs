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

import { createHash } from 'node:crypto';
import { randomFrom } from './random.mjs';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CHANGES_PER_DEPLOYMENT = 3;
const INCIDENTS_PER_DEPLOYMENT = 0.027;
const ROLLBACKS = 0.03;
const HOTFIXES = 0.03;

const iso = time => new Date(Math.round(time)).toISOString();

function* changesOf(component, release, at, count, random) {
  for (let i = 0; i < count; i++) {
    const merged = at - (0.5 + random() * 20) * HOUR;
    const opened = merged - random() ** 2 * 5 * DAY;
    yield {
      source: 'scm',
      id: `${component.name}/${release}.${i}`,
      entityRef: component.name,
      repository: `https://scm.example/${component.name}`,
      title: `Change ${i} of release ${release}`,
      commitSha: `${component.name}-${release}-${i}`,
      firstCommitAt: iso(opened - random() * 2 * DAY),
      openedAt: iso(opened),
      firstReviewAt: iso(opened + random() * (merged - opened)),
      mergedAt: iso(merged),
      labels: i === 0 && random() < HOTFIXES ? ['hotfix'] : [],
      size: Math.ceil(random() ** 3 * 900),
    };
  }
}

/**
 * All that is reported of one component, in order of time: `{ kind, fact }`.
 * Unless `single`, a pipeline reports the commit and the changes of each
 * deployment, and a cluster its version. An artifact joins them; of every third
 * component the pipeline knows the version too, and there is no artifact.
 */
export function* historyOf(component, { deployments, from, to, seed, single }) {
  const random = randomFrom(seed);
  const knowsBoth = seed % 3 === 0;
  const releases = Math.max(
    1,
    Math.round((component.share * deployments) / component.workspaces),
  );
  const step = (to - from) / releases;
  for (let release = 1; release <= releases; release++) {
    const at = from + (release - 1 + random()) * step;
    const goesBack = release > 2 && random() < ROLLBACKS;
    const version = `1.${goesBack ? release - 2 : release}`;
    const count = Math.round(
      CHANGES_PER_DEPLOYMENT * component.workspaces * 2 * random(),
    );
    const changes = goesBack
      ? []
      : [...changesOf(component, release, at, count, random)];
    yield* changes.map(fact => ({ kind: 'changes', fact }));
    const commitSha = createHash('sha1')
      .update(`${component.name} ${version}`)
      .digest('hex');
    if (!single && !knowsBoth && !goesBack) {
      yield {
        kind: 'artifacts',
        fact: {
          source: 'ci',
          id: `${component.name}/${release}`,
          entityRef: component.name,
          builtAt: iso(at),
          version,
          commitSha,
        },
      };
    }
    for (let workspace = 0; workspace < component.workspaces; workspace++) {
      const deployment = {
        id: `${component.name}/${release}/${workspace}`,
        entityRef: component.name,
        environment: 'production',
        status: 'success',
        workspace: `region-${workspace}`,
        finishedAt: iso(Math.min(at + workspace * random() * HOUR, to)),
      };
      yield {
        kind: 'deployments',
        fact: {
          ...deployment,
          source: 'ci',
          ...(single ? { version } : { commitSha }),
          ...(!single && knowsBoth && { version }),
          ...(component.listsChanges && {
            changes: changes.map(({ source, id }) => ({ source, id })),
          }),
        },
      };
      if (!single) {
        yield {
          kind: 'deployments',
          fact: { ...deployment, source: 'cluster', version },
        };
      }
    }
    if (random() < INCIDENTS_PER_DEPLOYMENT * component.workspaces) {
      // An incident cannot be reported before it has happened.
      const startedAt = Math.min(at + random() * 40 * HOUR, to);
      const resolvedAt = startedAt + random() ** 2 * 30 * HOUR;
      yield {
        kind: 'incidents',
        fact: {
          source: 'pager',
          id: `${component.name}/${release}`,
          entityRef:
            random() < 0.5 ? component.name : `system:${component.system}`,
          startedAt: iso(startedAt),
          ...(resolvedAt < to && { resolvedAt: iso(resolvedAt) }),
          ...(random() < 0.3 && {
            causedBy: {
              deployment: {
                source: 'ci',
                id: `${component.name}/${release}/0`,
              },
            },
          }),
        },
      };
    }
  }
}

/** The history of all components, as bodies for `POST /ingest` with this many facts. */
export function* callsOf(organisation, { factsPerCall, seed, ...history }) {
  let call = {};
  let size = 0;
  for (const [index, component] of organisation.components.entries()) {
    for (const { kind, fact } of historyOf(component, {
      ...history,
      seed: seed + index,
    })) {
      (call[kind] ??= []).push(fact);
      if (++size === factsPerCall) {
        yield { call, size };
        call = {};
        size = 0;
      }
    }
  }
  if (size > 0) yield { call, size };
}
