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

/** The names of a version in a fact. */
export interface Named {
  version?: string;
  commitSha?: string;
  digest?: string;
}

/** Rules for names that identify nothing, or not one version. */
export interface NameRules {
  /** Names that identify nothing, case-insensitive */
  noNames: string[];
  /** Version names that always count as moving */
  movingVersions: string[];
}

/** A name prefixed with the letter of its kind: `v` version, `c` commit, `d` digest. */
export type Name = string;

/** A known commit, and how many digits (at least 7) distinguish it from the component's other known commits. */
export interface KnownCommit {
  commit: string;
  digits: number;
}

/** The minimum number of digits of an abbreviated commit. */
export const LEAST_DIGITS = 7;

const WHOLE_COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const SHORT_COMMIT = /^[0-9a-f]{7,39}$/;
const ZEROS = /^0+$/;
const DIGIT_FIRST = /^[0-9]/;

/** A version without a leading `v` before a digit. */
export const withoutV = (version: string): string =>
  version.replace(/^v(?=[0-9])/i, '');

/** The part of a version that may be a commit, in lower case. */
export const commitIn = (version: string): string =>
  withoutV(version).replace(/^sha-/i, '').toLowerCase();

export const isWholeCommit = (commit: string): boolean =>
  WHOLE_COMMIT.test(commit);

export const isShortCommit = (commit: string): boolean =>
  SHORT_COMMIT.test(commit);

/** Makes the test for names that identify nothing (`dora.rules.noNames`, and names of zeros only). */
export function noNameMatcher(noNames: string[]): (name: string) => boolean {
  const none = new Set(noNames.map(name => withoutV(name).toLowerCase()));
  return name => ZEROS.test(name) || none.has(name.toLowerCase());
}

/** The names in a fact, normalized for comparison. */
interface ReadNames {
  version?: string;
  commits: string[];
  digest?: string;
}

/** Disjoint sets of names that identify the same thing. */
class JoinedNames {
  readonly #places = new Map<Name, number>();
  readonly #parents: number[] = [];

  place(name: Name): number {
    let place = this.#places.get(name);
    if (place === undefined) {
      place = this.#parents.length;
      this.#parents.push(place);
      this.#places.set(name, place);
    }
    return place;
  }

  root(place: number): number {
    let root = place;
    while (this.#parents[root] !== root) {
      this.#parents[root] = this.#parents[this.#parents[root]];
      root = this.#parents[root];
    }
    return root;
  }

  join(names: Name[]): void {
    for (const name of names) {
      const first = this.root(this.place(names[0]));
      const other = this.root(this.place(name));
      // The lower number becomes the root, so that the result does not depend on the order of joins.
      this.#parents[Math.max(first, other)] = Math.min(first, other);
    }
  }

  /** All names, grouped by the number of their root. */
  groups(): Map<number, Name[]> {
    const groups = new Map<number, Name[]>();
    for (const [name, place] of this.#places) {
      const root = this.root(place);
      const group = groups.get(root);
      if (group) {
        group.push(name);
      } else {
        groups.set(root, [name]);
      }
    }
    return groups;
  }
}

/** Determines which names identify the same version of a component, and which identify none. */
export class VersionNames {
  readonly #isNoName: (name: string) => boolean;
  /** Known whole commits, sorted. */
  readonly #commits: string[];
  readonly #moving: Set<string>;
  readonly #joined = new JoinedNames();
  readonly #read = new Map<Named, ReadNames>();
  #groups?: Map<number, Name[]>;

  /**
   * Joins the names of the versions of a component (docs/rules.md, Versions).
   *
   * @param facts - the artifacts and successful deployments of the component, in all environments
   */
  static of(facts: Named[], rules: NameRules): VersionNames {
    return new VersionNames(facts, rules);
  }

  private constructor(facts: Named[], rules: NameRules) {
    this.#isNoName = noNameMatcher(rules.noNames);
    this.#commits = this.#findCommits(facts);
    this.#moving = this.#findMoving(
      facts,
      new Set(rules.movingVersions.map(withoutV)),
    );
    for (const fact of facts) {
      this.#joined.join(this.of(fact));
    }
  }

  /** Moving version names: what they identify depends on the time. */
  get moving(): ReadonlySet<string> {
    return this.#moving;
  }

  /** The names of the version of a fact; empty when it has none. */
  of(fact: Named): Name[] {
    const { version, commits, digest } = this.#namesIn(fact);
    const names = commits.map(commit => `c${commit}`);
    if (digest !== undefined) {
      names.push(`d${digest}`);
    }
    if (
      version !== undefined &&
      (names.length === 0 || !this.#moving.has(version))
    ) {
      names.unshift(`v${version}`);
    }
    return names;
  }

  /** The number of a fact's version, the same for all facts of that version; undefined when the fact has no name. */
  versionOf(fact: Named): number | undefined {
    const [name] = this.of(fact);
    return name === undefined
      ? undefined
      : this.#joined.root(this.#joined.place(name));
  }

  /** All names of a version by its number, sorted. */
  namesOf(version: number): Name[] {
    this.#groups ??= this.#joined.groups();
    return this.#groups.get(version)!.sort();
  }

  /** The known commits among some names. */
  knownCommitsIn(names: Name[]): KnownCommit[] {
    return names.flatMap(name => {
      const commit = name.slice(1);
      return name.startsWith('c') && isWholeCommit(commit)
        ? { commit, digits: this.#digitsOf(commit) }
        : [];
    });
  }

  /** The version name of a fact, unless it identifies nothing or is moving. */
  versionNameOf(fact: Named): Name | undefined {
    const { version } = this.#namesIn(fact);
    return version === undefined || this.#moving.has(version)
      ? undefined
      : `v${version}`;
  }

  #findCommits(facts: Named[]): string[] {
    const commits = new Set<string>();
    for (const { version, commitSha } of facts) {
      for (const commit of [
        commitSha?.toLowerCase(),
        version === undefined ? undefined : commitIn(version),
      ]) {
        if (
          commit !== undefined &&
          isWholeCommit(commit) &&
          !this.#isNoName(commit)
        ) {
          commits.add(commit);
        }
      }
    }
    return [...commits].sort();
  }

  #findMoving(facts: Named[], always: Set<string>): Set<string> {
    const moving = new Set<string>();
    const commits = new Map<string, string>();
    const digests = new Map<string, string>();
    const note = (
      known: Map<string, string>,
      version: string,
      name: string | undefined,
    ) => {
      const before = known.get(version);
      if (name !== undefined && before === undefined) {
        known.set(version, name);
      } else if (name !== undefined && before !== name) {
        moving.add(version);
      }
    };
    for (const fact of facts) {
      const { version, commits: known, digest } = this.#namesIn(fact);
      if (version !== undefined) {
        if (always.has(version)) {
          moving.add(version);
        }
        note(commits, version, known[0]);
        if (!DIGIT_FIRST.test(version)) {
          note(digests, version, digest);
        }
      }
    }
    return moving;
  }

  /** The index of the first known commit that does not sort before a text. */
  #placeOf(text: string): number {
    let low = 0;
    let high = this.#commits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#commits[middle] < text) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The number of leading digits that distinguish a known commit from the others. */
  #digitsOf(commit: string): number {
    const place = this.#placeOf(commit);
    let digits = LEAST_DIGITS;
    for (const other of [this.#commits[place - 1], this.#commits[place + 1]]) {
      while (
        digits <= commit.length &&
        other?.startsWith(commit.slice(0, digits))
      ) {
        digits += 1;
      }
    }
    return digits;
  }

  /** Completes a lower-case abbreviated commit if it is the prefix of exactly one known commit. */
  #wholeCommit(commit: string): string {
    if (!isShortCommit(commit)) {
      return commit;
    }
    const place = this.#placeOf(commit);
    const [first, second] = this.#commits.slice(place, place + 2);
    return first?.startsWith(commit) && !second?.startsWith(commit)
      ? first
      : commit;
  }

  #namesIn(fact: Named): ReadNames {
    let names = this.#read.get(fact);
    if (!names) {
      names = this.#readNames(fact);
      this.#read.set(fact, names);
    }
    return names;
  }

  #readNames({ version, commitSha, digest }: Named): ReadNames {
    const names: ReadNames = { commits: [] };
    if (version !== undefined) {
      const commit = this.#wholeCommit(commitIn(version));
      const name = withoutV(version);
      if (isWholeCommit(commit)) {
        if (!this.#isNoName(commit)) {
          names.commits.push(commit);
        }
      } else if (!this.#isNoName(name)) {
        names.version = name;
      }
    }
    if (commitSha !== undefined && !this.#isNoName(commitSha)) {
      names.commits.push(this.#wholeCommit(commitSha.toLowerCase()));
    }
    if (digest !== undefined && !this.#isNoName(digest)) {
      names.digest = digest.toLowerCase();
    }
    return names;
  }
}
