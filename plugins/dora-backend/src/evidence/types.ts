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
  ChangesResult,
  Coverage,
  IncidentsResult,
  ReleasesResult,
  SignalsResult,
} from '@backstage-dora/plugin-dora-common';
import { Hierarchy } from '../catalog/types';
import { Window } from '../metrics/Window';

/** What evidence is asked of. */
export interface EvidenceScope {
  /** As the reader may see it. */
  hierarchy: Hierarchy;
  /** Left out: the whole organisation. */
  entityRef?: string;
}

/** One page of a list in a window. */
export interface EvidenceQuery extends EvidenceScope {
  window: Window;
  limit: number;
  offset: number;
}

export interface ReleasesQuery extends EvidenceQuery {
  only?: 'failed' | 'rework' | 'excluded';
}

export interface ChangesQuery extends EvidenceQuery {
  only?: 'counted' | 'excluded';
}

export interface IncidentsQuery extends EvidenceQuery {
  only?: 'open' | 'attributed' | 'unattributed';
}

/** The releases, changes and incidents behind each number, and what arrived at all. */
export interface EvidenceService {
  releases(query: ReleasesQuery): Promise<ReleasesResult>;
  changes(query: ChangesQuery): Promise<ChangesResult>;
  incidents(query: IncidentsQuery): Promise<IncidentsResult>;
  signals(query: EvidenceQuery): Promise<SignalsResult>;
  coverage(scope: EvidenceScope): Promise<Coverage>;
}
