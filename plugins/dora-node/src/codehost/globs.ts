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

/** In a name, a slash is an ordinary character. */
const asName = (text: string) => text.replaceAll('/', '\u0001');

/**
 * Creates a predicate that tells whether a name matches one of some names or
 * globs, case-insensitive.
 *
 * @param options - with `path`, slashes separate folders and case matters
 *
 * @public
 */
export function globMatcher(
  patterns: string[],
  options: { path?: boolean } = {},
): (name: string) => boolean {
  const { path } = options;
  const prepare = path ? (text: string) => text : asName;
  return name =>
    patterns.some(pattern =>
      minimatch(prepare(name), prepare(pattern), {
        nocase: !path,
        dot: true,
        nonegate: true,
        nocomment: true,
      }),
    );
}
