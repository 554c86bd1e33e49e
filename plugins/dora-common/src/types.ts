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

import { components, operations } from './generated/schema';

type Schemas = components['schemas'];
/** Parameters, bodies and answers of the API, by `operationId`. @public */
export type Operations = operations;

type Query<TOperation extends keyof operations> = NonNullable<
  operations[TOperation]['parameters']['query']
>;

/** The kinds of facts, named like their lists in the API. @public */
export type FactKind = Schemas['FactKind'];
/** The identity of a fact: its source, and its id within the source. @public */
export type FactIdentity = Schemas['FactIdentity'];
/** A deployment of a component or system. @public */
export type Deployment = Schemas['Deployment'];
/** Outcome of a deployment. @public */
export type DeploymentStatus = Schemas['DeploymentStatus'];
/** The kind of a deployment, as far as the sender knows it. @public */
export type DeploymentKind = Schemas['DeploymentKind'];
/** A pull request, or a commit pushed without one. @public */
export type Change = Schemas['Change'];
/** A failure that users felt. @public */
export type Incident = Schemas['Incident'];
/** An incident, or a feature flag switched off because users were affected. @public */
export type IncidentKind = Schemas['IncidentKind'];
/** What caused an incident, when the source knows. @public */
export type Cause = Schemas['Cause'];
/** An annotation: a flag, a ring, a freeze, a note, an SLO, an outcome. @public */
export type Signal = Schemas['Signal'];
/** What a build made: which version, commit and digest are the same thing. @public */
export type Artifact = Schemas['Artifact'];

/**
 * The facts of one call, as a well-behaved sender writes them.
 *
 * @public
 */
export type Facts = {
  [TKind in FactKind]?: Extract<
    FactChange,
    { kind: TKind; fact: unknown }
  >['fact'][];
};

/** The envelope of an ingest call; its facts are not checked yet. @public */
export type IngestRequest = Schemas['IngestRequest'];
/** What was stored, and what was not and why. @public */
export type IngestResult = Schemas['IngestResult'];
/** A fact that was not stored, and why. @public */
export type RejectedFact = Schemas['RejectedFact'];
/** A fact that a later one of its call replaced, or a field that no such fact has. @public */
export type Ignored = Schemas['Ignored'];

/** Query of `GET /facts`. @public */
export type FactsQuery = Query<'getFacts'>;
/** A fact or a correction that was stored or taken back, with the cursor to read on from. @public */
export type FactChange = Schemas['FactChange'];

/** Query of `GET /events`. @public */
export type EventsQuery = Query<'getEvents'>;
/** A release event. @public */
export type ReleaseEvent = Schemas['ReleaseEvent'];

/** What a correction does. @public */
export type CorrectionAction = Schemas['CorrectionAction'];
/** A correction as a person sends it. @public */
export type CorrectionRequest = Schemas['CorrectionRequest'];
/** A stored correction, with its author and time. @public */
export type Correction = Schemas['Correction'];

/** An answer, with the number of relevant facts that it does not reflect yet. @public */
export type Derived<TAnswer> = TAnswer & Schemas['Derived'];

/** Days `[from, to)` of a time zone. @public */
export type MetricsWindow = Schemas['Window'];
/** Name of a metric. @public */
export type MetricName = Schemas['MetricName'];
/** Whether a value can be relied on, or why there is none. @public */
export type State = Schemas['State'];
/** Rating of a metric by the active thresholds. @public */
export type Tier = Schemas['Tier'];
/** 95% confidence interval. @public */
export type Interval = Schemas['Interval'];
/** A metric with its sample, interval, state, tier and change. @public */
export type Metric = Schemas['Metric'];
/** How a metric is spread over products. @public */
export type ProductSpread = Schemas['ProductSpread'];
/** How many deployments do not count, and why. @public */
export type LeftOut = Schemas['LeftOut'];
/** Compared to the previous window. @public */
export type MetricChange = Metric['change'];
/** A value and its sample. @public */
export type MetricPoint = Schemas['MetricPoint'];
/** Seconds of each stage of a lead time. @public */
export type Stages = Schemas['Stages'];
/** All metrics of an entity. @public */
export type Metrics = Schemas['Metrics'];
/** Answer of `GET /metrics`. @public */
export type MetricsResult = Schemas['MetricsResult'];
/** Query of `GET /metrics`. @public */
export type MetricsQuery = Query<'getMetrics'>;

/** Length of the buckets of a series. @public */
export type Bucket = Schemas['Bucket'];
/** A metric in one bucket of a series. @public */
export type SeriesPoint = Schemas['SeriesPoint'];
/** Answer of `GET /series`. @public */
export type SeriesResult = Schemas['SeriesResult'];
/** One bucket of a series. @public */
export type SeriesBucket = SeriesResult['buckets'][number];
/** All metrics in one bucket of a series. @public */
export type SeriesMetrics = SeriesBucket['metrics'];
/** Query of `GET /series`. @public */
export type SeriesQuery = Query<'getSeries'>;

/** Level of the hierarchy. @public */
export type Level = Schemas['Level'];
/** What a comparison is sorted by. @public */
export type CompareSort = Schemas['CompareSort'];
/** One entity of a comparison. @public */
export type CompareItem = Schemas['CompareItem'];
/** Answer of `GET /compare`. @public */
export type CompareResult = Schemas['CompareResult'];
/** Query of `GET /compare`. @public */
export type CompareQuery = Query<'compare'>;
/** What a comparison can be filtered by. @public */
export type CompareFacets = CompareResult['facets'];

/** The releases of an entity in one workspace. @public */
export type WorkspaceItem = Schemas['WorkspaceItem'];
/** Answer of `GET /workspaces`. @public */
export type WorkspacesResult = Schemas['WorkspacesResult'];
/** Query of `GET /workspaces`. @public */
export type WorkspacesQuery = Query<'getWorkspaces'>;

/** Name of a reason why a release counts as failed. @public */
export type ReasonName = Schemas['ReasonName'];
/** The data of a sentence, for translation. @public */
export type Explanation = Schemas['Explanation'];
/** Why a release counts as failed. @public */
export type Reason = Schemas['Reason'];
/** One deployment of a release. @public */
export type Rollout = Schemas['Rollout'];
/** The kind of a release. @public */
export type ReleaseKind = Schemas['ReleaseKind'];
/** A change as a release carries it. @public */
export type ReleaseChange = Schemas['ReleaseChange'];
/** An incident as a release is linked to it. @public */
export type LinkedIncident = Schemas['LinkedIncident'];
/** A release, or a deployment that is not counted. @public */
export type Release = Schemas['Release'];
/** A release as changes and incidents refer to it. @public */
export type ReleaseName = Schemas['ReleaseName'];
/** Version names that need a look. @public */
export type NameCoverage = Schemas['NameCoverage'];
/** A component whose source has stopped reporting while others did not. @public */
export type SilentSource = Schemas['SilentSource'];
/** A release in brief. @public */
export type ReleaseSummary = Schemas['ReleaseSummary'];
/** Answer of `GET /releases`. @public */
export type ReleasesResult = Schemas['ReleasesResult'];
/** Query of `GET /releases`. @public */
export type ReleasesQuery = Query<'getReleases'>;

/** A change with its lead time, or why it has none. @public */
export type ChangeItem = Schemas['ChangeItem'];
/** Answer of `GET /changes`. @public */
export type ChangesResult = Schemas['ChangesResult'];
/** Query of `GET /changes`. @public */
export type ChangesQuery = Query<'getChanges'>;

/** How an incident was linked to a release. @public */
export type LinkedBy = Schemas['LinkedBy'];
/** An incident with its releases, or why it has none. @public */
export type IncidentItem = Schemas['IncidentItem'];
/** Answer of `GET /incidents`. @public */
export type IncidentsResult = Schemas['IncidentsResult'];
/** Query of `GET /incidents`. @public */
export type IncidentsQuery = Query<'getIncidents'>;

/** A signal, and who sent it. @public */
export type SignalItem = Schemas['SignalItem'];
/** Answer of `GET /signals`. @public */
export type SignalsResult = Schemas['SignalsResult'];
/** Query of `GET /signals`. @public */
export type SignalsQuery = Query<'getSignals'>;

/** Answer of `GET /timeline`: what to mark on a chart. @public */
export type TimelineResult = Schemas['TimelineResult'];
/** An incident as a chart marks it. @public */
export type TimelineIncident = TimelineResult['incidents']['items'][number];
/** A failed release as a chart marks it. @public */
export type TimelineRelease = TimelineResult['failedReleases']['items'][number];
/** Query of `GET /timeline`. @public */
export type TimelineQuery = Query<'getTimeline'>;

/** An active rule, as data and as a sentence. @public */
export type Definition = Schemas['Definition'];
/** What a metric means. @public */
export type MetricDefinition = Schemas['MetricDefinition'];
/** Cut-points per metric, with where they come from. @public */
export type TierPreset = Schemas['TierPreset'];
/** Cut-points of one metric. @public */
export type TierThresholds = TierPreset['thresholds'][string];
/** Answer of `GET /definitions`. @public */
export type Definitions = Schemas['Definitions'];

/** The number of facts, and the times of the first and last. @public */
export type CoverageCount = Schemas['CoverageCount'];
/** Answer of `GET /coverage`. @public */
export type Coverage = Schemas['Coverage'];
/** Coverage of one source and kind of fact. @public */
export type SourceCoverage = Coverage['sources'][number];
/** Coverage of one entity. @public */
export type EntityCoverage = Coverage['entities'][number];
/** A component or an incident that cannot be derived. @public */
export type SetAside = Schemas['SetAside'];
/** The status of a source that fetches facts itself. @public */
export type Synchronisation = Schemas['Synchronisation'];
/** The state of a source that fetches facts itself. @public */
export type SynchronisationState = Schemas['SynchronisationState'];

/** A reference that facts name but that is not in the catalog. @public */
export type UnmappedReference = Coverage['unmapped'][number];
/** A rejected fact as coverage lists it. @public */
export type RejectedFactRecord = Coverage['rejected'][number];
/** Query of `GET /coverage`. @public */
export type CoverageQuery = Query<'getCoverage'>;
