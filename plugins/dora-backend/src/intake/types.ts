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

import { Facts, IngestResult } from '@backstage-dora/plugin-dora-common';
import { FactsService } from '@backstage-dora/plugin-dora-node';

/** How facts are taken in, besides what they are. */
export interface IngestOptions {
  /**
   * Aborted when the caller does not want to wait any longer for its turn: `ingest` then throws the reason, and nothing
   * is stored. It has no effect on what is being stored. Without it the caller waits for as long as it takes.
   */
  signal?: AbortSignal;
}

/** {@link FactsService}, with what only this plugin may say. */
export interface IntakeService extends FactsService {
  ingest(facts: Facts, options?: IngestOptions): Promise<IngestResult>;
}
