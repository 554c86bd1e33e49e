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

import { Random } from './Random';

const VERBS = [
  'Add tests for',
  'Clean up',
  'Document',
  'Extract',
  'Harden',
  'Measure',
  'Rework',
  'Simplify',
  'Speed up',
];

const THINGS = [
  'currency rounding',
  'error messages',
  'input validation',
  'pagination',
  'the audit log',
  'the cache key',
  'the connection pool',
  'the empty state',
  'the event consumer',
  'the fallback',
  'the feature toggle',
  'the health check',
  'the import job',
  'the list view',
  'the nightly batch',
  'the query planner',
  'the rate limiter',
  'the retry policy',
  'the schema migration',
  'the search form',
  'the settings page',
  'the timeout handling',
  'translations',
];

const FEATURES = [
  'Allow several addresses per order',
  'Answer with a problem document',
  'Keep the sort order across pages',
  'Let editors undo',
  'Publish an event when the state changes',
  'Read the limit from the configuration',
  'Send amounts in minor units',
  'Show the reason for a refusal',
  'Support partial deliveries',
  'Write to the new table as well',
];

const FIXES = [
  'Fix a race between two updates',
  'Fix the order of results with equal scores',
  'Fix the time zone of the daily report',
  'Handle an empty response',
  'Handle names with apostrophes',
  'Ignore duplicate events',
  'Restore the default for new customers',
  'Stop leaking connections on timeouts',
];

const PACKAGES = [
  'base-image',
  'db-driver',
  'http-server',
  'json-parser',
  'lint-rules',
  'logger',
  'test-runner',
  'tls-library',
];

export function changeTitle(random: Random): string {
  switch (random.weighted({ work: 60, feature: 25, fix: 15 })) {
    case 'feature':
      return random.pick(FEATURES);
    case 'fix':
      return random.pick(FIXES);
    default:
      return `${random.pick(VERBS)} ${random.pick(THINGS)}`;
  }
}

export const hotfixTitle = (random: Random) => `Hotfix: ${random.pick(FIXES)}`;

export function updateTitle(random: Random): string {
  const [major, minor, patch] = [2, 9, 12].map(to => random.integer(0, to));
  return `Bump ${random.pick(PACKAGES)} from ${
    major + 1
  }.${minor}.${patch} to ${major + 1}.${minor}.${patch + 1}`;
}

const SYMPTOMS = [
  'answers slowly',
  'is unavailable',
  'returns errors',
  'shows outdated data',
  'loses messages',
  'rejects valid requests',
  'runs out of memory',
];

const CAUSES_OUTSIDE = [
  'Network disturbance in a data centre',
  'A cloud provider throttles requests',
  'Expired certificate of a partner',
  'Name resolution fails now and then',
  'Storage is slow',
];

export const incidentTitle = (subject: string, random: Random) =>
  `${subject} ${random.pick(SYMPTOMS)}`;

export const outsideTitle = (random: Random) => random.pick(CAUSES_OUTSIDE);
