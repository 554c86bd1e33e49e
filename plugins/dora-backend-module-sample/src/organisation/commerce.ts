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
  continuous,
  frequent,
  shifting,
  steady,
  struggling,
  weekly,
} from './practices';
import { SamplePlatform } from './types';
import { single, threeRegions, twoRegions } from './workspaces';

/** What shoppers see and buy. Has the team that improves. */
export const commerce: SamplePlatform = {
  name: 'commerce',
  title: 'Commerce',
  description: 'Everything from the first search to the paid basket.',
  teams: [
    {
      name: 'discovery',
      title: 'Discovery',
      description: 'Helps shoppers find things. Deploys every merge.',
      delivery: { practice: steady(frequent), workspaces: twoRegions },
      products: [
        {
          name: 'product-search',
          title: 'Product search',
          description: 'Full-text and facet search over the range.',
          domain: 'buying',
          delivery: { staging: 'staging' },
          components: [
            service('search-api', 'Answers search queries.', {
              delivery: {
                practice: steady({ ...continuous, releasesPerWeek: 9 }),
                versions: 'commit',
              },
            }),
            service('search-indexer', 'Keeps the search index up to date.'),
            service('search-ranking', 'Puts results in order.', {
              lifecycle: 'experimental',
              delivery: { practice: steady(weekly) },
            }),
          ],
        },
        {
          name: 'product-catalogue',
          title: 'Product catalogue',
          description: 'What is sold, with texts, pictures and attributes.',
          domain: 'buying',
          components: [
            service('catalogue-api', 'Serves products to all channels.', {
              delivery: { practice: steady(continuous) },
            }),
            website('catalogue-editor', 'Where editors maintain products.'),
            service('catalogue-import', 'Takes in the files of suppliers.', {
              delivery: { practice: steady(weekly), changes: 'inferred' },
            }),
          ],
        },
        {
          name: 'recommendations',
          title: 'Recommendations',
          description: 'Suggests what goes well together.',
          domain: 'buying',
          components: [
            service('recommendation-api', 'Serves suggestions.'),
            service('recommendation-trainer', 'Trains the models at night.', {
              delivery: { practice: steady(weekly) },
            }),
          ],
        },
        {
          name: 'storefront',
          title: 'Storefront',
          description: 'The shop in the browser.',
          domain: 'buying',
          delivery: { workspaces: threeRegions },
          components: [
            website('storefront-web', 'The pages of the shop.', {
              delivery: {
                practice: steady({ ...continuous, releasesPerWeek: 9 }),
                versions: 'commit',
              },
            }),
            service('storefront-cms', 'Landing pages and banners.', {
              delivery: { practice: steady(weekly) },
            }),
          ],
        },
      ],
      components: [
        website('store-locator', 'Finds the nearest shop.', {
          delivery: { workspaces: single, changes: 'inferred' },
        }),
      ],
    },
    {
      name: 'checkout',
      title: 'Checkout',
      description:
        'From basket to order. Moved from release trains to small releases during the year.',
      delivery: {
        practice: shifting(struggling, continuous, { start: 0.15, end: 1.05 }),
        workspaces: twoRegions,
        staging: 'staging',
      },
      products: [
        {
          name: 'cart',
          title: 'Cart',
          description: 'The basket, on every device.',
          domain: 'buying',
          components: [
            service('cart-api', 'Keeps baskets.'),
            website('cart-web', 'Shows the basket.'),
          ],
        },
        {
          name: 'checkout',
          title: 'Checkout',
          description: 'Address, delivery, payment, confirmation.',
          domain: 'buying',
          components: [
            service('checkout-api', 'Takes an order through its steps.'),
            website('checkout-web', 'The pages of the checkout.'),
          ],
        },
        {
          name: 'vouchers',
          title: 'Vouchers',
          description: 'Issues and redeems vouchers.',
          domain: 'buying',
          delivery: {
            practice: shifting(struggling, frequent, { start: 0.3, end: 1.1 }),
          },
          components: [service('voucher-service', 'Redeems vouchers.')],
        },
      ],
      components: [
        website('gift-card-balance', 'Shows what is left on a gift card.', {
          lifecycle: 'deprecated',
          delivery: {
            practice: steady({ ...careful, releasesPerWeek: 0.15 }),
            workspaces: single,
          },
        }),
      ],
    },
    {
      name: 'pricing',
      title: 'Pricing',
      description: 'What everything costs, where and when.',
      delivery: { practice: steady(frequent), production: 'prod' },
      products: [
        {
          name: 'price-engine',
          title: 'Price engine',
          description: 'Works out prices and taxes.',
          domain: 'buying',
          delivery: { workspaces: twoRegions },
          components: [
            service('price-api', 'Quotes prices.'),
            service('price-simulator', 'Tries out price changes.', {
              lifecycle: 'experimental',
              delivery: { practice: steady(weekly), staging: 'test' },
            }),
            service('tax-service', 'Works out taxes.', {
              delivery: { practice: steady(careful), staging: 'test' },
            }),
            library('money', 'Amounts, currencies and rounding.'),
          ],
        },
        {
          name: 'promotions',
          title: 'Promotions',
          description: 'Plans and applies promotions.',
          domain: 'buying',
          components: [
            service('promotion-service', 'Applies promotions to a basket.'),
            website('promotion-planner', 'Where promotions are planned.', {
              delivery: { practice: steady(weekly) },
            }),
          ],
        },
      ],
      components: [
        service('currency-rates', 'Fetches exchange rates.', {
          delivery: { practice: steady({ ...weekly, releasesPerWeek: 0.3 }) },
        }),
      ],
    },
  ],
};
