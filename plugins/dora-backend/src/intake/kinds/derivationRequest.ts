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

/** A deployment that was replaced or deleted. */
export interface ReplacedDeployment {
  /** `deployments.pk` */
  pk: number;
  /** Its current or last component, `entities.id` */
  entityId: number;
  /**
   * When it finished, as currently stored, in ms since the epoch; undefined if
   * it has not finished or was deleted
   */
  finishedAt?: number;
}

/** New deployments of a component. */
export interface NewDeployments {
  /** When the earliest of them finished, in ms since the epoch */
  since: number;
  /** How many there are */
  facts: number;
}

/** Facts that were stored, changed or deleted. */
export interface FactChanges {
  /** New deployments by component, `entities.id` */
  deployedSince?: Map<number, NewDeployments>;
  /** Deployments that already existed */
  replaced?: ReplacedDeployment[];
  /** `changes.pk` */
  changePks?: Iterable<number>;
  /** `incidents.pk` */
  incidentPks?: Iterable<number>;
}

/** A fact that was inserted, changed or deleted. */
export interface TouchedFact {
  pk: number;
  entity_id: number | null;
  /** Whether it is new */
  inserted?: boolean;
  /** Of an existing deployment */
  status?: string;
  /** Of an existing deployment, in ms since the epoch */
  finished_at?: string | number | null;
}

export const pksOf = (facts: TouchedFact[]) => facts.map(({ pk }) => pk);

/** When a deployment went live, as far as this is known without applying the rules. */
function wentLiveAt({ status, finished_at: at }: TouchedFact) {
  return status === 'success' && at !== null && at !== undefined
    ? Number(at)
    : undefined;
}

/** The changed deployments, as derivation needs to know them. */
export function ofDeployments(facts: TouchedFact[]): FactChanges {
  const deployedSince = new Map<number, NewDeployments>();
  const replaced: FactChanges['replaced'] = [];
  for (const fact of facts) {
    const { pk, entity_id: id } = fact;
    const entityId = id!;
    const finishedAt = wentLiveAt(fact);
    if (!fact.inserted) {
      replaced.push({ pk, entityId, finishedAt });
    } else if (finishedAt !== undefined) {
      const known = deployedSince.get(entityId);
      deployedSince.set(entityId, {
        since: Math.min(known?.since ?? Infinity, finishedAt),
        facts: (known?.facts ?? 0) + 1,
      });
    }
  }
  return { deployedSince, replaced };
}
