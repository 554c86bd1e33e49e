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

import type { MissingFacts } from '../metrics';

/** A fact of each kind, as one would send it for the entity. */
function exampleOf(missing: MissingFacts, entityRef: string, now: Date) {
  const ago = (minutes: number) =>
    new Date(now.getTime() - minutes * 60_000).toISOString();
  switch (missing) {
    case 'deployments':
      return {
        deployments: [
          {
            source: 'my-pipeline',
            id: 'run-1',
            entityRef,
            environment: 'production',
            status: 'success',
            finishedAt: ago(0),
            version: '1.0.0',
          },
        ],
      };
    case 'changes':
      return {
        changes: [
          {
            source: 'my-pipeline',
            id: 'pull-request-1',
            entityRef,
            firstCommitAt: ago(240),
            openedAt: ago(180),
            mergedAt: ago(60),
          },
        ],
      };
    default:
      return {
        incidents: [
          {
            source: 'my-alerts',
            id: 'INC-1',
            entityRef,
            startedAt: ago(60),
            resolvedAt: ago(0),
          },
        ],
      };
  }
}

/** A command that sends a first fact. */
export function curlExample(options: {
  missing: MissingFacts;
  entityRef: string;
  baseUrl: string;
  now: Date;
}): string {
  const { missing, entityRef, baseUrl, now } = options;
  const body = JSON.stringify(exampleOf(missing, entityRef, now), undefined, 2);
  return [
    `curl -X POST ${baseUrl}/api/dora/ingest \\`,
    `  -H "Authorization: Bearer $DORA_TOKEN" \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${body}'`,
  ].join('\n');
}
