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

import { service, website } from './blueprints';
import {
  careful,
  continuous,
  frequent,
  steady,
  train,
  weekly,
} from './practices';
import { SamplePlatform } from './types';
import { businessUnits, threeRegions, twoRegions } from './workspaces';

/** Who the customers are and how they pay. Has the team without incidents. */
export const customer: SamplePlatform = {
  name: 'customer',
  title: 'Customer',
  description: 'Accounts, payments, and staying in touch.',
  teams: [
    {
      name: 'accounts',
      title: 'Accounts',
      description: 'Who somebody is, and what they agreed to.',
      delivery: { practice: steady(frequent), workspaces: twoRegions },
      products: [
        {
          name: 'identity',
          title: 'Identity',
          description: 'Sign-in for customers and staff.',
          domain: 'customers',
          delivery: { workspaces: threeRegions, staging: 'preprod' },
          components: [
            service('identity-service', 'Signs people in.'),
            website('login-web', 'The sign-in pages.', {
              delivery: { practice: steady(weekly) },
            }),
            service('session-store', 'Keeps sessions.', {
              delivery: { practice: steady(careful) },
            }),
          ],
        },
        {
          name: 'profile',
          title: 'Profile',
          description: 'Addresses and preferences.',
          domain: 'customers',
          components: [
            service('profile-api', 'Keeps profiles.', {
              delivery: { practice: steady(continuous) },
            }),
            website('preference-centre', 'Where customers choose.', {
              delivery: { changes: 'inferred' },
            }),
          ],
        },
        {
          name: 'consent',
          title: 'Consent',
          description: 'What customers agreed to, and when.',
          domain: 'customers',
          components: [
            service('consent-service', 'Records agreements.', {
              delivery: { practice: steady(weekly) },
            }),
          ],
        },
      ],
    },
    {
      name: 'payments',
      title: 'Payments',
      description: 'Money in, money back. Careful by necessity.',
      delivery: {
        practice: steady(careful),
        workspaces: threeRegions,
        staging: 'preprod',
      },
      products: [
        {
          name: 'payment-gateway',
          title: 'Payment gateway',
          description: 'All means of payment behind one interface.',
          domain: 'customers',
          components: [
            service('payment-api', 'Takes payments.', {
              delivery: { practice: steady({ ...weekly, failureRate: 0.07 }) },
            }),
            service('payment-router', 'Chooses the provider.'),
            service('payment-vault', 'Keeps card tokens.'),
          ],
        },
        {
          name: 'refunds',
          title: 'Refunds',
          description: 'Money back.',
          domain: 'customers',
          components: [service('refund-service', 'Pays back.')],
        },
        {
          name: 'fraud-checks',
          title: 'Fraud checks',
          description: 'Stops what looks wrong.',
          domain: 'customers',
          delivery: { practice: steady(frequent) },
          components: [
            service('fraud-scoring', 'Scores orders.'),
            website('fraud-console', 'Where people decide.', {
              delivery: { practice: steady(weekly), workspaces: twoRegions },
            }),
          ],
        },
        {
          name: 'wallet',
          title: 'Wallet',
          description: 'Stored balance; on its way out, not touched lately.',
          domain: 'customers',
          components: [
            service('wallet-api', 'Keeps balances.', {
              lifecycle: 'deprecated',
              delivery: { active: { from: 0, to: 0.45 } },
            }),
          ],
        },
      ],
    },
    {
      name: 'engagement',
      title: 'Engagement',
      description:
        'Loyalty, messages and reviews. Releases behind flags and in rings; its incidents are not connected.',
      delivery: { practice: steady(frequent), incidents: false },
      products: [
        {
          name: 'loyalty',
          title: 'Loyalty',
          description: 'Points and rewards.',
          domain: 'customers',
          delivery: { workspaces: businessUnits },
          components: [
            service('loyalty-api', 'Books points.'),
            website('loyalty-app', 'Shows points and rewards.', {
              delivery: { practice: steady(weekly) },
            }),
          ],
        },
        {
          name: 'notifications',
          title: 'Notifications',
          description: 'Mails, texts and push messages.',
          domain: 'customers',
          components: [
            service('notification-hub', 'Sends messages.', {
              delivery: { practice: steady(continuous), versions: 'commit' },
            }),
            service('email-renderer', 'Renders mails.', {
              delivery: { practice: steady(weekly) },
            }),
          ],
        },
        {
          name: 'campaigns',
          title: 'Campaigns',
          description: 'Plans and sends campaigns.',
          domain: 'customers',
          delivery: { workspaces: businessUnits },
          components: [
            service('campaign-manager', 'The campaign monolith.', {
              delivery: { practice: steady(train), versions: 'calendar' },
            }),
          ],
        },
        {
          name: 'reviews',
          title: 'Reviews',
          description: 'What customers say about products.',
          domain: 'customers',
          components: [
            service('review-service', 'Keeps reviews.'),
            service('review-moderation', 'Holds back what should not appear.', {
              lifecycle: 'experimental',
              delivery: { practice: steady(weekly) },
            }),
          ],
        },
      ],
      components: [
        website('newsletter-archive', 'Old newsletters.', {
          lifecycle: 'deprecated',
          delivery: 'none',
        }),
      ],
    },
  ],
};
