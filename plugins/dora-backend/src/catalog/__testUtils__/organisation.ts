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

import { Entity, parseEntityRef } from '@backstage/catalog-model';
import { DefaultHierarchy } from '../DefaultHierarchy';
import { canonicalRef } from '../entityRefs';
import { DeploymentSettings, StoredEntity } from '../EntityStore';
import { DomainKind } from '../types';

/** What entities relate to, by reference: `{ 'system:cart': { ownedBy: ['group:shop'] } }`; the namespace may be left out. */
export type Organisation = Record<
  string,
  {
    ownedBy?: string[];
    partOf?: string[];
    childOf?: string[];
    title?: string;
    type?: string;
    lifecycle?: string;
    settings?: DeploymentSettings;
  }
>;

const full = (refs: string[] = []) => refs.map(ref => canonicalRef(ref)!);

/** `cart` for `component:default/cart`, `group:shop` for `group:default/shop`. */
export const short = (ref: string) => ref.replace('default/', '');

/** As the store has them, with ids from 1 in the given order. */
export function storedEntities(organisation: Organisation): StoredEntity[] {
  return Object.entries(organisation).map(([ref, entity], index) => ({
    id: index + 1,
    ref: canonicalRef(ref)!,
    title: entity.title ?? parseEntityRef(ref).name,
    type: entity.type,
    lifecycle: entity.lifecycle,
    relations: {
      ownedBy: full(entity.ownedBy),
      partOf: full(entity.partOf),
      childOf: full(entity.childOf),
    },
    settings: entity.settings ?? {},
  }));
}

export function hierarchyOf(
  organisation: Organisation,
  domain: DomainKind = 'group',
): DefaultHierarchy {
  return DefaultHierarchy.create({
    version: 'v1',
    entities: storedEntities(organisation),
    domain,
  });
}

/** As the catalog has them, with relations that lead downwards and others that nobody asks for. */
export function catalogEntities(organisation: Organisation): Entity[] {
  return Object.entries(organisation).map(([ref, entity]) => {
    const { kind, namespace, name } = parseEntityRef(ref);
    return {
      apiVersion: 'backstage.io/v1alpha1',
      kind: kind[0].toLocaleUpperCase('en-US') + kind.slice(1),
      metadata: {
        name,
        namespace,
        title: entity.title,
        description: 'Not needed',
      },
      spec: { type: entity.type, lifecycle: entity.lifecycle },
      relations: [
        ...(['ownedBy', 'partOf', 'childOf'] as const).flatMap(type =>
          full(entity[type]).map(targetRef => ({ type, targetRef })),
        ),
        { type: 'hasPart', targetRef: 'component:default/not-needed' },
      ],
    };
  });
}
