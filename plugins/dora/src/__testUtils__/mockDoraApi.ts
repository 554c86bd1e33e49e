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

import type { DoraApi } from '@backstage-dora/plugin-dora-common';
import { fixtureReads } from './fixtureReads';

/** A backend that answers everything, unless told otherwise. */
export function mockDoraApi(
  overrides?: Partial<jest.Mocked<DoraApi>>,
): jest.Mocked<DoraApi> {
  const reads = fixtureReads();
  return {
    getMetrics: jest.fn(reads.getMetrics),
    getSeries: jest.fn(reads.getSeries),
    compare: jest.fn(reads.compare),
    getReleases: jest.fn(reads.getReleases),
    getChanges: jest.fn(reads.getChanges),
    getIncidents: jest.fn(reads.getIncidents),
    getSignals: jest.fn(reads.getSignals),
    getTimeline: jest.fn(reads.getTimeline),
    getWorkspaces: jest.fn(reads.getWorkspaces),
    getDefinitions: jest.fn(reads.getDefinitions),
    getCoverage: jest.fn(reads.getCoverage),
    // The pages only read.
    ingest: jest.fn(),
    deleteFact: jest.fn(),
    correct: jest.fn(),
    deleteCorrection: jest.fn(),
    ...overrides,
  };
}
