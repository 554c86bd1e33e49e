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
  ChangesQuery,
  ChangesResult,
  CompareQuery,
  CompareResult,
  Correction,
  CorrectionRequest,
  Coverage,
  CoverageQuery,
  Definitions,
  Derived,
  FactIdentity,
  FactKind,
  Facts,
  IncidentsQuery,
  IncidentsResult,
  IngestResult,
  MetricsQuery,
  MetricsResult,
  ReleasesQuery,
  ReleasesResult,
  SeriesQuery,
  SeriesResult,
  SignalsQuery,
  SignalsResult,
  TimelineQuery,
  TimelineResult,
  WorkspacesQuery,
  WorkspacesResult,
} from '../types';

/**
 * Options of a request.
 *
 * @public
 */
export interface DoraRequestOptions {
  /** Backstage token; not needed in the frontend, where the fetch API adds the user's token. */
  token?: string;
  /** Cancels the request when aborted. */
  signal?: AbortSignal;
}

/**
 * The HTTP interface of the DORA backend. Every method throws a `ResponseError`
 * of `@backstage/errors` when the backend answers with an error.
 *
 * A read waits until the relevant facts have been derived, for at most
 * `dora.reads.maxWait` or the `wait` of its query, and then answers from what
 * has been derived: if `pending` is not 0, ask again later.
 *
 * @public
 */
export interface DoraApi {
  /** All metrics of an entity over a window. */
  getMetrics(
    query?: MetricsQuery,
    options?: DoraRequestOptions,
  ): Promise<Derived<MetricsResult>>;
  /** The metrics by bucket. */
  getSeries(
    query?: SeriesQuery,
    options?: DoraRequestOptions,
  ): Promise<Derived<SeriesResult>>;
  /** The metrics of all entities of a level, side by side. */
  compare(
    query?: CompareQuery,
    options?: DoraRequestOptions,
  ): Promise<Derived<CompareResult>>;
  /** The releases behind the numbers, newest first. */
  getReleases(
    query?: ReleasesQuery,
    options?: DoraRequestOptions,
  ): Promise<Derived<ReleasesResult>>;
  /** The changes behind lead time and batch size, newest first. */
  getChanges(
    query?: ChangesQuery,
    options?: DoraRequestOptions,
  ): Promise<Derived<ChangesResult>>;
  /** The incidents behind failure rate and recovery, newest first. */
  getIncidents(
    query?: IncidentsQuery,
    options?: DoraRequestOptions,
  ): Promise<Derived<IncidentsResult>>;
  /** The signals that annotate a window. */
  getSignals(
    query?: SignalsQuery,
    options?: DoraRequestOptions,
  ): Promise<Derived<SignalsResult>>;
  /** What to mark on a chart: incidents, failed releases and signals. */
  getTimeline(
    query?: TimelineQuery,
    options?: DoraRequestOptions,
  ): Promise<Derived<TimelineResult>>;
  /** The releases of an entity by workspace. */
  getWorkspaces(
    query?: WorkspacesQuery,
    options?: DoraRequestOptions,
  ): Promise<Derived<WorkspacesResult>>;
  /** The active rules, windows, presets and thresholds. */
  getDefinitions(options?: DoraRequestOptions): Promise<Derived<Definitions>>;
  /** What has arrived, from where, and what is missing. */
  getCoverage(
    query?: CoverageQuery,
    options?: DoraRequestOptions,
  ): Promise<Derived<Coverage>>;
  /** Sends facts; needs the permission `dora.ingest`. */
  ingest(facts: Facts, options?: DoraRequestOptions): Promise<IngestResult>;
  /** Deletes one fact; needs the permission `dora.ingest`. */
  deleteFact(
    kind: FactKind,
    identity: FactIdentity,
    options?: DoraRequestOptions,
  ): Promise<void>;
  /**
   * Corrects what the rules derived for an incident or a release; needs the
   * permission `dora.correct`.
   */
  correct(
    correction: CorrectionRequest,
    options?: DoraRequestOptions,
  ): Promise<Correction>;
  /** Deletes a correction; needs the permission `dora.correct`. */
  deleteCorrection(id: string, options?: DoraRequestOptions): Promise<void>;
}
