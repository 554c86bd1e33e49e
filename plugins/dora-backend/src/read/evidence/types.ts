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

/** What evidence is about. */
export interface EvidenceTarget {
  /** What the reader may read; nothing of other entities is shown. */
  hierarchy: Hierarchy;
  /** A component, system, domain or group; the whole organisation when left out. */
  entityRef?: string;
}

/** What is marked on the charts of a window. */
export interface TimelineQuery extends EvidenceTarget {
  window: Window;
}

/** A page of what is behind the numbers of a window. */
export interface EvidenceQuery extends TimelineQuery {
  limit: number;
  offset: number;
}

/** Which part of a list, and in what order: by default the newest first. */
export interface ListQuery<TSort extends string> extends EvidenceQuery {
  /** Text that one of the things contains that a row is known by, case aside */
  filter?: string;
  /** What has no such value comes last, in either order */
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

/** Shows what the numbers are made of, and why each piece counts or does not. */
export interface EvidenceService {
  /** Releases; with `only: 'excluded'`, the deployments that are part of none. */
  releases(query: ReleasesEvidenceQuery): Promise<ReleasesResult>;
  /** Changes by their first release, and those that are not released yet. */
  changes(query: ChangesEvidenceQuery): Promise<ChangesResult>;
  /** Incidents. */
  incidents(query: IncidentsEvidenceQuery): Promise<IncidentsResult>;
  /** Signals of the entity, of what is below it and of what is above it, in order of time. */
  signals(query: EvidenceQuery): Promise<SignalsResult>;
  /** The newest incidents, failed releases and signals, in order of time. */
  timeline(query: TimelineQuery): Promise<TimelineResult>;
  /** What has arrived, from where, and what is missing. */
  coverage(target: EvidenceTarget): Promise<Coverage>;
}
