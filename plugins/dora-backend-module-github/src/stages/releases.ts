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
import { GithubTarget } from '../discovery/GithubSubject';
import { etagState, nextPage, readPage } from './paging';
import { at, Work } from './types';

type Release =
  RestEndpointMethodTypes['repos']['listReleases']['response']['data'][number];

const LIST = 'releases';
const PREFIX = 'release/';
const PER_PAGE = 100;

/**
 * Reads the published releases, except pre-releases: each is a deployment at
 * the time of its publication.
 */
export async function readReleases(
  work: Work,
  { page = 1 }: StageCursor,
): Promise<StageStep> {
  const { client, context, store, subject } = work;
  const list = await readPage<Release>(work, LIST, page, headers =>
    client.rest.repos.listReleases({
      ...at(work),
      per_page: PER_PAGE,
      page,
      headers,
    }),
  );
  if (!list) {
    return {};
  }
  const since = context.since.toMillis();
  const known = await store.deployments();
  const wanted = list.items.filter(
    release =>
      !release.draft &&
      !release.prerelease &&
      Date.parse(release.published_at ?? '') >= since &&
      targetsOf(release, work).length > 0 &&
      known.get(PREFIX + release.id)?.fingerprint !== subject.fingerprint,
  );
  for (const chunk of chunks(wanted)) {
    const batches = await Promise.all(
      chunk.map(async release => {
        const sha = await commitOf(release.tag_name, work);
        const id = PREFIX + release.id;
        return sha
          ? work.store.deploymentBatch(
              id,
              targetsOf(release, work).map(target =>
                toFact(release, sha, target, work),
              ),
              {
                fingerprint: subject.fingerprint,
                at: release.published_at!,
                final: true,
              },
              known.get(id),
            )
          : ({} satisfies SyncBatch);
      }),
    );
    for (const batch of batches) {
      await context.emit(batch);
    }
  }
  await context.emit({ state: etagState(LIST, page, list) });
  // The list is ordered by commit, which is older than the release.
  const oldest = list.items[list.items.length - 1];
  const isOver =
    !oldest || (!context.backfill && Date.parse(oldest.created_at) < since);
  return nextPage(page, list, isOver);
}

function targetsOf({ tag_name: tag }: Release, { subject }: Work) {
  return subject.targets.filter(
    target => target.from === 'releases' && globMatcher(target.tags)(tag),
  );
}

function toFact(
  release: Release,
  commitSha: string,
  { entityRef, environment }: GithubTarget,
  { source }: Work,
) {
  const time = release.published_at!;
  return toDeploymentFact(
    {
      source,
      id: PREFIX + release.id,
      environment,
      startedAt: time,
      commitSha,
      version: release.tag_name,
      title: release.name || release.tag_name,
      url: release.html_url,
    },
    { status: 'success', finishedAt: time },
    entityRef,
  );
}

/** Undefined if the tag no longer exists. */
async function commitOf(tag: string, work: Work): Promise<string | undefined> {
  try {
    const { data } = await work.client.rest.repos.getCommit({
      ...at(work),
      ref: `tags/${tag}`,
      mediaType: { format: 'sha' },
    });
    return data as unknown as string;
  } catch (error) {
    if (hasStatus(error, 404, 422)) {
      return undefined;
    }
    throw error;
  }
}
