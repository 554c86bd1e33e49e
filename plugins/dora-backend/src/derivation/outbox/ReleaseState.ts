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

import { Outcome } from '../../rules/recovery';

/** Whether a release has failed, and why: JSON of {@link StoredReason}s, undefined when there is no reason. */
export interface StoredOutcome extends Outcome {
  reasons?: string;
}

/** The name of a reason, with the public id and the time (ms since the epoch) of the release that fixed it, if any. */
export type StoredReason = [reason: string, fix?: string, at?: number];

/** A release as events show it; times in ms since the epoch. */
export interface ReleaseState extends StoredOutcome {
  /** See `rules/releaseId` */
  id: string;
  entityId: number;
  version: string | null;
  time: number;
  kind: string;
  /** Number of rollouts; the next two are counts as well */
  rollouts: number;
  workspaces: number;
  changes: number;
}

/** What happened to a release. */
export type Transition =
  | 'created'
  | 'changed'
  | 'failed'
  | 'recovered'
  | 'withdrawn';

/** An event with the release as of then; a withdrawn release as it was last. */
export interface ReleaseTransition {
  type: Transition;
  release: ReleaseState;
}
