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
  DeploymentOutcome,
  DeploymentRecord,
  globMatcher,
  mergeBatches,
  StageCursor,
  StageStep,
  SyncBatch,
  toDeploymentFact,
} from '@backstage-dora/plugin-dora-node';
import { Deployment } from '@backstage-dora/plugin-dora-common';
import { WireJob, WirePipeline } from '../client/wire';
import { readUpdates } from './updates';
import { Work } from './types';

const PREFIX = 'pipeline/';

/** A waiting job, including a manual one, has not started to deploy. */
const STATUSES: Record<string, DeploymentOutcome['status']> = {
  running: 'in_progress',
  success: 'success',
  failed: 'failure',
  canceled: 'cancelled',
};

/** Reads the deploying jobs of changed pipelines of the default branch; each takes a request. */
export async function readJobs(
  work: Work,
  cursor: StageCursor,
): Promise<StageStep> {
  const { client, context, project, store, subject } = work;
  const { defaultBranch } = project;
  if (!defaultBranch) {
    return {};
  }
  const { items, ...step } = await readUpdates(work, cursor, query =>
    client.pipelines(project.id, defaultBranch, query),
  );
  const known = await store.deployments();
  const changed = items.filter(item => {
    const record = known.get(PREFIX + item.id);
    return (
      record?.fingerprint !== subject.fingerprint ||
      record.extra !== item.updated_at
    );
  });
  for (const chunk of chunks(changed)) {
    const batches = await Promise.all(
      chunk.map(item => readPipeline(item, known.get(PREFIX + item.id), work)),
    );
    await context.emit(mergeBatches(batches));
  }
  return step;
}

async function readPipeline(
  pipeline: WirePipeline,
  known: DeploymentRecord | undefined,
  work: Work,
): Promise<SyncBatch> {
  const { client, project, store, subject } = work;
  const jobs = await client.jobs(project.id, pipeline.id);
  const facts = jobs.flatMap(job => toFacts(job, pipeline, work));
  return store.deploymentBatch(
    PREFIX + pipeline.id,
    facts,
    {
      fingerprint: subject.fingerprint,
      final: facts.every(({ status }) => status !== 'in_progress'),
      at: pipeline.created_at,
      extra: pipeline.updated_at,
    },
    known,
  );
}

function toFacts(
  job: WireJob,
  pipeline: WirePipeline,
  { source, subject }: Work,
): Deployment[] {
  const status = STATUSES[job.status];
  if (!status) {
    return [];
  }
  const finishedAt =
    status === 'in_progress'
      ? undefined
      : job.finished_at ?? pipeline.updated_at;
  return subject.targets
    .filter(
      target =>
        target.from === 'jobs' &&
        target.job &&
        globMatcher([target.job])(job.name),
    )
    .map(({ entityRef, environment }) =>
      toDeploymentFact(
        {
          source,
          id: `job/${job.id}`,
          environment,
          startedAt: job.started_at ?? pipeline.created_at,
          commitSha: pipeline.sha,
          title: job.name,
          ...(job.web_url && { url: job.web_url }),
        },
        { status, ...(finishedAt && { finishedAt }) },
        entityRef,
      ),
    );
}
