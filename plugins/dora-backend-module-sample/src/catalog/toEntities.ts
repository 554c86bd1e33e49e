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
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ComponentEntity,
  DomainEntity,
  Entity,
  GroupEntity,
  SystemEntity,
} from '@backstage/catalog-model';
import {
  SampleComponent,
  SampleOrganisation,
  SampleProduct,
  SampleTeam,
} from '../organisation';
import { refOf, SAMPLE_NAMESPACE } from '../organisation/refs';

const API_VERSION = 'backstage.io/v1alpha1';
const LOCATION = 'dora-sample:organisation';

interface Described {
  name: string;
  title: string;
  description: string;
}

const metadata = ({ name, title, description }: Described) => ({
  namespace: SAMPLE_NAMESPACE,
  name,
  title,
  description,
  tags: ['sample'],
  annotations: {
    [ANNOTATION_LOCATION]: LOCATION,
    [ANNOTATION_ORIGIN_LOCATION]: LOCATION,
  },
});

const toGroup = (
  group: Described,
  spec: { type: string; parent?: string; children: string[] },
): GroupEntity => ({
  apiVersion: API_VERSION,
  kind: 'Group',
  metadata: metadata(group),
  spec: { ...spec, profile: { displayName: group.title } },
});

const toComponent = (
  component: SampleComponent,
  team: SampleTeam,
  product?: SampleProduct,
): ComponentEntity => ({
  apiVersion: API_VERSION,
  kind: 'Component',
  metadata: metadata(component),
  spec: {
    type: component.type,
    lifecycle: component.lifecycle,
    owner: refOf('group', team.name),
    ...(product ? { system: refOf('system', product.name) } : {}),
  },
});

const toSystem = (product: SampleProduct, team: SampleTeam): SystemEntity => ({
  apiVersion: API_VERSION,
  kind: 'System',
  metadata: metadata(product),
  spec: {
    owner: refOf('group', team.name),
    ...(product.domain ? { domain: refOf('domain', product.domain) } : {}),
  },
});

const toTeam = (team: SampleTeam, platform: string): Entity[] => [
  toGroup(team, {
    type: 'team',
    parent: refOf('group', platform),
    children: [],
  }),
  ...team.products.flatMap(product => [
    toSystem(product, team),
    ...product.components.map(part => toComponent(part, team, product)),
  ]),
  ...(team.components ?? []).map(part => toComponent(part, team)),
];

/** The entities of the sample organisation, as the catalog takes them. */
export function toEntities({
  platforms,
  domains,
}: SampleOrganisation): Entity[] {
  return [
    ...domains.map(
      (domain): DomainEntity => ({
        apiVersion: API_VERSION,
        kind: 'Domain',
        metadata: metadata(domain),
        spec: {
          owner: refOf('group', domain.owner),
          ...(domain.subdomainOf
            ? { subdomainOf: refOf('domain', domain.subdomainOf) }
            : {}),
        },
      }),
    ),
    ...platforms.flatMap(platform => [
      toGroup(platform, {
        type: 'platform',
        children: platform.teams.map(({ name }) => refOf('group', name)),
      }),
      ...platform.teams.flatMap(team => toTeam(team, platform.name)),
    ]),
  ];
}
