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
  TimelineResult,
} from '@backstage-dora/plugin-dora-common';
import { Hierarchy } from '../../catalog/types';
import { Window } from '../Window';

/** The subject of evidence. */
export interface EvidenceTarget {
  /** What the reader may see; other entities are never shown. */
  hierarchy: Hierarchy;
  /** A component, system, domain or group; the whole organisation when omitted. */
  entityRef?: string;
}

/** Requests the marks on the charts of a window. */
export interface TimelineQuery extends EvidenceTarget {
  window: Window;
}

/** Requests a page of the facts behind the numbers of a window. */
export interface EvidenceQuery extends TimelineQuery {
  limit: number;
  offset: number;
}

/** Requests a filtered and sorted page of a list; newest first by default. */
export interface ListQuery<TSort extends string> extends EvidenceQuery {
  /** Text that the row's names must contain, case-insensitively */
  filter?: string;
  /** Items without this value come last, in either order */
  sort?: TSort;
  order?: 'asc' | 'desc';
}

export interface ReleasesEvidenceQuery
  extends ListQuery<'time' | 'changes' | 'recoveryTime'> {
  only?: 'failed' | 'rework' | 'excluded';
}

export interface ChangesEvidenceQuery extends ListQuery<'time' | 'leadTime'> {
  only?: 'counted' | 'excluded';
}

export interface IncidentsEvidenceQuery
  extends ListQuery<'startedAt' | 'timeToRestore'> {
  only?: 'counted' | 'excluded' | 'open' | 'attributed' | 'unattributed';
}

/** Shows the facts behind the numbers, and why each counts or does not. */
export interface EvidenceService {
  /** Releases; with `only: 'excluded'`, deployments that belong to none. */
  releases(query: ReleasesEvidenceQuery): Promise<ReleasesResult>;
  /** Changes by their first release, and unreleased ones. */
  changes(query: ChangesEvidenceQuery): Promise<ChangesResult>;
  incidents(query: IncidentsEvidenceQuery): Promise<IncidentsResult>;
  /** Signals of the entity, and of entities below and above it, in order of time. */
  signals(query: EvidenceQuery): Promise<SignalsResult>;
  /** The newest incidents, failed releases and signals, in order of time. */
  timeline(query: TimelineQuery): Promise<TimelineResult>;
  /** Which facts have arrived, from which sources, and what is missing. */
  coverage(target: EvidenceTarget): Promise<Coverage>;
}
