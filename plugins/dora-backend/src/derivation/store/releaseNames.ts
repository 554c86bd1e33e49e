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

/** A name as a line; it begins with a letter that tells its kind. */
const toLine = (name: string) =>
  name.includes('\\') || name.includes('\n')
    ? name.replace(/[\\\n]/g, one => (one === '\n' ? '\\n' : '\\\\'))
    : name;

const inText = (name: string): string => `\n${toLine(name)}\n`;

const lower = (text: string) => text.toLowerCase();

/**
 * What `releases.names` holds: all names of the version of a release, and the commits of its changes (`k`), each in a line.
 * They are looked for as texts, so that no table with a row for each is needed.
 *
 * A known commit is there as `w` where any 7 digits of its beginning mean it; else as `x`, it and those of its beginnings
 * that mean it. So what begins a commit is found without a look at all the others that are known.
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

/** A text that stands in the names of releases which carry a commit that somebody gives; 7 digits or more may begin one. */
function inChanges(given: string): string {
  const commit = lower(given).replace(/^sha-/, '');
  return /^[0-9a-f]{7,}$/.test(commit) ? `\nk${commit}` : inText(`k${commit}`);
}

/**
 * The texts one of which is in that of a release that has a name which somebody gives, be it as a version or as a commit.
 */
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
