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

import {
  commitIn,
  isShortCommit,
  isWholeCommit,
  LEAST_DIGITS,
  withoutV,
} from '../../rules/names';
import { DerivedRelease } from '../../rules/releases';

/** Escapes a name so that it fits on one line. The first letter of a name is its kind. */
const toLine = (name: string) =>
  name.includes('\\') || name.includes('\n')
    ? name.replace(/[\\\n]/g, one => (one === '\n' ? '\\n' : '\\\\'))
    : name;

const inText = (name: string): string => `\n${toLine(name)}\n`;

const lower = (text: string) => text.toLowerCase();

/**
 * The text in `releases.names`: all names of the version of a release, and the commits of its changes (`k`), one per
 * line. Searching the text avoids a table with a row for each name.
 *
 * A known commit that its first 7 digits identify is stored as `w`. Any other is stored as `x`, together with each of
 * its prefixes that identifies it. So a prefix can be looked up without comparing it with all other known commits.
 */
export function toNamesText(
  { names, commits }: Pick<DerivedRelease, 'names' | 'commits'>,
  ofChanges: string[],
): string | null {
  const known = new Set(commits.map(({ commit }) => `c${commit}`));
  const lines = new Set(names.filter(name => !known.has(name)));
  for (const { commit, digits } of commits) {
    if (digits === LEAST_DIGITS) {
      lines.add(`w${commit}`);
    } else {
      lines.add(`x${commit}`);
      for (let length = digits; length < 40; length++) {
        lines.add(`x${commit.slice(0, length)}`);
      }
    }
  }
  for (const commit of ofChanges) {
    lines.add(`k${lower(commit)}`);
  }
  return lines.size === 0
    ? null
    : `\n${[...lines].map(toLine).sort().join('\n')}\n`;
}

/** What the names text of a release contains if it carries the given commit; 7 or more digits are a prefix. */
function inChanges(given: string): string {
  const commit = lower(given).replace(/^sha-/, '');
  return /^[0-9a-f]{7,}$/.test(commit) ? `\nk${commit}` : inText(`k${commit}`);
}

/** Search texts for a version or commit: a release has that name if its names text contains one of them. */
export function textsOf(given: string): string[] {
  const commit = commitIn(given);
  return [
    inChanges(given),
    inText(`v${withoutV(given)}`),
    inText(`c${lower(given)}`),
    inText(`d${lower(given)}`),
    ...(isShortCommit(commit) ? [`\nw${commit}`, inText(`x${commit}`)] : []),
    ...(isWholeCommit(commit)
      ? [inText(`w${commit}`), inText(`x${commit}`)]
      : []),
  ];
}
