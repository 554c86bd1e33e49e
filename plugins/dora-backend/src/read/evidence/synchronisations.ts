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

import { Synchronisation } from '@backstage-dora/plugin-dora-common';
import { Hierarchy } from '../../catalog/types';
import { EvidenceScope } from './EvidenceScope';

/** The state of the sources that fetch facts for shown entities, without naming any other. */
export function shownSynchronisations(
  all: Synchronisation[],
  scope: EvidenceScope,
  hierarchy: Hierarchy,
): Synchronisation[] {
  const shown = new Set(scope.ids);
  const isShown = (ref: string) => {
    const entity = hierarchy.get(ref);
    return entity !== undefined && shown.has(entity.id);
  };
  return all
    .map(synchronisation => ({
      ...synchronisation,
      entityRefs: synchronisation.entityRefs.filter(
        ref => scope.everything || isShown(ref),
      ),
    }))
    .filter(({ entityRefs }) => entityRefs.length > 0);
}
