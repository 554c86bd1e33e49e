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

import { DeploymentStatus } from '@backstage-dora/plugin-dora-common';
import { DeploymentOutcome } from '@backstage-dora/plugin-dora-node';

/** The outcome of a deployment, and its URL. */
export interface Outcome extends DeploymentOutcome {
  url?: string;
}

/** A status as GitHub lists it. */
export interface StatusEntry {
  state: string;
  created_at: string;
  log_url?: string | null;
  target_url?: string | null;
}

const FAILED = ['failure', 'error'];
const ENDED = ['success', ...FAILED];

/** The order of statuses within the same second. */
const rank = ({ state }: StatusEntry) =>
  ENDED.includes(state) ? 1 : Number(state === 'inactive') * 2;

/**
 * The outcome of a deployment from its statuses in any order: it counts as
 * successful if it ever succeeded, as GitHub marks each success `inactive` when
 * the next one follows; otherwise the last status counts.
 */
export function outcomeOf(statuses: StatusEntry[]): Outcome {
  const inOrder = [...statuses].sort(
    (a, b) =>
      Date.parse(a.created_at) - Date.parse(b.created_at) || rank(a) - rank(b),
  );
  const success = inOrder.find(({ state }) => state === 'success');
  if (success) {
    return ended('success', success);
  }
  const last = inOrder[inOrder.length - 1];
  if (last && FAILED.includes(last.state)) {
    return ended('failure', last);
  }
  if (last?.state === 'inactive') {
    const failure = inOrder.filter(({ state }) => FAILED.includes(state)).pop();
    return failure ? ended('failure', failure) : ended('cancelled', last);
  }
  return { status: 'in_progress' };
}

function ended(status: DeploymentStatus, entry: StatusEntry): Outcome {
  const url = [entry.log_url, entry.target_url].find(text =>
    /^https?:\/\//.test(text ?? ''),
  );
  return { status, finishedAt: entry.created_at, ...(url && { url }) };
}
