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

import { Entity } from '@backstage/catalog-model';
import { NaiveFacts } from '../../conformance/__testUtils__/naiveRules';

/** The first copy has the names of the original; groups and domains are there once. */
const refIn = (copy: number, ref: string) =>
  copy === 0 || /^(group|domain):/i.test(ref) ? ref : `${ref}-${copy}`;

/** A catalog with so many copies of all components and systems, of the same groups and domains. */
export function copiesOf(entities: Entity[], copies: number): Entity[] {
  const isShared = ({ kind }: Entity) => /^(group|domain)$/i.test(kind);
  return [
    ...entities.filter(isShared),
    ...Array.from({ length: copies }, (_, copy) =>
      entities
        .filter(entity => !isShared(entity))
        .map(entity => ({
          ...entity,
          metadata: {
            ...entity.metadata,
            name: refIn(copy, entity.metadata.name),
          },
          relations: entity.relations?.map(relation => ({
            ...relation,
            targetRef: refIn(copy, relation.targetRef),
          })),
        })),
    ).flat(),
  ];
}

/** Facts about a copy. */
export function factsIn(copy: number, facts: NaiveFacts): NaiveFacts {
  const moved = <T extends { entityRef?: string }>(fact: T): T =>
    fact.entityRef === undefined
      ? fact
      : { ...fact, entityRef: refIn(copy, fact.entityRef) };
  return {
    deployments: facts.deployments.map(moved),
    changes: facts.changes.map(moved),
    incidents: facts.incidents.map(moved),
    artifacts: facts.artifacts.map(moved),
  };
}
