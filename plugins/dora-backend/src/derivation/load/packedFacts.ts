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
import { Named } from '../../rules/names';
import {
  ChangeFact,
  DeploymentFact,
  FactIdentity,
  Rules,
} from '../../rules/types';

/** The entity refs of the rows `g`. */
export const ENTITY: PackedPart = {
  columns: { numbers: ['e.id'], texts: ['e.ref'], optionalTexts: [] },
  from: 'entities e where e.id = g.entity_id',
};

/** The finished deployments of the rows `g`. */
export const DEPLOYMENTS: PackedPart = {
  columns: {
    numbers: ['d.pk', 'd.finished_at'],
    texts: ['d.source', 'd.id', 'd.environment', 'd.workspace', 'd.status'],
    optionalTexts: [
      'd.version',
      'd.commit_sha',
      'd.digest',
      'd.kind',
      'd.changes',
    ],
  },
  from: `deployments d where d.entity_id = g.entity_id
           and d.finished_at is not null and d.status <> 'in_progress'`,
};

/** The artifacts of the rows `g`. */
export const ARTIFACTS: PackedPart = {
  columns: {
    numbers: ['a.pk'],
    texts: [],
    optionalTexts: ['a.version', 'a.commit_sha', 'a.digest'],
  },
  from: 'artifacts a where a.entity_id = g.entity_id',
};

/** The changes of the rows `g`, with only the columns that the rules need. */
export function ownChanges(rules: Rules): PackedPart {
  return {
    columns: {
      numbers: [
        'c.pk',
        'c.entity_id',
        'c.first_commit_at',
        'c.opened_at',
        'c.first_review_at',
        'c.merged_at',
        'c.size',
      ],
      texts: ['c.source', 'c.id'],
      optionalTexts: [
        'c.commit_sha',
        'c.commit_shas',
        // Most changes have no labels.
        `nullif(c.labels, '[]')`,
        ...(rules.excludeChanges.titles.length > 0 ? ['c.title'] : []),
      ],
    },
    from: 'changes c where c.entity_id = g.entity_id',
  };
}

/**
 * Makes a reader of JSON lists that parses equal texts once: a release often has the same list in each workspace.
 *
 * @param toEntry - returns undefined for an invalid entry
 * @param where - table and column, for errors
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

/** Makes a reader of the lists of changes in deployments. */
export const listReader = () =>
  listOf((pair): FactIdentity | undefined => {
    const [source, id] = pair as unknown[];
    return typeof source === 'string' && typeof id === 'string'
      ? { source, id }
      : undefined;
  }, 'deployments.changes');

/** Readers of the JSON lists of a change. */
export interface ChangeLists {
  labels: (json: string | undefined) => string[] | undefined;
  commits: (json: string | undefined) => string[] | undefined;
}

/** Makes the readers of the JSON lists of changes. */
export function changeListReaders(): ChangeLists {
  const texts = (where: string) =>
    listOf(one => (typeof one === 'string' ? one : undefined), where);
  return {
    labels: texts('changes.labels'),
    commits: texts('changes.commit_shas'),
  };
}

/** All commits of a change; undefined when it has none. */
export const commitsOf = (
  commit: string | undefined,
  others: string[] | undefined,
): string[] | undefined =>
  commit === undefined ? others : [commit, ...(others ?? [])];

export function toDeployments(
  { length, numbers, texts, optionalTexts }: PackedRows,
  readList: (json: string | undefined) => FactIdentity[] | undefined,
): DeploymentFact[] {
  const [pks, times] = numbers;
  const [sources, ids, environments, workspaces, statuses] = texts;
  const [versions, commits, digests, kinds, lists] = optionalTexts;
  return Array.from({ length }, (_, row) => ({
    pk: pks[row],
    source: sources[row],
    id: ids[row],
    environment: environments[row],
    status: statuses[row],
    workspace: workspaces[row],
    finishedAt: factTime(times[row], 'deployments.finished_at'),
    version: versions[row],
    commitSha: commits[row],
    digest: digests[row],
    kind: kinds[row],
    changes: readList(lists[row]),
  }));
}

export function toArtifacts({ length, optionalTexts }: PackedRows): Named[] {
  const [versions, commits, digests] = optionalTexts;
  return Array.from({ length }, (_, row) => ({
    version: versions[row],
    commitSha: commits[row],
    digest: digests[row],
  }));
}

/** @param carrierId - the component that may carry them, `entities.id` */
export function toChanges(
  { length, numbers, texts, optionalTexts }: PackedRows,
  carrierId: number,
  lists: ChangeLists,
): ChangeFact[] {
  const [pks, entityIds, began, opened, reviewed, merged, sizes] = numbers;
  const [sources, ids] = texts;
  const [commits, others, labels, titles] = optionalTexts;
  const optional = (time: number, column: string) =>
    Number.isNaN(time) ? undefined : factTime(time, column);
  return Array.from({ length }, (_, row) => ({
    pk: pks[row],
    source: sources[row],
    id: ids[row],
    ofComponent: entityIds[row] === carrierId,
    firstCommitAt: factTime(began[row], 'changes.first_commit_at'),
    openedAt: optional(opened[row], 'changes.opened_at'),
    firstReviewAt: optional(reviewed[row], 'changes.first_review_at'),
    mergedAt: optional(merged[row], 'changes.merged_at'),
    title: titles?.[row],
    labels: lists.labels(labels[row]),
    size: Number.isNaN(sizes[row]) ? undefined : sizes[row],
    commits: commitsOf(commits[row], lists.commits(others[row])),
  }));
}
