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

import { factTime, InvalidValueError } from '../../database/InvalidValueError';
import { PackedPart, PackedRows } from '../../database/packedRows';
import {
  ChangeFact,
  DeploymentFact,
  FactIdentity,
  Rules,
} from '../../rules/types';

/** What the entity of the rows `g` is called. */
export const ENTITY: PackedPart = {
  columns: { numbers: ['e.id'], texts: ['e.ref'], optionalTexts: [] },
  from: 'entities e where e.id = g.entity_id',
};

/** The successful deployments of the rows `g` since a time. */
export const DEPLOYMENTS: PackedPart = {
  columns: {
    numbers: ['d.pk', 'd.finished_at'],
    texts: ['d.source', 'd.id', 'd.environment', 'd.workspace'],
    optionalTexts: ['d.version', 'd.commit_sha', 'd.kind', 'd.changes'],
  },
  from: `deployments d where d.entity_id = g.entity_id
           and d.finished_at >= g.since and d.status = 'success'`,
};

/** What changes `c` are read from, with as much as the rules ask for. */
export function changesFrom(from: string, rules: Rules): PackedPart {
  return {
    columns: {
      numbers: [
        'c.pk',
        'c.entity_id',
        'c.first_commit_at',
        'c.opened_at',
        'c.first_review_at',
        'c.merged_at',
      ],
      texts: ['c.source', 'c.id'],
      optionalTexts: [
        // Most have none.
        `nullif(c.labels, '[]')`,
        ...(rules.excludeChanges.titles.length > 0 ? ['c.title'] : []),
      ],
    },
    from,
  };
}

/**
 * Makes a reader of lists in JSON whose texts are often the same, such as the list that a release has for each workspace.
 *
 * @param toEntry - undefined for what is no entry of such a list
 * @param where - the table and the column
 */
function listOf<TEntry>(
  toEntry: (value: unknown) => TEntry | undefined,
  where: string,
): (json: string | undefined) => TEntry[] | undefined {
  const known = new Map<string, TEntry[]>();
  const parse = (json: string): TEntry[] => {
    try {
      return (JSON.parse(json) as unknown[]).map(value => {
        const entry = toEntry(value);
        if (entry === undefined) {
          throw new TypeError();
        }
        return entry;
      });
    } catch {
      throw new InvalidValueError('InvalidJson', where);
    }
  };
  return json => {
    if (json === undefined) {
      return undefined;
    }
    const read = known.get(json) ?? parse(json);
    known.set(json, read);
    return read;
  };
}

/** Makes the reader of the lists of changes that deployments carry. */
export const listReader = () =>
  listOf((pair): FactIdentity | undefined => {
    const [source, id] = pair as unknown[];
    return typeof source === 'string' && typeof id === 'string'
      ? { source, id }
      : undefined;
  }, 'deployments.changes');

/** Makes the reader of the labels of changes. */
export const labelReader = () =>
  listOf(
    label => (typeof label === 'string' ? label : undefined),
    'changes.labels',
  );

/** The deployments that can be rollouts. */
export function toDeployments(
  { length, numbers, texts, optionalTexts }: PackedRows,
  readList: (json: string | undefined) => FactIdentity[] | undefined,
  counts: (deployment: DeploymentFact) => boolean,
): DeploymentFact[] {
  const [pks, times] = numbers;
  const [sources, ids, environments, workspaces] = texts;
  const [versions, commits, kinds, lists] = optionalTexts;
  const deployments: DeploymentFact[] = [];
  for (let row = 0; row < length; row++) {
    const deployment: DeploymentFact = {
      pk: pks[row],
      source: sources[row],
      id: ids[row],
      environment: environments[row],
      status: 'success',
      workspace: workspaces[row],
      finishedAt: factTime(times[row], 'deployments.finished_at'),
      version: versions[row],
      commitSha: commits[row],
      kind: kinds[row],
      changes: readList(lists[row]),
    };
    if (counts(deployment)) {
      deployments.push(deployment);
    }
  }
  return deployments;
}

/** @param carrierId - the component that may carry them, `entities.id` */
export function toChanges(
  { length, numbers, texts, optionalTexts }: PackedRows,
  carrierId: number,
  readLabels: (json: string | undefined) => string[] | undefined,
): ChangeFact[] {
  const [pks, entityIds, commits, opened, reviewed, merged] = numbers;
  const [sources, ids] = texts;
  const [labels, titles] = optionalTexts;
  const optional = (time: number, column: string) =>
    Number.isNaN(time) ? undefined : factTime(time, column);
  return Array.from({ length }, (_, row) => ({
    pk: pks[row],
    source: sources[row],
    id: ids[row],
    ofComponent: entityIds[row] === carrierId,
    firstCommitAt: factTime(commits[row], 'changes.first_commit_at'),
    openedAt: optional(opened[row], 'changes.opened_at'),
    firstReviewAt: optional(reviewed[row], 'changes.first_review_at'),
    mergedAt: optional(merged[row], 'changes.merged_at'),
    title: titles?.[row],
    labels: readLabels(labels[row]),
  }));
}
