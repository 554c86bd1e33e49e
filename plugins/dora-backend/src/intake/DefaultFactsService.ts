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
  FactIdentity,
  FactKind,
  Facts,
  IngestResult,
} from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { EntityStore } from '../catalog/EntityStore';
import { CatalogFollower } from '../catalog/types';
import { Admission, AdmissionLimits } from './Admission';
import { checkEnvelope, countFacts } from './checkEnvelope';
import { checkRequest, pathOf } from './checkRequest';
import { FACT_KINDS } from './kinds/factDefinitions';
import { deleteFact, deleteFactsOf } from './FactStore';
import { FactWriter, NamedEntities, refsOf } from './FactWriter';
import { retryConflicts } from './retry';
import { FactIntake, FactListener, IngestOptions } from './types';

/** Options of {@link DefaultFactsService}. */
export interface FactsOptions {
  knex: Knex;
  entities: EntityStore;
  derivation: FactListener;
  catalog: CatalogFollower;
  limits: AdmissionLimits;
  /** Current time in ms since the epoch */
  now?: () => number;
}

/** The distinct references that are not in the catalog. */
const missing = (entities: NamedEntities, refs: Iterable<string>): string[] =>
  [...new Set(refs)].filter(ref => !entities.get(ref)!.inCatalog).sort();

/** Stores facts and requests their derivation in the same transaction. */
export class DefaultFactsService implements FactIntake {
  readonly #options: FactsOptions;
  readonly #now: () => number;
  readonly #writer: FactWriter;
  readonly #admission: Admission;

  static create(options: FactsOptions): DefaultFactsService {
    return new DefaultFactsService(options);
  }

  private constructor(options: FactsOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#writer = FactWriter.create({ ...options, now: this.#now });
    this.#admission = Admission.create({
      limits: options.limits,
      backlog: () => options.derivation.backlog(),
    });
  }

  async ingest(
    request: Facts,
    { signal, subject }: IngestOptions,
  ): Promise<IngestResult> {
    checkEnvelope(request);
    const [checked, entities] = await this.#admission.run(
      countFacts(request),
      signal,
      async () => {
        const call = { ...checkRequest(request, this.#now()), subject };
        return [call, await this.#writer.write(call)] as const;
      },
    );
    this.#options.derivation.wake();
    const { facts, rejections, replaced, unknownFields } = checked;
    let unmapped = missing(entities, refsOf(checked));
    if (unmapped.length > 0) {
      unmapped = await this.#lookAgain(unmapped);
    }
    return {
      accepted: Object.fromEntries(
        FACT_KINDS.map(kind => [kind, facts[kind].length]),
      ) as IngestResult['accepted'],
      rejected: rejections.map(({ kind, index, source, id, reason }) => ({
        path: pathOf(kind, index),
        source,
        id,
        reason,
      })),
      ignored: [...replaced, ...unknownFields],
      unmapped,
    };
  }

  async delete(kind: FactKind, identity: FactIdentity): Promise<boolean> {
    const { knex, derivation } = this.#options;
    const found = await retryConflicts(() =>
      knex.transaction(async tx => {
        const request = await deleteFact(tx, kind, identity, this.#now());
        if (request) {
          await derivation.enqueue(tx, request);
        }
        return request !== undefined;
      }),
    );
    derivation.wake();
    return found;
  }

  async deleteSource(source: string): Promise<number> {
    const { knex, derivation } = this.#options;
    const total = await retryConflicts(() =>
      knex.transaction(async tx => {
        let sum = 0;
        for (const kind of FACT_KINDS) {
          const { count, request } = await deleteFactsOf(
            tx,
            kind,
            source,
            this.#now(),
          );
          await derivation.enqueue(tx, request);
          sum += count;
        }
        await tx('rejected_facts').where({ source }).delete();
        return sum;
      }),
    );
    if (total > 0) {
      derivation.wake();
    }
    return total;
  }

  /**
   * Checks again, after a catalog refresh, which references are missing:
   * entities that facts name may be new.
   */
  async #lookAgain(refs: string[]): Promise<string[]> {
    const { catalog, entities, knex } = this.#options;
    await catalog.catchUp();
    return missing(await entities.intern(knex, refs), refs);
  }
}
