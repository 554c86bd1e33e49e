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
  Delivery,
  SampleComponent,
  SampleOrganisation,
  SampleProduct,
  SampleTeam,
} from '../organisation';
import { refOf } from '../organisation/refs';
import { steady, weekly } from '../organisation/practices';
import { single } from '../organisation/workspaces';
import { Subject } from './Subject';

const DEFAULTS: Delivery = {
  practice: steady(weekly),
  workspaces: single,
  versions: 'semver',
  production: 'production',
  changes: 'listed',
  reviews: true,
  incidents: true,
  active: { from: 0, to: Infinity },
};

function ofComponent(
  component: SampleComponent,
  team: SampleTeam,
  product?: SampleProduct,
): Subject[] {
  if (component.delivery === 'none') {
    return [];
  }
  return [
    {
      name: component.name,
      title: component.title,
      entityRef: refOf('component', component.name),
      systemRef: product && refOf('system', product.name),
      delivery: {
        ...DEFAULTS,
        ...team.delivery,
        ...product?.delivery,
        ...component.delivery,
      },
    },
  ];
}

function ofProduct(product: SampleProduct, team: SampleTeam): Subject[] {
  const { name, title, components } = product;
  const parts = components.flatMap(part => ofComponent(part, team, product));
  if (!product.deployedAsOne) {
    return parts;
  }
  const entityRef = refOf('system', name);
  const delivery = { ...DEFAULTS, ...team.delivery, ...product.delivery };
  return [{ name, title, entityRef, delivery }, ...parts];
}

/** Everything in the organisation that anything is reported of. */
export function subjectsOf(organisation: SampleOrganisation): Subject[] {
  return organisation.platforms
    .flatMap(platform => platform.teams)
    .flatMap(team => [
      ...team.products.flatMap(product => ofProduct(product, team)),
      ...(team.components ?? []).flatMap(part => ofComponent(part, team)),
    ]);
}
