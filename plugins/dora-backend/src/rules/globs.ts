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

import { minimatch } from 'minimatch';

// Names are not paths: `*` has to match `prod/eu`, too.
const asName = (text: string) => text.replaceAll('/', '\u0001');

/** Whether a name matches a name or glob (`*`, `?`, `{a,b}`), case-insensitively. */
export const matchesGlob = (pattern: string, name: string): boolean =>
  minimatch(asName(name), asName(pattern), {
    nocase: true,
    dot: true,
    nonegate: true,
    nocomment: true,
  });

/** Makes the test for names that match any of several names or globs; caches results. */
export function globMatcher(patterns: string[]): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return name => {
    let matches = known.get(name);
    if (matches === undefined) {
      matches = patterns.some(pattern => matchesGlob(pattern, name));
      known.set(name, matches);
    }
    return matches;
  };
}
