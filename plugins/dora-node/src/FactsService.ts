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
 * Takes facts in. The HTTP interface and every source module go through this
 * one service, so a fact is treated the same wherever it comes from.
 *
 * @public
 */
export interface FactsService {
  /**
   * Stores facts and asks for the derivation of what they touch.
   *
   * @remarks
   *
   * Each fact is checked by itself: the valid ones are stored, all in one
   * transaction, and the others are told in `rejected` with the reason. A fact
   * is identified by its `source` and `id`; sending it again replaces it, so
   * repeating a call after a failure is always safe.
   *
   * Resolves after the commit. Metrics read from then on include the facts.
   *
   * Throws an error when the call as a whole cannot be taken, for example when
   * the database is unreachable; then nothing of it is stored. At most 10,000
   * facts fit in one call.
   */
  ingest(facts: Facts): Promise<IngestResult>;

  /**
   * Takes one fact back, and with it everything that was derived from it.
   *
   * @returns whether there was such a fact
   */
  delete(kind: FactKind, identity: FactIdentity): Promise<boolean>;

  /**
   * Takes back everything that a source has reported, with what was derived
   * from it and what was rejected of it. Cheap when there is nothing.
   *
   * @returns how many facts there were
   */
  deleteSource(source: string): Promise<number>;
}
