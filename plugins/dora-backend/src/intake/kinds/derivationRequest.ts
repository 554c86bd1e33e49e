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
  /** The component that it is of now, or was of before, `entities.id`: one entry for each */
  entityId: number;
}

/** Facts that were stored, changed or deleted. */
export interface FactChanges {
  /** How many new deployments, and new, changed or deleted artifacts, components have, by `entities.id` */
  components?: Map<number, number>;
  /** Deployments that were there before */
  replaced?: ReplacedDeployment[];
  /** `changes.pk` */
  changePks?: Iterable<number>;
  /** `incidents.pk` */
  incidentPks?: Iterable<number>;
}

/** What derivation looks at of a fact that has changed, as it is or as it was. */
export interface FactState {
  entity_id?: number | null;
  status?: string;
  same_as_source?: string | null;
  same_as_id?: string | null;
}

/** A fact that was stored, and was not so before, or that was deleted. */
export interface TouchedFact {
  pk: number;
  /** What it is; undefined when it was deleted */
  after?: FactState;
  /** What it was; undefined when there was none, or when derivation does not look at that for facts of its kind */
  before?: FactState;
}

export const pksOf = (facts: { pk: number }[]): number[] =>
  facts.map(({ pk }) => pk);

/** The components (`entities.id`) that a fact is about now, or was about before. */
const componentsOf = ({ before, after }: TouchedFact) =>
  new Set(
    [before?.entity_id, after?.entity_id].flatMap(entityId => entityId ?? []),
  );

/** The changed deployments, as derivation needs to know them. */
export function ofDeployments(facts: TouchedFact[]): FactChanges {
  const components = new Map<number, number>();
  const replaced: ReplacedDeployment[] = [];
  for (const fact of facts) {
    const { pk, before, after } = fact;
    for (const entityId of componentsOf(fact)) {
      if (before) {
        replaced.push({ pk, entityId });
      } else if (after?.status !== 'in_progress') {
        components.set(entityId, (components.get(entityId) ?? 0) + 1);
      }
    }
  }
  return { components, replaced };
}

/** The same for artifacts. */
export function ofArtifacts(facts: TouchedFact[]): FactChanges {
  const components = new Map<number, number>();
  for (const fact of facts) {
    for (const entityId of componentsOf(fact)) {
      components.set(entityId, (components.get(entityId) ?? 0) + 1);
    }
  }
  return { components };
}
