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

import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { JsonValue } from '@backstage/types';
import {
  Change,
  Deployment,
  FactKind,
  Incident,
} from '@backstage-dora/plugin-dora-common';
import { DateTime } from 'luxon';
import { SyncBatch, SyncContext, SyncSubject, SyncSystem } from '../sync/types';
import { MemoryState } from './MemoryState';

/**
 * Takes a system through whole passes without a backend, and collects the
 * results.
 *
 * @public
 */
export class SystemReader<TSubject extends SyncSubject> {
  readonly deployments: Map<string, Deployment> = new Map();
  readonly changes: Map<string, Change> = new Map();
  readonly incidents: Map<string, Incident> = new Map();
  readonly #shared = new MemoryState();
  readonly #states = new Map<string, MemoryState>();

  constructor(
    /** Can be replaced, as in a restart; the state is kept. */
    public system: SyncSystem<TSubject>,
    private readonly now: () => DateTime,
  ) {}

  /** Runs a whole pass over the subjects of some entities, since a time. */
  async read(
    entities: Entity[],
    since: string,
    backfill: boolean = true,
  ): Promise<TSubject[]> {
    const subjects = await this.system.discover(entities);
    for (const subject of subjects) {
      let cursor: JsonValue | undefined;
      do {
        const step = await this.system.step(
          subject,
          this.#context(subject, since, backfill, cursor),
        );
        cursor = step.next;
      } while (cursor !== undefined);
    }
    return subjects;
  }

  #context(
    subject: TSubject,
    since: string,
    backfill: boolean,
    cursor: JsonValue | undefined,
  ): SyncContext {
    const state = this.#states.get(subject.id) ?? new MemoryState();
    this.#states.set(subject.id, state);
    return {
      since: DateTime.fromISO(since),
      backfill,
      cursor,
      state,
      shared: this.#shared,
      emit: batch => this.#emit(batch, state),
      now: this.now,
      signal: new AbortController().signal,
      logger: mockServices.logger.mock(),
    };
  }

  async #emit(
    { facts = {}, retracted = [], state = {}, forget = [] }: SyncBatch,
    memory: MemoryState,
  ): Promise<void> {
    const kept: Partial<Record<FactKind, Map<string, unknown>>> = {
      deployments: this.deployments,
      changes: this.changes,
      incidents: this.incidents,
    };
    for (const [kind, found] of Object.entries(kept)) {
      facts[kind as FactKind]?.forEach(fact => found.set(fact.id, fact));
    }
    retracted.forEach(({ kind, id }) => kept[kind]?.delete(id));
    await memory.setAll(state);
    await memory.delete(...forget);
  }
}
