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

import { globMatcher } from '@backstage-dora/plugin-dora-node';

/** Accounts that GitLab creates for project and group access tokens. */
const TOKEN_BOTS = /^(project|group)_\d+_bot(_\w+)?$/;

/** Whether a name belongs to a bot: an access token or a configured account. */
export function botMatcher(
  patterns: string[],
): (name: string | undefined) => boolean {
  const isConfigured = globMatcher(patterns);
  return name =>
    name !== undefined && (TOKEN_BOTS.test(name) || isConfigured(name));
}
