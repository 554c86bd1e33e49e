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

import { SampleFact } from './facts';

/** Removes what is undefined, as a sender of JSON would. */
function compact<T extends object>(fact: T): T {
  return Object.fromEntries(
    Object.entries(fact).filter(([, value]) => value !== undefined),
  ) as T;
}

/**
 * A fact as its source would tell it at a time: a deployment may still be in
 * progress, a change not merged yet, an incident open.
 *
 * @returns undefined where there is nothing to tell yet
 */
export function asOf(told: SampleFact, now: string): SampleFact | undefined {
  // All times are in the same format of UTC, which sorts by itself.
  const known = (time: string | undefined) =>
    time !== undefined && time < now ? time : undefined;

  switch (told.kind) {
    case 'deployments': {
      const { fact, kind } = told;
      if (!known(fact.startedAt)) {
        return undefined;
      }
      const finishedAt = known(fact.finishedAt);
      const status = finishedAt ? fact.status : 'in_progress';
      return { kind, fact: compact({ ...fact, finishedAt, status }) };
    }
    case 'changes': {
      const { fact, kind } = told;
      if (!known(fact.openedAt ?? fact.mergedAt)) {
        return undefined;
      }
      const mergedAt = known(fact.mergedAt);
      return {
        kind,
        fact: compact({
          ...fact,
          firstReviewAt: known(fact.firstReviewAt),
          approvedAt: known(fact.approvedAt),
          mergedAt,
          commitSha: mergedAt && fact.commitSha,
        }),
      };
    }
    case 'incidents': {
      const { fact, kind } = told;
      if (!known(fact.startedAt)) {
        return undefined;
      }
      return {
        kind,
        fact: compact({
          ...fact,
          acknowledgedAt: known(fact.acknowledgedAt),
          resolvedAt: known(fact.resolvedAt),
        }),
      };
    }
    default:
      return known(told.fact.at)
        ? { kind: told.kind, fact: compact(told.fact) }
        : undefined;
  }
}
