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

import { Past, ReleaseHead } from '../../rules/past';
import { ChangeFact, DeploymentFact } from '../../rules/types';

/** A release that began before the tail of its component. */
export interface BegunRelease extends ReleaseHead {
  kind: string;
  changesFrom: string;
}

/** A rollout as it was derived last. */
export interface StoredRollout {
  deploymentPk: number;
  releaseId: number;
  /** When its release began, ms since the epoch. */
  releaseTime: number;
}

/** What is known of the time before a tail, from the derived rows. */
export interface StoredPast extends Past {
  releases: Map<string, BegunRelease>;
  /** The workspaces of the rollouts that releases had before the tail, by `releases.id`; one for each rollout */
  workspacesOf: Map<number, string[]>;
}

/** What is known before the first fact. */
export const emptyPast = (): StoredPast => ({
  workspaces: new Map(),
  firstRolledOut: new Map(),
  releases: new Map(),
  carried: new Set(),
  workspacesOf: new Map(),
});

/** The history of a component since some time. */
export interface Tail {
  entityId: number;
  entityRef: string;
  /** ms since the epoch */
  since: number;
  /** Those of its deployments that are not what they were when they were last derived, `deployments.pk` */
  replaced: Set<number>;
  /** Those that can be rollouts */
  deployments: DeploymentFact[];
  /** The changes that its releases may carry */
  changes: ChangeFact[];
  /** As they are stored */
  rollouts: StoredRollout[];
  past: StoredPast;
}
