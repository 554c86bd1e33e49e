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

/**
 * Events that may create or change a fact; published by
 * @backstage/plugin-events-backend-module-github.
 */
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

/** Whether reading the repository would reveal what has happened. */
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

/** The subject id of an event's repository, if reading it may reveal something new. */
export function subjectsOf(topic: string, eventPayload: unknown): string[] {
  const payload = (eventPayload ?? {}) as Payload;
  const { full_name: name, html_url: url } = payload.repository ?? {};
  return typeof name === 'string' &&
    URL.canParse(url ?? '') &&
    isRelevant(topic, payload)
    ? [`${new URL(url!).host}/${name}`.toLocaleLowerCase('en-US')]
    : [];
}
