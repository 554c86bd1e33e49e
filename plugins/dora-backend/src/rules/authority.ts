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

import { globMatcher } from './globs';

/**
 * Makes the test for sources whose deployments count (docs/rules.md, Production): those that match the first pattern of
 * which a matching source has deployed the component by then; all sources if no pattern matches any.
 *
 * @param authority - names or globs of sources
 * @returns call it with the source of each production deployment of a component, in order
 */
export function authorityMatcher(
  authority: string[],
): (source: string) => boolean {
  const matchers = authority.map(pattern => globMatcher([pattern]));
  let first = matchers.length;
  return source => {
    const place = matchers.findIndex(matches => matches(source));
    if (place >= 0 && place < first) {
      first = place;
    }
    return first === matchers.length || matchers[first](source);
  };
}
