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

import { parseEntityRef } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import { Hierarchy, HierarchyEntity } from '../catalog/types';

const KINDS = ['component', 'system', 'domain', 'group'];

/**
 * Finds the entity that a request names.
 *
 * @throws InputError when it is not a reference, or its kind has no metrics
 * @throws NotFoundError when it is not in the catalog, or the reader may not see it
 */
export function findEntity(
  hierarchy: Hierarchy,
  entityRef: string,
): HierarchyEntity {
  let kind: string;
  try {
    kind = parseEntityRef(entityRef, { defaultKind: 'component' }).kind;
  } catch {
    throw new InputError(
      `Not an entity reference: ${entityRef}; write it like component:default/cart-api`,
    );
  }
  if (!KINDS.includes(kind.toLocaleLowerCase('en-US'))) {
    throw new InputError(
      `There are metrics of components, systems, domains and groups, not of ${entityRef}`,
    );
  }
  const entity = hierarchy.get(entityRef);
  if (!entity) {
    throw new NotFoundError(`There is no entity ${entityRef} in the catalog`);
  }
  return entity;
}
