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

import {
  DeploymentRecord,
  globMatcher,
  mergeBatches,
  StageCursor,
  StageStep,
  SyncBatch,
  toDeploymentFact,
} from '@backstage-dora/plugin-dora-node';
import { JsonObject } from '@backstage/types';
import { Page } from '../client/GitLabClient';
import { WireRelease, WireTag } from '../client/wire';
import { Origin } from '../discovery/GitLabSubject';
import { Work } from './types';

/** A release or tag that stands for a deployment. */
interface Mark {
  tag: string;
  at: string;
  sha?: string;
  title: string;
  url: string;
}

interface Extra extends JsonObject {
  at: string;
  sha: string;
}

/** Reads releases: each is a deployment at the time of the release. */
export async function readReleases(
  work: Work,
  cursor: StageCursor,
): Promise<StageStep> {
  return readMarks(
    'releases',
    work,
    cursor,
    page => work.client.releases(work.project.id, page),
    release => toReleaseMark(release, work),
  );
}

/** Reads tags: each is a deployment at the time of the tag, or else of its commit. */
export async function readTags(
  work: Work,
  cursor: StageCursor,
): Promise<StageStep> {
  return readMarks(
    'tags',
    work,
    cursor,
    page => work.client.tags(work.project.id, page),
    tag => toTagMark(tag, work),
  );
}

async function readMarks<T>(
  from: Origin,
  work: Work,
  { page = 1 }: StageCursor,
  ask: (page: number) => Promise<Page<T>>,
  toMark: (item: T) => Mark | undefined,
): Promise<StageStep> {
  const { items, hasNext, total } = await ask(page);
  const since = work.context.since.toMillis();
  let isOver = !hasNext;
  const known = await work.store.deployments();
  const batches: SyncBatch[] = [];
  for (const item of items) {
    const mark = toMark(item);
    if (mark && Date.parse(mark.at) < since) {
      isOver = true;
    } else if (mark) {
      batches.push(toBatch(from, mark, known, work));
    }
  }
  await work.context.emit(mergeBatches(batches));
  return isOver
    ? {}
    : {
        next: { page: page + 1 },
        ...(total && { remaining: Math.ceil(total / items.length) - page }),
      };
}

function toBatch(
  from: Origin,
  mark: Mark,
  records: Map<string, DeploymentRecord>,
  { project, source, store, subject }: Work,
): SyncBatch {
  const { tag, at, sha, title, url } = mark;
  const id = `${from}/${tag}`;
  const known = records.get(id);
  const extra = known?.extra as Extra | undefined;
  const targets = subject.targets.filter(
    target => target.from === from && globMatcher(target.tags)(tag),
  );
  if (
    (targets.length === 0 && !known) ||
    (known?.fingerprint === subject.fingerprint &&
      extra?.at === at &&
      extra.sha === (sha ?? ''))
  ) {
    return {};
  }
  const facts = targets.map(({ entityRef, environment }) =>
    toDeploymentFact(
      {
        source,
        id: `${project.name}/${id}`,
        environment,
        startedAt: at,
        version: tag,
        title,
        url,
        ...(sha && { commitSha: sha }),
      },
      { status: 'success', finishedAt: at },
      entityRef,
    ),
  );
  return store.deploymentBatch(
    id,
    facts,
    {
      fingerprint: subject.fingerprint,
      final: true,
      at,
      extra: { at, sha: sha ?? '' },
    },
    known,
  );
}

/** Undefined for an upcoming release. */
function toReleaseMark(
  release: WireRelease,
  { context, project }: Work,
): Mark | undefined {
  const tag = release.tag_name;
  const at = release.released_at ?? release.created_at;
  const isUpcoming =
    release.upcoming_release || Date.parse(at) > context.now().toMillis();
  return isUpcoming
    ? undefined
    : {
        tag,
        at,
        title: release.name || tag,
        url:
          release._links?.self ??
          `${project.webUrl}/-/releases/${encodeURIComponent(tag)}`,
        ...(release.commit && { sha: release.commit.id }),
      };
}

/** Undefined if the commit no longer exists. */
function toTagMark(
  { name, commit, created_at: createdAt }: WireTag,
  { project }: Work,
): Mark | undefined {
  return (
    (commit && {
      tag: name,
      at: createdAt ?? commit.committed_date ?? commit.created_at,
      sha: commit.id,
      title: name,
      url: `${project.webUrl}/-/tags/${encodeURIComponent(name)}`,
    }) ??
    undefined
  );
}
