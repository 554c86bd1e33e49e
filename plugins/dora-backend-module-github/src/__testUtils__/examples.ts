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

import examples from '@octokit/webhooks-examples';

type Payload = Record<string, unknown>;

/** A part of one of the events that GitHub publishes as examples, so that what the fake sends has all that GitHub sends. */
export function example(event: string, part: string): Payload {
  const found = (
    examples as unknown as { name: string; examples: Payload[] }[]
  ).find(({ name }) => name === event);
  if (!found) {
    throw new Error(`There is no example of ${event}`);
  }
  return found.examples[0][part] as Payload;
}

/** A whole event about a repository, with other values in some parts. */
export function exampleEvent(
  event: string,
  repository: { full_name: string; html_url: string },
  parts: Record<string, Payload> = {},
): Payload {
  const merged = Object.entries(parts).map(([part, values]) => [
    part,
    { ...example(event, part), ...values },
  ]);
  return {
    ...Object.fromEntries(merged),
    repository: { ...example(event, 'repository'), ...repository },
  };
}
