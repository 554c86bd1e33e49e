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

import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Delivery, Organisation, Place } from './types';

const PACKAGE = '@backstage-dora/plugin-dora-backend-module-sample';
/** A namespace of its own, so that nothing real has the same reference. */
const NAMESPACE = 'sample';
const LOCATION = 'dora-sample:organisation';

/** What a node of `data/organisation.yaml` may consist of, with the kind and the type of its entities. */
const PARTS = {
  domains: ['Domain'],
  platforms: ['Group', 'platform'],
  teams: ['Group', 'team'],
  products: ['System'],
  services: ['Component', 'service'],
  websites: ['Component', 'website'],
  libraries: ['Component', 'library'],
} as const;
type Part = keyof typeof PARTS;

interface Node extends Partial<Record<Part, Record<string, Node | string>>> {
  description?: string;
  delivery?: Partial<Delivery>;
  owner?: string;
  subdomainOf?: string;
  lifecycle?: string;
  deployedAsOne?: boolean;
  notes?: Place['notes'];
  annotations?: Record<string, string>;
}

/** What an entity inherits. */
interface Above {
  delivery: Delivery;
  groupRef?: string;
  systemRef?: string;
}

const read = (file: string) =>
  parse(readFileSync(resolvePackagePath(PACKAGE, 'data', file), 'utf8'));

const refOf = (kind: string, name?: string) =>
  name && stringifyEntityRef({ kind, namespace: NAMESPACE, name });

const titleOf = (name: string) =>
  name
    .replaceAll('-', ' ')
    .replace(/\b(api|cms|ui|http|wms)\b/g, word => word.toUpperCase())
    .replace(/^./, letter => letter.toUpperCase());

function placeOf(part: Part, name: string, node: Node, above: Above): Place {
  const [kind, type] = PARTS[part];
  const { delivery, groupRef, systemRef } = above;
  const title = titleOf(name);
  const teams = Object.keys(node.teams ?? {});
  const spec = {
    type,
    system: systemRef,
    ...(kind !== 'Group' && { owner: groupRef ?? refOf('group', node.owner) }),
    ...(kind === 'Group' && {
      parent: groupRef,
      children: teams.map(team => refOf('group', team)),
      profile: { displayName: title },
    }),
    ...(kind === 'Component' && { lifecycle: node.lifecycle ?? 'production' }),
    ...(kind === 'System' && { domain: refOf('domain', delivery.domain) }),
    subdomainOf: refOf('domain', node.subdomainOf),
  };
  return {
    entity: {
      apiVersion: 'backstage.io/v1alpha1',
      kind,
      metadata: {
        namespace: NAMESPACE,
        name,
        title,
        description: node.description,
        tags: ['sample'],
        annotations: {
          [ANNOTATION_LOCATION]: LOCATION,
          [ANNOTATION_ORIGIN_LOCATION]: LOCATION,
          ...node.annotations,
        },
      },
      // Removes undefined values, which are not JSON.
      spec: JSON.parse(JSON.stringify(spec)),
    },
    ref: refOf(kind, name)!,
    systemRef,
    delivery,
    deployed: kind === 'Component' || node.deployedAsOne === true,
    notes: node.notes ?? {},
  };
}

/** The entities of all that a node consists of. */
const placesIn = (parent: Node, above: Above): Place[] =>
  (Object.keys(PARTS) as Part[]).flatMap(part =>
    Object.entries(parent[part] ?? {}).flatMap(([name, value]) => {
      const node = typeof value === 'string' ? { description: value } : value;
      const delivery = {
        ...above.delivery,
        // A library is released with what uses it.
        ...(part === 'libraries' && { connected: 'nothing' }),
        ...node.delivery,
      };
      const place = placeOf(part, name, node, { ...above, delivery });
      const [kind] = PARTS[part];
      const below = placesIn(node, {
        delivery,
        groupRef: kind === 'Group' ? place.ref : above.groupRef,
        systemRef: kind === 'System' ? place.ref : undefined,
      });
      return [place, ...below];
    }),
  );

/** Reads the sample organisation from the data of this package. */
export function readOrganisation(): Organisation {
  const { delivery, ...root } = read('organisation.yaml');
  return { habits: read('habits.yaml'), places: placesIn(root, { delivery }) };
}
