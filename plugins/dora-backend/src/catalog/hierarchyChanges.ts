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

import { isDeepStrictEqual } from 'node:util';
import { DefaultHierarchy } from './DefaultHierarchy';
import { Hierarchy } from './types';

/**
 * Ids of the entities that are in only one of the hierarchies, or that have
 * different entities below them.
 */
export function changedEntities(before: Hierarchy, after: Hierarchy): number[] {
  const ids = new Set([...before.idsUnder(), ...after.idsUnder()]);
  return [...ids].filter(id => below(before, id) !== below(after, id));
}

/** Ids of the entities whose deployments count by other settings in one hierarchy than in the other. */
export function reconfiguredEntities(
  before: DefaultHierarchy,
  after: DefaultHierarchy,
): number[] {
  const ids = new Set([...before.idsUnder(), ...after.idsUnder()]);
  return [...ids].filter(
    id => !isDeepStrictEqual(before.settingsOf(id), after.settingsOf(id)),
  );
}

function below(hierarchy: Hierarchy, id: number): string | undefined {
  const entity = hierarchy.getById(id);
  return entity && hierarchy.idsUnder(entity.ref).join();
}
