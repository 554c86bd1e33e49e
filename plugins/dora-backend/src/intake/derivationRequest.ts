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

import { FactKind } from '@backstage-dora/plugin-dora-common';
import { FactChanges } from './types';

/** A fact that was stored, and was not so before, or that was taken back. */
export interface TouchedFact {
  pk: number;
  entity_id: number | null;
  /** Whether there was no such fact before */
  inserted?: boolean;
  /** Of a deployment that is there */
  status?: string;
  /** Of a deployment that is there, in ms since the epoch */
  finished_at?: string | number | null;
}

/** When a deployment became what is running, as far as this can be told without the rules. */
function wentLiveAt({ status, finished_at: at }: TouchedFact) {
  return status === 'success' && at !== null && at !== undefined
    ? Number(at)
    : undefined;
}

function ofDeployments(facts: TouchedFact[]): FactChanges {
  const deployedSince = new Map<number, number>();
  const replaced: FactChanges['replaced'] = [];
  for (const fact of facts) {
    const { pk, entity_id: id } = fact;
    const entityId = id!;
    const finishedAt = wentLiveAt(fact);
    if (!fact.inserted) {
      replaced.push({ pk, entityId, finishedAt });
    } else if (finishedAt !== undefined) {
      deployedSince.set(
        entityId,
        Math.min(deployedSince.get(entityId) ?? Infinity, finishedAt),
      );
    }
  }
  return { deployedSince, replaced };
}

/** What has to be derived again when facts of a kind have changed. */
export function derivationRequest(
  kind: FactKind,
  facts: TouchedFact[],
): FactChanges {
  const pks = () => facts.map(({ pk }) => pk);
  switch (kind) {
    case 'deployments':
      return ofDeployments(facts);
    case 'changes':
      return { changePks: pks() };
    case 'incidents':
      return { incidentPks: pks() };
    default:
      return {};
  }
}
