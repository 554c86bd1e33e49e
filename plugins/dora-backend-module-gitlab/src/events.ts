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

import { subjectId } from './discovery/GitLabSubject';

/** All webhooks of GitLab, whether or not they are also routed to topics by kind. */
export const TOPIC = 'gitlab';

/** Only the end of a pipeline or job is relevant. */
const OVER = ['success', 'failed', 'canceled'];

interface Payload {
  object_kind?: unknown;
  project_id?: unknown;
  build_status?: unknown;
  object_attributes?: { state?: unknown; status?: unknown };
  project?: { id?: unknown; path_with_namespace?: unknown; web_url?: unknown };
}

/** Whether reading the project may reveal something new, by kind of event. */
const isRelevant: Record<string, (payload: Payload) => boolean> = {
  deployment: () => true,
  release: () => true,
  tag_push: () => true,
  issue: () => true,
  work_item: () => true,
  merge_request: ({ object_attributes: request }) =>
    request?.state === 'merged',
  pipeline: ({ object_attributes: pipeline }) =>
    OVER.includes(String(pipeline?.status)),
  build: ({ build_status: status }) => OVER.includes(String(status)),
};

/**
 * The possible subject ids of an event's project, by path and by id, if reading
 * it may reveal something new.
 */
export function subjectsOf(eventPayload: unknown): string[] {
  const payload = (eventPayload ?? {}) as Payload;
  const kind = String(payload.object_kind);
  const {
    id = payload.project_id,
    path_with_namespace: path,
    web_url: url,
  } = payload.project ?? {};
  if (
    typeof url !== 'string' ||
    !URL.canParse(url) ||
    !Object.hasOwn(isRelevant, kind) ||
    !isRelevant[kind](payload)
  ) {
    return [];
  }
  const { host } = new URL(url);
  return [path, id]
    .filter(name => typeof name === 'string' || typeof name === 'number')
    .map(name => subjectId(host, name as string | number));
}
