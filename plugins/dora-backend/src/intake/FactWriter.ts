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

import { FactKind } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EntityStore, InternedEntity } from '../catalog/EntityStore';
import { Row } from '../database/rows';
import { Derivation } from '../derivation/types';
import { identityKey } from '../rules/order';
import { FACTS_OF_SMALL } from './Admission';
import { FactTypes } from './checkFact';
import { CheckedRequest } from './checkRequest';
import { parseRef } from './entityKinds';
import { FACT_ROWS } from './factRows';
import { upsertFacts } from './FactStore';
import { forgetRejections, rememberRejections } from './RejectedFacts';
import { retryConflicts } from './retry';
import { FACT_KINDS } from './schema';

/** As many facts are stored in one transaction when calls are stored together. */
const FACTS_TOGETHER = 2000;

/** For how long calls that go on coming are waited for, and when they have stopped: in turns of the event loop. */
const GATHER_AT_LONGEST_MS = 10;
const QUIET_TURNS = 2;

/** What {@link FactWriter} needs. */
export interface FactWriterOptions {
  knex: Knex;
  entities: EntityStore;
  derivation: Pick<Derivation, 'enqueue'>;
  /** Current time in ms since the epoch */
  now: () => number;
}

/** The entities that facts name, by their references. */
export type NamedEntities = Map<string, InternedEntity>;

interface WaitingCall {
  call: CheckedRequest;
  size: number;
  resolve: (entities: NamedEntities) => void;
  reject: (error: unknown) => void;
}

const sizeOf = ({ facts }: CheckedRequest) =>
  FACT_KINDS.reduce((sum, kind) => sum + facts[kind].length, 0);

/** The entities that the facts of a call name, as complete references in lower case. */
export const refsOf = ({ facts }: CheckedRequest): string[] =>
  FACT_KINDS.flatMap(kind =>
    facts[kind].flatMap(fact =>
      fact.entityRef === undefined ? [] : parseRef(fact.entityRef)!,
    ),
  );

/** The facts of a kind of some calls, each once: what came later takes the place of what came before. */
function together<TKind extends FactKind>(
  kind: TKind,
  calls: CheckedRequest[],
): FactTypes[TKind][] {
  if (calls.length === 1) {
    return calls[0].facts[kind];
  }
  const facts = new Map<string, FactTypes[TKind]>();
  for (const call of calls) {
    for (const fact of call.facts[kind]) {
      facts.set(identityKey(fact), fact);
    }
  }
  return [...facts.values()];
}

/**
 * Stores calls, each wholly or not at all. Small ones that come while others are being stored are stored together: what
 * takes longest is the transaction, not the fact.
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

  /** @returns the entities that the call names, once it is committed */
  async write(call: CheckedRequest): Promise<NamedEntities> {
    const size = sizeOf(call);
    if (size > FACTS_OF_SMALL) {
      // Storing in SQLite never yields to the event loop: a source that sends call after call would starve all else.
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

  /** Never fails: what goes wrong is for the calls to know. */
  async #storeWaiting(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      await this.#gather();
      await this.#storeTogether(this.#waiting.splice(0, this.#together()));
    }
    this.#busy = false;
  }

  /** Lets those come that are on their way: whoever was answered a moment ago may have sent the next call. */
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

  /** How many of those who wait are stored together. */
  #together(): number {
    let size = 0;
    const next = this.#waiting.findIndex(
      ({ size: own }, index) =>
        (size += own) > FACTS_TOGETHER ||
        // Whether a fact is among the rejected is a matter of order.
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
      // It may be the fault of one of them.
      for (const call of calls) {
        await this.#storeTogether([call]);
      }
    }
  }

  async #store(calls: CheckedRequest[]): Promise<NamedEntities> {
    return retryConflicts(() =>
      this.#options.knex.transaction(tx => this.#storeIn(tx, calls)),
    );
  }

  async #storeIn(
    tx: Knex.Transaction,
    calls: CheckedRequest[],
  ): Promise<NamedEntities> {
    const { entities, derivation } = this.#options;
    const now = this.#options.now();
    const interned = await entities.intern(tx, calls.flatMap(refsOf));
    const rowsOf = <TKind extends FactKind>(kind: TKind): Row[] =>
      together(kind, calls).map(fact =>
        FACT_ROWS[kind](
          fact,
          fact.entityRef === undefined
            ? null
            : interned.get(parseRef(fact.entityRef)!)!.id,
        ),
      );
    for (const kind of FACT_KINDS) {
      const rows = rowsOf(kind);
      await derivation.enqueue(tx, await upsertFacts(tx, kind, rows, now));
      await forgetRejections(tx, kind, rows);
    }
    await rememberRejections(
      tx,
      calls.flatMap(({ rejections }) => rejections),
      now,
    );
    return interned;
  }
}
