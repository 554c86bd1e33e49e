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

import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { Level } from '@backstage-dora/plugin-dora-common';
import { EntityDora } from './EntityDora';

/** What an entity of a kind is compared by. */
const BREAKDOWN: Record<string, Level | undefined> = {
  system: 'component',
  group: 'product',
  domain: 'product',
};

/**
 * The DORA tab of a Component, System, Group or Domain.
 *
 * @public
 */
export const EntityDoraContent = () => {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  return (
    // What is open for one entity is nothing to the next.
    <EntityDora
      key={entityRef}
      entityRef={entityRef}
      title={entity.metadata.title ?? entity.metadata.name}
      breakdown={BREAKDOWN[entity.kind.toLocaleLowerCase('en-US')]}
    />
  );
};
