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

import { LoggerService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { GetEntitiesRequest } from '@backstage/catalog-client';
import { JsonValue } from '@backstage/types';
import {
  FactIdentity,
  FactKind,
  Facts,
} from '@backstage-dora/plugin-dora-common';
import { DateTime } from 'luxon';
import { SourceState } from '../SourceState';

/**
 * A unit that is read from a system separately, such as a repository.
 *
 * @public
 */
export interface SyncSubject {
  /** A human-readable identifier, such as `github.com/acme/cart`. */
  id: string;

  /** The entities that its facts belong to; full references. */
  entityRefs: string[];

  /** Subjects with the same budget share a rate limit: if one has to wait, all of them do. */
  budget: string;

  /**
   * What the facts depend on apart from the system's data: annotations and
   * configuration. When it changes, the whole history is read again.
   */
  fingerprint: string;
}

/**
 * The results of a step, stored in this order.
 *
 * @public
 */
export interface SyncBatch {
  facts?: Facts;
  /** Facts from earlier steps that are no longer valid. */
  retracted?: Array<FactIdentity & { kind: FactKind }>;
  /** State to set once the facts are stored. */
  state?: Record<string, JsonValue>;
  /** Keys of the state to delete. */
  forget?: string[];
}

/**
 * The context of a step.
 *
 * @public
 */
export interface SyncContext {
  /** Read what has happened or changed since this time. */
  since: DateTime;

  /** Whether the whole history is being read rather than just new data. */
  backfill: boolean;

  /** What the previous step returned as `next`; undefined in the first step of a pass. */
  cursor: JsonValue | undefined;

  /** The state of this subject. */
  state: SourceState;

  /** The state shared by all subjects. */
  shared: SourceState;

  /**
   * Stores results. A step may call it any number of times: stored results are
   * not lost if the step fails later.
   */
  emit(batch: SyncBatch): Promise<void>;

  /** The present. */
  now(): DateTime;

  /** Aborted when the backend stops. */
  signal: AbortSignal;

  logger: LoggerService;
}

/**
 * The result of a step.
 *
 * @public
 */
export interface SyncStep {
  /**
   * Where the next step continues; undefined if the pass is complete. Stored in
   * the database, so keep it small.
   */
  next?: JsonValue;

  /** Remaining steps in this pass, as far as known. */
  remaining?: number;
}

/**
 * A system that facts are fetched from: which subjects are read, and how.
 *
 * @remarks
 *
 * History is read in passes, and a pass in steps. A step is a unit that is
 * cheap to repeat, such as a page of a list with its details; its cursor says
 * where the next one continues, even after a restart. The first pass goes back
 * over months, later ones cover what is new, with some overlap.
 *
 * A step that throws is repeated later: after a {@link RateLimitError} when the
 * system allows it, after other errors with growing delays. Throw a {@link
 * SyncError} if people can do something about it.
 *
 * @public
 */
export interface SyncSystem<TSubject extends SyncSubject = SyncSubject> {
  /** Catalog entities that may have a subject. */
  filter: GetEntitiesRequest['filter'];

  /** Kinds of facts that it reads: where these include incidents, no incident means that there was none. */
  kinds?: FactKind[];

  /** The subjects of these entities. Log and skip entities with invalid annotations. */
  discover(entities: Entity[]): Promise<TSubject[]>;

  /** Reads one step of a pass. */
  step(subject: TSubject, context: SyncContext): Promise<SyncStep>;
}
