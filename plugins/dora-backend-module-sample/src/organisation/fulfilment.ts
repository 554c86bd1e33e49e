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

import { library, service, website } from './blueprints';
import {
  careful,
  frequent,
  shifting,
  steady,
  struggling,
  train,
  weekly,
} from './practices';
import { SamplePlatform } from './types';
import { twoRegions, warehouses } from './workspaces';

/** Part of the history after which the parts of the order monolith are services. */
export const SPLIT_AT = 0.55;

const splitOff = {
  practice: steady({ ...frequent, releasesPerWeek: 3.5, failureRate: 0.06 }),
  active: { from: SPLIT_AT, to: Infinity },
  versions: 'commit',
} as const;

/** From the order to the doorstep. Has the split monolith and the team that degrades. */
export const fulfilment: SamplePlatform = {
  name: 'fulfilment',
  title: 'Fulfilment',
  description: 'Everything from the order to the doorstep.',
  teams: [
    {
      name: 'orders',
      title: 'Orders',
      description: 'Keeps every order. Split its monolith during the year.',
      delivery: { practice: steady(weekly) },
      products: [
        {
          name: 'order-management',
          title: 'Order management',
          description:
            'A monolith until the middle of the year, services around a small rest of it since.',
          domain: 'fulfilment',
          delivery: { workspaces: twoRegions },
          components: [
            service('order-monolith', 'What is left of the old system.', {
              delivery: {
                practice: shifting(
                  { ...train, trainDays: undefined, releasesPerWeek: 0.8 },
                  {
                    ...careful,
                    releasesPerWeek: 0.3,
                    changesPerRelease: 2,
                    leadTime: 16,
                  },
                  { start: SPLIT_AT - 0.05, end: SPLIT_AT + 0.1 },
                ),
                versions: 'calendar',
              },
            }),
            service('order-intake', 'Takes orders in.', { delivery: splitOff }),
            service('order-orchestrator', 'Takes an order through its steps.', {
              delivery: splitOff,
            }),
            service('order-history', 'Answers what became of an order.', {
              delivery: splitOff,
            }),
            service('order-events', 'Tells others what happens to orders.', {
              delivery: splitOff,
            }),
          ],
        },
        {
          name: 'returns',
          title: 'Returns',
          description: 'Takes things back.',
          domain: 'fulfilment',
          components: [
            service('returns-api', 'Registers returns.', {
              delivery: { practice: steady(frequent) },
            }),
            website('returns-portal', 'Where shoppers announce a return.'),
          ],
        },
        {
          name: 'invoicing',
          title: 'Invoicing',
          description: 'Writes and sends invoices.',
          domain: 'fulfilment',
          delivery: { practice: steady(careful) },
          components: [
            service('invoice-service', 'Writes invoices.'),
            library('invoice-templates', 'Layouts of invoices.'),
          ],
        },
      ],
    },
    {
      name: 'warehouse',
      title: 'Warehouse',
      description: 'Software in four warehouses, updated one by one.',
      delivery: { practice: steady(weekly), workspaces: warehouses },
      products: [
        {
          name: 'warehouse-management',
          title: 'Warehouse management',
          description:
            'Picking, packing and shipping in one system, deployed as a whole.',
          domain: 'warehousing',
          deployedAsOne: true,
          delivery: {
            practice: steady(train),
            versions: 'calendar',
            staging: 'qa',
          },
          components: [
            library('wms-picking', 'The picking module.'),
            library('wms-packing', 'The packing module.'),
          ],
        },
        {
          name: 'stock',
          title: 'Stock',
          description: 'What lies where.',
          domain: 'warehousing',
          components: [
            service('stock-ledger', 'Books every movement.'),
            service('stock-api', 'Answers what is available.', {
              delivery: {
                practice: steady(frequent),
                workspaces: twoRegions,
              },
            }),
          ],
        },
        {
          name: 'inbound',
          title: 'Inbound',
          description: 'Plans what arrives at which gate.',
          domain: 'warehousing',
          delivery: { practice: steady({ ...train, trainDays: 28 }) },
          components: [
            service('inbound-planner', 'Plans gates and hours.'),
            website('gate-display', 'Shows drivers where to go.', {
              delivery: { practice: steady(weekly) },
            }),
          ],
        },
      ],
    },
    {
      name: 'delivery',
      title: 'Delivery',
      description: 'The last mile. Lost its footing during the year.',
      delivery: {
        practice: shifting(frequent, struggling, { start: 0.3, end: 0.92 }),
        production: 'live',
      },
      products: [
        {
          name: 'route-planning',
          title: 'Route planning',
          description: 'Who drives where.',
          domain: 'transport',
          components: [
            service('route-planner', 'Plans the tours of the day.'),
            service('route-api', 'Tells drivers their tours.'),
          ],
        },
        {
          name: 'carrier-gateway',
          title: 'Carrier gateway',
          description: 'Hands parcels over to carriers.',
          domain: 'transport',
          delivery: {
            practice: shifting(weekly, struggling, { start: 0.4, end: 1 }),
          },
          components: [
            service('carrier-gateway', 'Talks to the carriers.'),
            service('carrier-labels', 'Prints labels.'),
          ],
        },
        {
          name: 'track-and-trace',
          title: 'Track and trace',
          description: 'Where a parcel is.',
          domain: 'transport',
          components: [
            service('tracking-api', 'Answers where a parcel is.'),
            website('tracking-web', 'Shows where a parcel is.'),
          ],
        },
      ],
      components: [
        service('address-validation', 'Checks addresses.', {
          delivery: { practice: steady({ ...careful, releasesPerWeek: 0.25 }) },
        }),
      ],
    },
  ],
};
