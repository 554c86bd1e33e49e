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

import { compareMoments, identityKey, Moment } from './order';

/** A release, as far as what comes after it depends on it. */
export interface ReleaseHead extends Moment {
  /** `deployments.pk` of its first rollout, which gives the release its time, source and id */
  pk: number;
  /** The version, else the commit; undefined when its deployment has neither */
  version?: string;
  /** For the how manieth time the version became current in a workspace: *k*, from 1 */
  occurrence: number;
  rollback: boolean;
}

/** What stood in a workspace. */
export interface WorkspacePast {
  current: ReleaseHead;
  /** How often versions became current there, by version key. */
  occurrences: Map<string, number>;
}

/**
 * What the history of a component came to before some time: as much of it as the facts since then depend on. Deriving
 * these with it gives what deriving all facts gives.
 */
export interface Past {
  workspaces: Map<string, WorkspacePast>;
  /** When versions were first rolled out, by version key. */
  firstRolledOut: Map<string, Moment>;
  /** Releases that may get further rollouts, by {@link releaseKey}. */
  releases: Map<string, ReleaseHead>;
  /** The latest release that is no rollback. */
  previous?: ReleaseHead;
  /** The changes that releases carry already, `changes.pk`. */
  carried: Set<number>;
}

/** Before the first fact. */
export const NO_PAST: Past = {
  workspaces: new Map(),
  firstRolledOut: new Map(),
  releases: new Map(),
  carried: new Set(),
};

/** What a release is a release of (docs/rules.md, Releases): the version, else the commit, else only its deployment. */
export function versionKeyOf(
  release: Pick<ReleaseHead, 'source' | 'id' | 'version'>,
): string {
  return release.version ?? `\u0000${identityKey(release)}`;
}

/** A text that only the rollouts of one release of a component share. */
export function releaseKey(versionKey: string, occurrence: number): string {
  return `${occurrence} ${versionKey}`;
}

/** Whether a version was first rolled out before another one. */
export function rolledOutBefore(
  a: Moment | undefined,
  b: Moment | undefined,
): boolean {
  return a !== undefined && b !== undefined && compareMoments(a, b) < 0;
}
