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
  halfYearly,
  steady,
  train,
  weekly,
} from './practices';
import { SamplePlatform } from './types';

/** What everybody builds on. Has the teams that report little, seldom or nothing. */
export const foundations: SamplePlatform = {
  name: 'foundations',
  title: 'Foundations',
  description: 'Data, tools and back office that everybody builds on.',
  teams: [
    {
      name: 'insights',
      title: 'Insights',
      description:
        'Data and experiments. Deployments and incidents are connected, changes are not.',
      delivery: { practice: steady(weekly), changes: 'none' },
      products: [
        {
          name: 'data-platform',
          title: 'Data platform',
          description: 'Collects, stores and serves data.',
          domain: 'insight',
          components: [
            service('ingestion-pipeline', 'Takes data in.', {
              delivery: { practice: steady(frequent) },
            }),
            service('metrics-store', 'Serves figures.'),
            website('report-builder', 'Where reports are put together.'),
          ],
        },
        {
          name: 'forecasting',
          title: 'Forecasting',
          description: 'How much will be sold.',
          domain: 'insight',
          components: [
            service('demand-forecast', 'Forecasts demand.'),
            service('forecast-evaluation', 'Compares forecast and outcome.', {
              lifecycle: 'experimental',
            }),
          ],
        },
        {
          name: 'experimentation',
          title: 'Experimentation',
          description: 'Compares variants.',
          domain: 'insight',
          delivery: { practice: steady(frequent) },
          components: [
            service('experiment-service', 'Assigns variants.'),
            website('experiment-dashboard', 'Shows what an experiment says.'),
          ],
        },
      ],
    },
    {
      name: 'developer-experience',
      title: 'Developer experience',
      description: 'Tools for all the other teams.',
      delivery: { practice: steady(frequent), reviews: false },
      products: [
        {
          name: 'developer-portal',
          title: 'Developer portal',
          description: 'Where to find everything.',
          components: [
            website('portal-web', 'The pages of the portal.', {
              delivery: { practice: steady(continuous), versions: 'commit' },
            }),
            service('portal-backend', 'What the pages ask.'),
          ],
        },
        {
          name: 'build-platform',
          title: 'Build platform',
          description: 'Builds and stores what is deployed.',
          components: [
            service('build-runner', 'Runs builds.', {
              delivery: { practice: steady(continuous) },
            }),
            service('artifact-cache', 'Keeps what builds need.', {
              delivery: { practice: steady(careful) },
            }),
          ],
        },
        {
          name: 'observability',
          title: 'Observability',
          description: 'Logs, metrics and alerts.',
          components: [
            service('log-gateway', 'Takes logs in.'),
            service('metric-gateway', 'Takes metrics in.', {
              delivery: { practice: steady(weekly) },
            }),
            service('alert-router', 'Wakes the right team.', {
              delivery: { practice: steady(weekly) },
            }),
          ],
        },
        {
          name: 'design-system',
          title: 'Design system',
          description: 'Shared look and feel; published, never deployed.',
          components: [
            library('design-tokens', 'Colours, type and spacing.'),
            library('ui-components', 'Buttons, fields and dialogs.'),
            website('design-guide', 'How to use them.', {
              delivery: { practice: steady(weekly), production: 'docs' },
            }),
          ],
        },
        {
          name: 'client-libraries',
          title: 'Client libraries',
          description: 'Clients for internal interfaces.',
          components: [
            library('http-client', 'Calls with retries and tracing.'),
            library('event-client', 'Publishes and subscribes.'),
          ],
        },
      ],
      components: [
        website('status-page', 'Says whether things work.', {
          delivery: { practice: steady({ ...careful, releasesPerWeek: 0.2 }) },
        }),
      ],
    },
    {
      name: 'finance',
      title: 'Finance',
      description: 'Back office. Bought systems and few releases.',
      delivery: { practice: steady(halfYearly), versions: 'calendar' },
      products: [
        {
          name: 'general-ledger',
          title: 'General ledger',
          description: 'The books; released twice a year.',
          components: [
            service('ledger-connector', 'Feeds the general ledger.'),
          ],
        },
        {
          name: 'closing-reports',
          title: 'Closing reports',
          description: 'What the month came to.',
          delivery: {
            practice: steady({
              ...train,
              trainDays: 28,
              changesPerRelease: 5,
              failureRate: 0.15,
            }),
          },
          components: [
            service('closing-reports', 'Puts the reports together.'),
            website('report-archive', 'Where old reports are.', {
              delivery: {
                practice: steady({ ...careful, releasesPerWeek: 0.2 }),
              },
            }),
          ],
        },
        {
          name: 'procurement',
          title: 'Procurement',
          description: 'A bought system; nothing reports about it.',
          components: [
            website('procurement-portal', 'Where things are ordered.', {
              delivery: 'none',
            }),
            service('supplier-sync', 'Keeps suppliers up to date.', {
              delivery: 'none',
            }),
          ],
        },
      ],
    },
    {
      name: 'workplace',
      title: 'Workplace',
      description: 'Tools for offices and shops. Nothing is connected yet.',
      delivery: { incidents: false },
      products: [
        {
          name: 'shift-planning',
          title: 'Shift planning',
          description: 'Who works when.',
          components: [
            website('shift-planner', 'The plan of the week.', {
              delivery: 'none',
            }),
          ],
        },
        {
          name: 'device-management',
          title: 'Device management',
          description: 'Scanners, tills and laptops.',
          components: [
            service('device-registry', 'Knows every device.', {
              delivery: 'none',
            }),
          ],
        },
      ],
    },
  ],
};
