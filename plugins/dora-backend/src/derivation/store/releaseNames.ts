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

import { Name } from '../../rules/names';

/** A name in lower case as a line; it begins with a letter that tells its kind: `k` for a commit of a change. */
const toLine = (name: string) =>
  name.replace(/[\\\n]/g, one => (one === '\n' ? '\\n' : '\\\\'));

/**
 * What `releases.names` holds: all names of the version of a release, and the commits of its changes, each in a line. They
 * are looked for as texts, so that no table with a row for each is needed.
 */
export function toNamesText(names: Name[], commits: string[]): string | null {
  const lines = new Set([
    ...names,
    ...commits.map(commit => `k${commit.toLowerCase()}`),
  ]);
  return lines.size === 0
    ? null
    : `\n${[...lines].map(toLine).sort().join('\n')}\n`;
}

/** What is in the text where a release has a name. */
export const nameInText = (name: Name): string => `\n${toLine(name)}\n`;

/** What is in the text where a release has a name that begins so. */
export const beginningInText = (name: Name): string => `\n${toLine(name)}`;
