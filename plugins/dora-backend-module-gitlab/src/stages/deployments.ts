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
  DeploymentOutcome,
  DeploymentRecord,
  environmentMatcher,
  globMatcher,
  mergeBatches,
  StageCursor,
  StageStep,
  SyncBatch,
  toDeploymentFact,
} from '@backstage-dora/plugin-dora-node';
import { JsonObject } from '@backstage/types';
import { WireDeployment } from '../client/wire';
import { GitLabTarget } from '../discovery/GitLabSubject';
import { readUpdates } from './updates';
import { Work } from './types';

const PREFIX = 'deployment/';

/** Deployments that were only created, await approval or were skipped have not started. */
const STATUSES: Record<string, DeploymentOutcome['status']> = {
  running: 'in_progress',
  success: 'success',
  failed: 'failure',
  canceled: 'cancelled',
};

interface Extra extends JsonObject {
  updatedAt: string;
}

/** Reads GitLab's deployments. */
export async function readDeployments(
  work: Work,
  cursor: StageCursor,
): Promise<StageStep> {
  const { client, context, project, store, subject } = work;
  const { items, ...step } = await readUpdates(work, cursor, query =>
    client.deployments(project.id, query),
  );
  const known = await store.deployments();
  const batches = items.flatMap(item => {
    const record = known.get(PREFIX + item.id);
    const targets = targetsOf(item, work);
    return (record || targets.length > 0) &&
      !isKnown(item, record, subject.fingerprint)
      ? [toBatch(item, targets, record, work)]
      : [];
  });
  await context.emit(mergeBatches(batches));
  return step;
}

function isKnown(
  item: WireDeployment,
  record: DeploymentRecord | undefined,
  fingerprint: string,
): boolean {
  const extra = record?.extra as Extra | undefined;
  return (
    record?.fingerprint === fingerprint && extra?.updatedAt === item.updated_at
  );
}

function targetsOf(
  { environment, deployable, status }: WireDeployment,
  { config, subject }: Work,
): GitLabTarget[] {
  return STATUSES[status]
    ? subject.targets.filter(
        target =>
          target.from === 'deployments' &&
          environmentMatcher(target, config)(environment.name) &&
          (!target.job ||
            (deployable && globMatcher([target.job])(deployable.name))),
      )
    : [];
}

function toBatch(
  item: WireDeployment,
  targets: GitLabTarget[],
  known: DeploymentRecord | undefined,
  work: Work,
): SyncBatch {
  const { project, source, store, subject } = work;
  const { deployable, environment, ref } = item;
  const status = STATUSES[item.status];
  const isOver = status !== 'in_progress';
  const url =
    deployable?.web_url ??
    deployable?.pipeline?.web_url ??
    `${project.webUrl}/-/environments/${environment.id}`;
  const attempt = {
    source,
    id: PREFIX + item.id,
    environment: environment.name,
    startedAt: deployable?.started_at ?? item.created_at,
    commitSha: item.sha,
    title: ref,
    url,
    ...(deployable?.tag && { version: ref }),
  };
  const facts = targets.map(target =>
    toDeploymentFact(
      attempt,
      isOver
        ? { status, finishedAt: finishedAt(item, status, known) }
        : { status },
      target.entityRef,
    ),
  );
  return store.deploymentBatch(
    attempt.id,
    facts,
    {
      fingerprint: subject.fingerprint,
      final: isOver,
      at: item.created_at,
      extra: { updatedAt: item.updated_at },
    },
    known,
  );
}

/** A deployment without a job finished when its status changed, which is only seen once. */
function finishedAt(
  { deployable, updated_at: updatedAt }: WireDeployment,
  status: DeploymentOutcome['status'],
  known: DeploymentRecord | undefined,
): string {
  const before = known?.deployments.find(({ fact }) => fact.status === status);
  return deployable?.finished_at ?? before?.fact.finishedAt ?? updatedAt;
}
