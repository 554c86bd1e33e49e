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

import { Facts } from '@backstage-dora/plugin-dora-common';
import { SampleFact } from '../generator/facts';

/** Sorts facts by their kinds, as an ingest call takes them. */
export function toRequest(facts: SampleFact[]): Required<Facts> {
  const request: Required<Facts> = {
    deployments: [],
    changes: [],
    incidents: [],
    signals: [],
    artifacts: [],
  };
  for (const told of facts) {
    switch (told.kind) {
      case 'deployments':
        request.deployments.push(told.fact);
        break;
      case 'changes':
        request.changes.push(told.fact);
        break;
      case 'incidents':
        request.incidents.push(told.fact);
        break;
      default:
        request.signals.push(told.fact);
    }
  }
  return request;
}
