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
  DeploymentRecord,
  environmentMatcher,
  mergeBatches,
  StageCursor,
  StageStep,
  SyncBatch,
  toDeploymentFact,
} from '@backstage-dora/plugin-dora-node';
import { RestEndpointMethodTypes } from '@octokit/rest';
import { DateTime } from 'luxon';
import { GithubTarget } from '../discovery/GithubSubject';
import { outcomeOf, StatusEntry } from './outcome';
import { etagState, nextPage, readPage } from './paging';
import { readStatuses, readStatusesTogether } from './statuses';
import { at, Work } from './types';

type GithubDeployment =
  RestEndpointMethodTypes['repos']['listDeployments']['response']['data'][number];

const LIST = 'deployments';
const PREFIX = 'deployment/';
const PER_PAGE = 100;
/** Deployments that have not succeeded by then are no longer followed. */
const GIVE_UP = { days: 7 };

/** Reads deployments and their outcomes; successful ones are not requested again. */
export async function readDeployments(
  work: Work,
  { page = 1 }: StageCursor,
): Promise<StageStep> {
  const { client, context, store, subject } = work;
  const list = await readPage<GithubDeployment>(work, LIST, page, headers =>
    client.rest.repos.listDeployments({
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
    item =>
      Date.parse(item.created_at) >= since &&
      targetsOf(item, work).length > 0 &&
      !isKnown(known.get(PREFIX + item.id), subject.fingerprint),
  );
  const statuses = await readStatusesTogether(wanted, work);
  for (const chunk of chunks(wanted)) {
    const batches = await Promise.all(
      chunk.map(item =>
        readDeployment(
          item,
          statuses.get(item.id),
          known.get(PREFIX + item.id),
          work,
        ),
      ),
    );
    await context.emit(mergeBatches(batches));
  }
  await context.emit({ state: etagState(LIST, page, list) });
  const oldest = list.items[list.items.length - 1];
  return nextPage(page, list, !oldest || Date.parse(oldest.created_at) < since);
}

/**
 * Rereads the deployments that have not succeeded yet; those without a new
 * status do not count against the rate limit.
 */
export async function readOpenDeployments(work: Work): Promise<StageStep> {
  const { context, store, subject } = work;
  const known = await store.deployments();
  const open = [...known].filter(
    ([id, record]) =>
      id.startsWith(PREFIX) &&
      !record.final &&
      record.fingerprint === subject.fingerprint,
  );
  for (const chunk of chunks(open)) {
    const batches = await Promise.all(
      chunk.map(([id, record]) => readAgain(id, record, work)),
    );
    await context.emit(mergeBatches(batches));
  }
  return {};
}

function isKnown(
  record: DeploymentRecord | undefined,
  fingerprint: string,
): boolean {
  return record?.fingerprint === fingerprint;
}

function targetsOf(item: GithubDeployment, work: Work): GithubTarget[] {
  const { config, subject } = work;
  return subject.targets.filter(
    target =>
      target.from === 'deployments' &&
      environmentMatcher(target, config)(item.environment) &&
      (!target.task || target.task === item.task),
  );
}

async function readDeployment(
  item: GithubDeployment,
  together: StatusEntry[] | undefined,
  known: DeploymentRecord | undefined,
  work: Work,
): Promise<SyncBatch> {
  const statuses = together
    ? { items: together, etag: undefined }
    : await readStatuses(item.id, work);
  const outcome = outcomeOf(statuses?.items ?? []);
  const attempt = {
    source: work.source,
    id: PREFIX + item.id,
    environment: item.environment,
    startedAt: item.created_at,
    commitSha: item.sha,
    title: item.ref,
    ...(outcome.url && { url: outcome.url }),
  };
  const facts = targetsOf(item, work).map(({ entityRef }) =>
    toDeploymentFact(attempt, outcome, entityRef),
  );
  return work.store.deploymentBatch(
    attempt.id,
    facts,
    {
      fingerprint: work.subject.fingerprint,
      at: item.created_at,
      final: isFinal(outcome.status, item.created_at, work),
      ...(statuses?.etag && { extra: statuses.etag }),
    },
    known,
  );
}

async function readAgain(
  id: string,
  record: DeploymentRecord,
  work: Work,
): Promise<SyncBatch> {
  const etag = record.extra as string | undefined;
  const statuses = await readStatuses(
    Number(id.slice(PREFIX.length)),
    work,
    etag,
  );
  const facts = record.deployments.map(({ fact }) => fact);
  if (!statuses) {
    const final = isFinal(facts[0]?.status, record.at, work);
    return final
      ? work.store.deploymentBatch(id, facts, { ...record, final }, record)
      : {};
  }
  const { status, finishedAt, url } = outcomeOf(statuses.items);
  return work.store.deploymentBatch(
    id,
    facts.map(fact => ({
      ...fact,
      status,
      ...(finishedAt && { finishedAt }),
      ...(url && { url }),
    })),
    {
      fingerprint: record.fingerprint,
      at: record.at,
      final: isFinal(status, record.at, work),
      ...(statuses.etag && { extra: statuses.etag }),
    },
    record,
  );
}

function isFinal(
  status: string | undefined,
  createdAt: string,
  { context }: Work,
): boolean {
  return (
    status === 'success' ||
    DateTime.fromISO(createdAt) < context.now().minus(GIVE_UP)
  );
}
