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

import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { HierarchyEntity } from '../../../catalog/types';
import { CompareOptions } from '../MetricsService';
import { describing, ownersOf } from './facets';

type Matcher = (entity: HierarchyEntity) => boolean;

/** Whether any text of an entity is wanted, case-insensitively. */
function isOneOf(
  wanted: string[] | undefined,
  textsOf: (entity: HierarchyEntity) => (string | undefined)[],
): Matcher {
  if (!wanted) {
    return () => true;
  }
  const texts = new Set(wanted.map(text => text.toLowerCase()));
  return entity =>
    textsOf(entity).some(
      text => text !== undefined && texts.has(text.toLowerCase()),
    );
}

/** The full reference of an owner; kind group by default. */
function ownerRef(owner: string): string {
  return stringifyEntityRef(
    parseEntityRef(owner, {
      defaultKind: 'group',
      defaultNamespace: DEFAULT_NAMESPACE,
    }),
  );
}

/** Makes the filter of a comparison without metrics. */
export function matcherOf({
  hierarchy,
  filter,
  owner,
  type,
  lifecycle,
}: CompareOptions): Matcher {
  const text = filter?.toLowerCase() ?? '';
  const matchers: Matcher[] = [
    ({ title, ref }) =>
      title.toLowerCase().includes(text) || ref.includes(text),
    isOneOf(owner?.map(ownerRef), entity =>
      ownersOf(entity, hierarchy).map(({ ref }) => ref),
    ),
    isOneOf(type, entity =>
      describing(entity, hierarchy).map(described => described.type),
    ),
    isOneOf(lifecycle, entity =>
      describing(entity, hierarchy).map(described => described.lifecycle),
    ),
  ];
  return entity => matchers.every(matches => matches(entity));
}
