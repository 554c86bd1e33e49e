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

/**
 * Ingests facts. The HTTP API and every source module use this one service, so
 * a fact is treated the same wherever it comes from.
 *
 * @public
 */
export interface FactsService {
  /**
   * Stores facts and requests the derivation of what they affect.
   *
   * @remarks
   *
   * Each fact is validated individually: the valid ones are stored in one
   * transaction, and the others are reported in `rejected` with the reason. A
   * fact is identified by its `source` and `id`; sending it again replaces it,
   * so repeating a call after a failure is always safe.
   *
   * Resolves after the commit. Metrics read from then on include the facts.
   *
   * Throws an error if the call as a whole fails, for example because the
   * database is unreachable; then none of it is stored. A call can contain at
   * most 10,000 facts.
   */
  ingest(facts: Facts): Promise<IngestResult>;

  /**
   * Deletes one fact, and with it everything derived from it.
   *
   * @returns whether there was such a fact
   */
  delete(kind: FactKind, identity: FactIdentity): Promise<boolean>;

  /**
   * Deletes all facts that a source has reported, with everything derived from
   * them and its rejected facts. Cheap if there are none.
   *
   * @returns how many facts there were
   */
  deleteSource(source: string): Promise<number>;
}
