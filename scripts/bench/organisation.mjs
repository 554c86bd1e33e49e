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

import { stringify } from 'yaml';
import { randomFrom } from './random.mjs';

/** A tenth of the components make half of the deployments. */
const BUSY_SHARE = 0.1;
const BUSY_WEIGHT = (1 - BUSY_SHARE) / BUSY_SHARE;

const range = length => Array.from({ length }, (_, index) => index);

/**
 * The organisation: platforms with domains, products and components, and each
 * component's `share` of the deployments and number of workspaces.
 */
export function createOrganisation({
  platforms,
  domains,
  products,
  components,
  seed,
}) {
  const random = randomFrom(seed);
  const weighed = range(components).map(index => ({
    name: `component-${index}`,
    system: `product-${index % products}`,
    // Every busy one is in another product.
    weight: random() < BUSY_SHARE ? BUSY_WEIGHT : 1,
    workspaces: 1 + Math.floor(random() ** 2 * 5),
    listsChanges: random() < 0.5,
  }));
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  return {
    platforms: range(platforms).map(index => `platform-${index}`),
    domains: range(domains).map(index => ({
      name: `domain-${index}`,
      parent: `platform-${index % platforms}`,
    })),
    products: range(products).map(index => ({
      name: `product-${index}`,
      owner: `domain-${index % domains}`,
    })),
    components: weighed.map(({ weight, ...component }) => ({
      ...component,
      share: weight / total,
    })),
  };
}

const entity = (kind, name, spec) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name },
  spec,
});

/** The organisation as a catalog file. */
export function toCatalogFile({ platforms, domains, products, components }) {
  const group = (name, parent) =>
    entity('Group', name, { type: 'team', children: [], parent });
  return [
    ...platforms.map(name => group(name)),
    ...domains.map(({ name, parent }) => group(name, parent)),
    ...products.map(({ name, owner }) => entity('System', name, { owner })),
    ...components.map(({ name, system }) =>
      entity('Component', name, {
        ...{ type: 'service', lifecycle: 'production' },
        ...{ owner: 'group:domain-0', system },
      }),
    ),
  ]
    .map(one => stringify(one))
    .join('---\n');
}
