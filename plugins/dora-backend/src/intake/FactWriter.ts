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

import { FactIdentity, FactKind } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EntityStore, InternedEntity } from '../catalog/EntityStore';
import { Row } from '../database/rows';
import { FACTS_OF_SMALL } from './Admission';
import { CheckedRequest } from './checkRequest';
import { FACT_KINDS } from './kinds/factDefinitions';
import { toRow } from './kinds/factStorage';
import { upsertFacts } from './FactStore';
import { identityKey } from './identityKey';
import { parseRef } from './parseRef';
import { clearRejections, recordRejections } from './RejectedFacts';
import { retryConflicts } from './retry';
import { FactListener } from './types';

/** Maximum number of facts in a transaction that stores several calls. */
const FACTS_TOGETHER = 2000;

/**
 * How long to wait for further calls at most, and after how many idle turns of
 * the event loop to stop.
 */
const GATHER_AT_LONGEST_MS = 10;
const QUIET_TURNS = 2;

/** Options of {@link FactWriter}. */
export interface FactWriterOptions {
  knex: Knex;
  entities: EntityStore;
  derivation: Pick<FactListener, 'enqueue'>;
  /** Current time in ms since the epoch */
  now: () => number;
}

/** A checked call and its sender. */
export interface SentRequest extends CheckedRequest {
  subject: string;
}

/** The entities that facts name, by reference. */
export type NamedEntities = Map<string, InternedEntity>;

interface WaitingCall {
  call: SentRequest;
  size: number;
  resolve: (entities: NamedEntities) => void;
  reject: (error: unknown) => void;
}

const sizeOf = ({ facts }: CheckedRequest) =>
  FACT_KINDS.reduce((sum, kind) => sum + facts[kind].length, 0);

/** The entities that the facts of a call name, as full references in lower case. */
export const refsOf = ({ facts }: CheckedRequest): string[] =>
  FACT_KINDS.flatMap(kind =>
    facts[kind].flatMap(fact =>
      fact.entityRef === undefined ? [] : parseRef(fact.entityRef)!,
    ),
  );

/**
 * Stores each call atomically. Small calls that arrive while others are being
 * stored are stored together: the transaction takes longer than the facts.
 */
export class FactWriter {
  readonly #options: FactWriterOptions;
  #waiting: WaitingCall[] = [];
  #busy = false;

  static create(options: FactWriterOptions): FactWriter {
    return new FactWriter(options);
  }

  private constructor(options: FactWriterOptions) {
    this.#options = options;
  }

  /** @returns the entities that the call names, after the commit */
  async write(call: SentRequest): Promise<NamedEntities> {
    const size = sizeOf(call);
    if (size > FACTS_OF_SMALL) {
      // Storing in SQLite never yields to the event loop: a source that sends
      // call after call would starve everything else.
      await nextTurn();
      return this.#store([call]);
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ call, size, resolve, reject });
      if (!this.#busy) {
        this.#storeWaiting();
      }
    });
  }

  /** Never fails: errors are passed to the calls. */
  async #storeWaiting(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      await this.#gather();
      await this.#storeTogether(this.#waiting.splice(0, this.#together()));
    }
    this.#busy = false;
  }

  /**
   * Waits for calls in flight: a sender that was answered a moment ago may have
   * sent its next call.
   */
  async #gather(): Promise<void> {
    const end = performance.now() + GATHER_AT_LONGEST_MS;
    let known = 0;
    let quiet = 0;
    while (quiet < QUIET_TURNS && performance.now() < end) {
      quiet = this.#waiting.length > known ? 0 : quiet + 1;
      known = this.#waiting.length;
      await nextTurn();
    }
  }

  /** How many of the waiting calls to store together. */
  #together(): number {
    let size = 0;
    const next = this.#waiting.findIndex(
      ({ size: own }, index) =>
        (size += own) > FACTS_TOGETHER ||
        // Whether a fact is listed as rejected depends on the order.
        (index > 0 && this.#waiting[index - 1].call.rejections.length > 0),
    );
    return next === -1 ? this.#waiting.length : next;
  }

  async #storeTogether(calls: WaitingCall[]): Promise<void> {
    try {
      const entities = await this.#store(calls.map(({ call }) => call));
      calls.forEach(({ resolve }) => resolve(entities));
    } catch (error) {
      if (calls.length === 1) {
        calls[0].reject(error);
        return;
      }
      // One of them may be the cause.
      for (const call of calls) {
        await this.#storeTogether([call]);
      }
    }
  }

  async #store(calls: SentRequest[]): Promise<NamedEntities> {
    return retryConflicts(() =>
      this.#options.knex.transaction(tx => this.#storeIn(tx, calls)),
    );
  }

  async #storeIn(
    tx: Knex.Transaction,
    calls: SentRequest[],
  ): Promise<NamedEntities> {
    const { entities, derivation } = this.#options;
    const now = this.#options.now();
    const interned = await entities.intern(tx, calls.flatMap(refsOf));
    const rowsOf = (kind: FactKind): Row[] => {
      const rows = calls.flatMap(({ facts, subject }) =>
        facts[kind].map(fact =>
          toRow(
            kind,
            fact,
            fact.entityRef === undefined
              ? null
              : interned.get(parseRef(fact.entityRef)!)!.id,
            subject,
          ),
        ),
      );
      // If several calls contain the same fact, the last one counts.
      return calls.length === 1
        ? rows
        : [
            ...new Map(
              rows.map(row => [identityKey(row as FactIdentity), row]),
            ).values(),
          ];
    };
    for (const kind of FACT_KINDS) {
      const rows = rowsOf(kind);
      await derivation.enqueue(tx, await upsertFacts(tx, kind, rows, now));
      await clearRejections(tx, kind, rows);
    }
    await recordRejections(
      tx,
      calls.flatMap(({ rejections }) => rejections),
      now,
    );
    return interned;
  }
}
