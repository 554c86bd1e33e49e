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
  /** The component that it is of now, or was of last, `entities.id` */
  entityId: number;
}

/** Facts that are not what they were, those that were just deleted among them. */
export interface FactChanges {
  /** How many new deployments components have, by `entities.id` */
  deployed?: Map<number, number>;
  /** Deployments that were there before */
  replaced?: ReplacedDeployment[];
  /** `changes.pk` */
  changePks?: Iterable<number>;
  /** `incidents.pk` */
  incidentPks?: Iterable<number>;
}

/** A fact that was stored, and was not so before, or that was deleted. */
export interface TouchedFact {
  pk: number;
  entity_id: number | null;
  /** Whether there was no such fact before */
  inserted?: boolean;
  /** Of a deployment that is there */
  status?: string;
}

export const pksOf = (facts: TouchedFact[]) => facts.map(({ pk }) => pk);

/** Deployments that have changed, as far as derivation needs to know. */
export function ofDeployments(facts: TouchedFact[]): FactChanges {
  const deployed = new Map<number, number>();
  const replaced: FactChanges['replaced'] = [];
  for (const { pk, entity_id: id, inserted, status } of facts) {
    const entityId = id!;
    if (!inserted) {
      replaced.push({ pk, entityId });
    } else if (status !== 'in_progress') {
      deployed.set(entityId, (deployed.get(entityId) ?? 0) + 1);
    }
  }
  return { deployed, replaced };
}
