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
  chunks,
  globMatcher,
  StageCursor,
  StageStep,
  SyncBatch,
  toDeploymentFact,
} from '@backstage-dora/plugin-dora-node';
import { RestEndpointMethodTypes } from '@octokit/rest';
import { hasStatus } from '../client/GithubClient';
import { at, Work } from './types';

type Tag =
  RestEndpointMethodTypes['repos']['listTags']['response']['data'][number];

const PREFIX = 'tag/';
const PER_PAGE = 100;

/** A moved tag counts as a new one. */
const idOf = ({ name, commit }: Tag) => `${PREFIX}${name}@${commit.sha}`;

const targetsOf = ({ name }: Tag, { subject }: Work) =>
  subject.targets.filter(
    target => target.from === 'tags' && globMatcher(target.tags)(name),
  );

/**
 * Reads tags: each is a deployment at the time of the tag, or of its commit if
 * the tag has no time of its own.
 */
export async function readTags(
  work: Work,
  { page = 1 }: StageCursor,
): Promise<StageStep> {
  const { client, context, store, subject } = work;
  // Tags are listed by name, so a new one may be on any page.
  const key = `etag/tags/${page}`;
  const etag = context.backfill
    ? undefined
    : await context.state.get<{ etag: string; hasNext: boolean }>(key);
  const list = await client.page<Tag>(
    headers =>
      client.rest.repos.listTags({
        ...at(work),
        per_page: PER_PAGE,
        page,
        headers,
      }),
    etag?.etag,
  );
  if (list) {
    const known = await store.deployments();
    const wanted = list.items.filter(
      tag =>
        targetsOf(tag, work).length > 0 &&
        known.get(idOf(tag))?.fingerprint !== subject.fingerprint,
    );
    for (const chunk of chunks(wanted)) {
      for (const batch of await Promise.all(
        chunk.map(tag => readTag(tag, work)),
      )) {
        await context.emit(batch);
      }
    }
    await context.emit({
      state: list.etag
        ? { [key]: { etag: list.etag, hasNext: list.hasNext } }
        : {},
    });
  }
  const { hasNext, last } = list ?? { hasNext: etag?.hasNext, last: undefined };
  return hasNext
    ? { next: { page: page + 1 }, ...(last && { remaining: last - page }) }
    : {};
}

async function readTag(tag: Tag, work: Work): Promise<SyncBatch> {
  const { context, repository, source, store, subject } = work;
  const time = await timeOf(tag, work);
  if (!time) {
    return {};
  }
  const isWanted = Date.parse(time) >= context.since.toMillis();
  const id = idOf(tag);
  const facts = (isWanted ? targetsOf(tag, work) : []).map(
    ({ entityRef, environment }) =>
      toDeploymentFact(
        {
          source,
          id: `${PREFIX}${repository.name}/${tag.name}@${tag.commit.sha}`,
          environment,
          startedAt: time,
          commitSha: tag.commit.sha,
          version: tag.name,
          title: tag.name,
          url: `https://${subject.host}/${repository.owner}/${
            repository.repo
          }/tree/${encodeURIComponent(tag.name)}`,
        },
        { status: 'success', finishedAt: time },
        entityRef,
      ),
  );
  return store.deploymentBatch(
    id,
    facts,
    { fingerprint: subject.fingerprint, at: time, final: true },
    undefined,
  );
}

/** Undefined if the tag no longer exists. */
async function timeOf(
  { name, commit }: Tag,
  work: Work,
): Promise<string | undefined> {
  const { git } = work.client.rest;
  try {
    const { data: ref } = await git.getRef({
      ...at(work),
      ref: `tags/${name}`,
    });
    if (ref.object.type === 'tag') {
      const { data } = await git.getTag({
        ...at(work),
        tag_sha: ref.object.sha,
      });
      return data.tagger.date;
    }
    const { data } = await git.getCommit({
      ...at(work),
      commit_sha: commit.sha,
    });
    return data.committer.date;
  } catch (error) {
    if (hasStatus(error, 404, 422)) {
      return undefined;
    }
    throw error;
  }
}
