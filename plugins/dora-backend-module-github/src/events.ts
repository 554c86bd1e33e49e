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

import { EventParams, EventsService } from '@backstage/plugin-events-node';

/** What may bring a fact about, or change one; published by @backstage/plugin-events-backend-module-github. */
export const TOPICS = [
  'github.deployment',
  'github.deployment_status',
  'github.workflow_run',
  'github.release',
  'github.create',
  'github.pull_request',
  'github.issues',
];

interface Payload {
  action?: string;
  ref_type?: string;
  repository?: { full_name?: string; html_url?: string };
  deployment_status?: { state?: string };
  pull_request?: { merged?: boolean };
}

/** Whether something has happened that a look at the repository would show. */
function isRelevant(topic: string, payload: Payload): boolean {
  switch (topic) {
    case 'github.create':
      return payload.ref_type === 'tag';
    case 'github.pull_request':
      return payload.pull_request?.merged === true;
    case 'github.workflow_run':
      return payload.action !== 'requested';
    default:
      return true;
  }
}

/** The repository that an event is about, as the subjects are called. */
function subjectOf({ repository }: Payload): string | undefined {
  const { full_name: name, html_url: url } = repository ?? {};
  return typeof name === 'string' && URL.canParse(url ?? '')
    ? `${new URL(url!).host}/${name}`.toLocaleLowerCase('en-US')
    : undefined;
}

/**
 * Has a repository looked at as soon as something happens to it. Nothing of an
 * event becomes a fact, so that it does no harm when one comes late, twice,
 * never, or from somebody else.
 */
export async function followEvents(
  events: EventsService,
  request: (subjectId: string) => Promise<void>,
): Promise<void> {
  await events.subscribe({
    id: 'dora-github',
    topics: TOPICS,
    onEvent: async ({ topic, eventPayload }: EventParams) => {
      const payload = (eventPayload ?? {}) as Payload;
      const subject = subjectOf(payload);
      if (subject && isRelevant(topic, payload)) {
        await request(subject);
      }
    },
  });
}
