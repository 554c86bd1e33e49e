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
  StageCursor,
  StageStep,
  SyncBatch,
  toDeploymentFact,
} from '@backstage-dora/plugin-dora-node';
import { Deployment } from '@backstage-dora/plugin-dora-common';
import { RestEndpointMethodTypes } from '@octokit/rest';
import { etagState, nextPage, readPage } from './paging';
import { at, Work } from './types';

type Run =
  RestEndpointMethodTypes['actions']['listWorkflowRuns']['response']['data']['workflow_runs'][number];
type Job =
  RestEndpointMethodTypes['actions']['listJobsForWorkflowRun']['response']['data']['jobs'][number];

const PREFIX = 'run/';
const PER_PAGE = 100;
const JOBS_PER_PAGE = 100;

/** Events that run a workflow without deploying from the branch. */
const PROPOSALS = ['pull_request', 'pull_request_target', 'merge_group'];

const OUTCOMES: Record<string, DeploymentOutcome['status']> = {
  success: 'success',
  failure: 'failure',
  timed_out: 'failure',
  startup_failure: 'failure',
  cancelled: 'cancelled',
};

const targetsOf = ({ subject }: Work, workflow: string) =>
  subject.targets.filter(
    target => target.from === 'workflow' && target.workflow === workflow,
  );

const workflowsOf = ({ subject }: Work) =>
  [
    ...new Set(
      subject.targets.flatMap(({ from, workflow }) =>
        from === 'workflow' && workflow ? [workflow] : [],
      ),
    ),
  ].sort();

/** Reads the runs of the workflows that deploy. */
export async function readWorkflowRuns(
  work: Work,
  { list: index = 0, page = 1 }: StageCursor,
): Promise<StageStep> {
  const { client, context, store } = work;
  const workflows = workflowsOf(work);
  const workflow = workflows[index];
  if (workflow === undefined) {
    return {};
  }
  const after =
    index + 1 < workflows.length ? { next: { list: index + 1 } } : {};
  const list = `runs/${workflow}`;
  // Not filtered by branch: GitHub returns only the newest 1,000 items of a
  // filtered list.
  const runs = await readPage<Run>(work, list, page, async headers => {
    const response = await client.rest.actions.listWorkflowRuns({
      ...at(work),
      workflow_id: workflow,
      per_page: PER_PAGE,
      page,
      headers,
    });
    return { ...response, data: response.data.workflow_runs };
  });
  if (!runs) {
    return after;
  }
  const since = context.since.toMillis();
  const known = await store.deployments();
  const wanted = runs.items.filter(
    run =>
      Date.parse(run.created_at) >= since &&
      run.head_branch === work.repository.defaultBranch &&
      !PROPOSALS.includes(run.event) &&
      !isKnown(run, known.get(PREFIX + run.id), work),
  );
  for (const chunk of chunks(wanted)) {
    const batches = await Promise.all(
      chunk.map(run =>
        readRun(run, workflow, known.get(PREFIX + run.id), work),
      ),
    );
    for (const batch of batches) {
      await context.emit(batch);
    }
  }
  await context.emit({ state: etagState(list, page, runs) });
  const oldest = runs.items[runs.items.length - 1];
  const isOver = !oldest || Date.parse(oldest.created_at) < since;
  const step = nextPage(page, runs, isOver, index);
  return step.next ? step : after;
}

/** A successful run remains a success even if it is run again. */
function isKnown(
  run: Run,
  record: DeploymentRecord | undefined,
  { subject }: Work,
): boolean {
  return (
    record?.fingerprint === subject.fingerprint &&
    (record.final || record.extra === run.updated_at)
  );
}

async function readRun(
  run: Run,
  workflow: string,
  known: DeploymentRecord | undefined,
  work: Work,
): Promise<SyncBatch> {
  const facts: Deployment[] = [];
  const targets = targetsOf(work, workflow);
  const whole = targets.some(({ job }) => !job)
    ? await outcomeOfRun(run, work)
    : undefined;
  const jobs = targets.some(({ job }) => job) ? await readJobs(run, work) : [];
  for (const target of targets) {
    const ended = target.job ? outcomeOfJob(target.job, jobs) : whole;
    if (ended) {
      facts.push(
        toDeploymentFact(
          {
            source: work.source,
            id: PREFIX + run.id,
            environment: target.environment,
            startedAt: run.run_started_at ?? run.created_at,
            commitSha: run.head_sha,
            title: run.display_title,
            url: run.html_url,
          },
          ended,
          target.entityRef,
        ),
      );
    }
  }
  return work.store.deploymentBatch(
    PREFIX + run.id,
    facts,
    {
      fingerprint: work.subject.fingerprint,
      at: run.created_at,
      final: facts.length > 0 && facts.every(fact => fact.status === 'success'),
      extra: run.updated_at,
    },
    known,
  );
}

/** It went live with the first successful attempt. */
async function outcomeOfRun(
  run: Run,
  work: Work,
): Promise<DeploymentOutcome | undefined> {
  const { client } = work;
  for (let attempt = 1; attempt < (run.run_attempt ?? 1); attempt++) {
    const { data } = await client.rest.actions.getWorkflowRunAttempt({
      ...at(work),
      run_id: run.id,
      attempt_number: attempt,
    });
    if (data.conclusion === 'success') {
      return { status: 'success', finishedAt: data.updated_at };
    }
  }
  return outcome(run.status, run.conclusion, run.updated_at);
}

async function readJobs(run: Run, work: Work): Promise<Job[]> {
  const { client } = work;
  return client.all(async page => {
    const response = await client.rest.actions.listJobsForWorkflowRun({
      ...at(work),
      run_id: run.id,
      filter: 'all',
      per_page: JOBS_PER_PAGE,
      page,
    });
    return { ...response, data: response.data.jobs };
  }, 3);
}

/** A job may be one of a matrix, or of a workflow that it calls: `deploy (eu)`, `deploy / apply`. */
function outcomeOfJob(
  name: string,
  jobs: Job[],
): DeploymentOutcome | undefined {
  const own = jobs.filter(
    job =>
      job.name === name ||
      job.name.startsWith(`${name} (`) ||
      job.name.startsWith(`${name} / `),
  );
  const attempts = [...new Set(own.map(job => job.run_attempt ?? 1))].sort(
    (a, b) => a - b,
  );
  const outcomes = attempts
    .map(attempt =>
      outcomeTogether(own.filter(job => (job.run_attempt ?? 1) === attempt)),
    )
    .filter(found => found !== undefined);
  return (
    outcomes.find(({ status }) => status === 'success') ??
    outcomes[outcomes.length - 1]
  );
}

/** All of the jobs must have succeeded; the last one says when. */
function outcomeTogether(jobs: Job[]): DeploymentOutcome | undefined {
  const outcomes = jobs
    .map(job =>
      outcome(job.status, job.conclusion, job.completed_at ?? undefined),
    )
    .filter(found => found !== undefined)
    .sort(
      (a, b) => Date.parse(a.finishedAt ?? '') - Date.parse(b.finishedAt ?? ''),
    );
  return (
    outcomes.find(({ status }) => status === 'in_progress') ??
    outcomes.find(({ status }) => status !== 'success') ??
    outcomes[outcomes.length - 1]
  );
}

/** Undefined if it was skipped, as nothing was deployed. */
function outcome(
  status: string | null,
  conclusion: string | null,
  finishedAt: string | undefined,
): DeploymentOutcome | undefined {
  if (status !== 'completed' || !finishedAt) {
    return { status: 'in_progress' };
  }
  const ended = OUTCOMES[conclusion ?? ''];
  return ended && { status: ended, finishedAt };
}
