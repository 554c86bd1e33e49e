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
 * One of the things that a system is asked about by itself, such as a
 * repository.
 *
 * @public
 */
export interface SyncSubject {
  /** Identifies it, also for people, such as `github.com/acme/cart`. */
  id: string;

  /** What its facts are for; full references. */
  entityRefs: string[];

  /** Subjects of one budget share a rate limit: one that has to wait makes all of them wait. */
  budget: string;

  /**
   * What the facts depend on besides what the system says: annotations and
   * configuration. When it becomes another, the whole history is read again.
   */
  fingerprint: string;
}

/**
 * What a step has found, to be stored in this order.
 *
 * @public
 */
export interface SyncBatch {
  facts?: Facts;
  /** Facts that an earlier step brought and that no longer hold. */
  retracted?: Array<FactIdentity & { kind: FactKind }>;
  /** To be remembered once the facts are stored. */
  state?: Record<string, JsonValue>;
  /** Keys of the state to be forgotten. */
  forget?: string[];
}

/**
 * What a step is given.
 *
 * @public
 */
export interface SyncContext {
  /** Read what has happened or changed since then. */
  since: DateTime;

  /** Whether the whole history is being read, rather than what is new. */
  backfill: boolean;

  /** What the step before has returned as `next`; undefined in the first one of a pass. */
  cursor: JsonValue | undefined;

  /** What is remembered of this subject alone. */
  state: SourceState;

  /** What is remembered for all subjects together. */
  shared: SourceState;

  /**
   * Stores what was found. A step calls it as often as it likes: what it has
   * stored is not lost when it fails later on.
   */
  emit(batch: SyncBatch): Promise<void>;

  /** The present. */
  now(): DateTime;

  /** Aborted when the backend stops. */
  signal: AbortSignal;

  logger: LoggerService;
}

/**
 * Where a step has got to.
 *
 * @public
 */
export interface SyncStep {
  /** Where the next step goes on; undefined when the pass is complete. Kept in the database, so keep it small. */
  next?: JsonValue;

  /** How many steps are still to come in this pass, as far as known. */
  remaining?: number;
}

/**
 * A system that facts are fetched from: what is asked about, and how.
 *
 * @remarks
 *
 * History is read in passes, and a pass in steps. A step is what can be
 * repeated at small cost, such as a page of a list with what belongs to it; its
 * cursor says where the next one goes on, also after a restart. The first pass
 * goes back over months, the later ones over what is new, with a look back.
 *
 * A step that throws is repeated later: after a {@link RateLimitError} when the
 * system allows it, after others with growing pauses. Throw a {@link SyncError}
 * where people can do something about it.
 *
 * @public
 */
export interface SyncSystem<TSubject extends SyncSubject = SyncSubject> {
  /** Entities of the catalog that may have a subject. */
  filter: GetEntitiesRequest['filter'];

  /** Kinds of facts that it reads; left out, nothing is said of that. */
  kinds?: FactKind[];

  /** The subjects of these entities. Log an entity that is annotated wrongly, and leave it out. */
  discover(entities: Entity[]): Promise<TSubject[]>;

  /** Reads a part of what has happened. */
  step(subject: TSubject, context: SyncContext): Promise<SyncStep>;
}
