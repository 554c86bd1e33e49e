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

/**
 * What a source module needs to send facts to the DORA backend plugin.
 *
 * @packageDocumentation
 */

export { DORA_RELEASES_TOPIC, doraEventsExtensionPoint } from './events';
export type { DoraEventsExtensionPoint, ReleaseEventConsumer } from './events';
export { doraSourcesExtensionPoint } from './extensions';
export type { DoraSourcesExtensionPoint } from './extensions';
export type { FactsService } from './FactsService';
export type { Source, SourceConnection, SourceSynchronisation } from './Source';
export type { SourceState } from './SourceState';
export { loadedVersions } from './loadedVersions';
export { RateLimitError, SyncError } from './sync/errors';
export { SyncSource } from './sync/SyncSource';
export type { SyncSourceOptions } from './sync/SyncSource';
export type {
  SyncBatch,
  SyncContext,
  SyncStep,
  SyncSubject,
  SyncSystem,
} from './sync/types';
export { areChangesKnown } from './history/areChangesKnown';
export { commitAsChange } from './history/commitAsChange';
export { findReverts } from './history/findReverts';
export { HistoryStore, mergeBatches } from './history/HistoryStore';
export { linkDeployments } from './history/linkDeployments';
export { commitKey, revertedCommits } from './history/types';
export type {
  ChangeRecord,
  CodeHost,
  CommitPage,
  DeploymentRecord,
  FoundChange,
  HistoryCommit,
  LinkedDeployment,
} from './history/types';
export { abortWithin } from './codehost/abortWithin';
export {
  DORA_ANNOTATIONS,
  environmentMatcher,
  pathMatcher,
  readEntityTarget,
} from './codehost/annotations';
export type { EntityTarget } from './codehost/annotations';
export { globMatcher } from './codehost/globs';
export { readCodeHostConfig } from './codehost/readCodeHostConfig';
export type { CodeHostConfig } from './codehost/readCodeHostConfig';
export {
  earliest,
  labelledEntities,
  labelledSeverity,
  touchedEntities,
} from './codehost/attribution';
export { chunks } from './codehost/chunks';
export { createCodeHostModule } from './codehost/createCodeHostModule';
export type {
  CodeHostModuleOptions,
  CodeHostSystemOptions,
} from './codehost/createCodeHostModule';
export {
  discoverRepositories,
  integrationOf,
} from './codehost/discoverRepositories';
export type { RepositorySubject } from './codehost/discoverRepositories';
export { toDeploymentFact } from './codehost/deploymentFact';
export type {
  DeploymentAttempt,
  DeploymentOutcome,
} from './codehost/deploymentFact';
export { historyStages } from './codehost/historyStages';
export type { HistoryStages, HistoryWork } from './codehost/historyStages';
export { retractStaleIssues, storeIssue } from './codehost/issues';
export { runStages } from './codehost/stages';
export type { Stage, StageCursor, StageStep } from './codehost/stages';
