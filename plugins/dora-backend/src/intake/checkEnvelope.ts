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

import { InputError } from '@backstage/errors';
import { IngestRequest } from '@backstage-dora/plugin-dora-common';
import { FACT_KINDS } from './kinds/factDefinitions';
import { PayloadTooLargeError } from './PayloadTooLargeError';
import { shown } from './shown';

const MAX_FACTS = 10_000;

/** The number of facts in a call. */
export const countFacts = (request: IngestRequest): number =>
  Object.values(request).reduce((sum, list) => sum + (list?.length ?? 0), 0);

/** Throws if the request is not an object of lists of facts, or has too many facts. */
export function checkEnvelope(
  request: unknown,
): asserts request is IngestRequest {
  if (
    typeof request !== 'object' ||
    request === null ||
    Array.isArray(request)
  ) {
    throw new InputError(
      `Facts must be sent as an object of lists, not ${shown(request)}`,
    );
  }
  for (const [name, list] of Object.entries(request)) {
    if (!FACT_KINDS.some(kind => kind === name)) {
      throw new InputError(
        `Unknown kind of fact ${shown(name)}; the kinds are ${FACT_KINDS.join(
          ', ',
        )}`,
      );
    }
    if (list !== undefined && !Array.isArray(list)) {
      throw new InputError(`${name} must be a list, not ${shown(list)}`);
    }
  }
  const count = countFacts(request as IngestRequest);
  if (count > MAX_FACTS) {
    throw new PayloadTooLargeError(
      `${count} facts exceed the limit of 10,000 per call; send them in several calls`,
    );
  }
}
