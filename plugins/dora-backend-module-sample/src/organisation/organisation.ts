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

import { commerce } from './commerce';
import { customer } from './customer';
import { foundations } from './foundations';
import { fulfilment } from './fulfilment';
import { SampleOrganisation } from './types';

/** The whole sample organisation; all of it is made up. */
export const sampleOrganisation: SampleOrganisation = {
  platforms: [commerce, fulfilment, customer, foundations],
  domains: [
    {
      name: 'buying',
      title: 'Buying',
      description: 'Finding, choosing and ordering.',
      owner: 'commerce',
    },
    {
      name: 'fulfilment',
      title: 'Fulfilment',
      description: 'Keeping the promise that an order is.',
      owner: 'fulfilment',
    },
    {
      name: 'warehousing',
      title: 'Warehousing',
      description: 'Storing, picking and packing.',
      owner: 'warehouse',
      subdomainOf: 'fulfilment',
    },
    {
      name: 'transport',
      title: 'Transport',
      description: 'From the warehouse to the doorstep.',
      owner: 'delivery',
      subdomainOf: 'fulfilment',
    },
    {
      name: 'customers',
      title: 'Customers',
      description: 'Knowing, serving and being paid by customers.',
      owner: 'customer',
    },
    {
      name: 'insight',
      title: 'Insight',
      description: 'Knowing what happens and what will.',
      owner: 'insights',
    },
  ],
};
