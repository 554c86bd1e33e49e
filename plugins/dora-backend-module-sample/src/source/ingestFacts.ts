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

import { FactsService } from '@backstage-dora/plugin-dora-node';
import { IngestResult } from '@backstage-dora/plugin-dora-common';
import { SampleFact } from '../generator/facts';
import { toRequest } from './toRequest';

/** Small enough that a call does not hold up what else the database has to do. */
const FACTS_PER_CALL = 4000;

function failOnRejected({ rejected }: IngestResult): void {
  if (rejected.length > 0) {
    const [{ id, path, reason }] = rejected;
    throw new Error(
      `${
        rejected.length
      } facts of the sample organisation were rejected, first ${
        id ?? path
      }: ${reason}`,
    );
  }
}

/**
 * Hands facts over in several calls.
 *
 * @returns whether all of them are stored; not so when aborted
 */
export async function ingestFacts(
  service: FactsService,
  facts: SampleFact[],
  signal: AbortSignal,
): Promise<boolean> {
  for (let from = 0; from < facts.length; from += FACTS_PER_CALL) {
    if (signal.aborted) {
      return false;
    }
    failOnRejected(
      await service.ingest(toRequest(facts.slice(from, from + FACTS_PER_CALL))),
    );
  }
  return true;
}
