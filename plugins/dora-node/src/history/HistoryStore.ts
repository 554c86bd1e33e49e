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

import { JsonValue } from '@backstage/types';
import {
  Change,
  Deployment,
  FactIdentity,
  FactKind,
} from '@backstage-dora/plugin-dora-common';
import { SourceState } from '../SourceState';
import { SyncBatch } from '../sync/types';
import { ChangeRecord, DeploymentRecord, LinkedDeployment } from './types';

const CHANGE = 'change/';
const DEPLOYMENT = 'deployment/';

/**
 * The stored state of the deployments and changes of a subject. Its methods
 * create batches to be emitted; only emitted batches are stored.
 *
 * @public
 */
export class HistoryStore {
  constructor(private readonly state: SourceState) {}

  /** By their ids in the system. */
  async deployments(): Promise<Map<string, DeploymentRecord>> {
    const entries = await this.state.list<DeploymentRecord>(DEPLOYMENT);
    return new Map(
      entries.map(({ key, value }) => [key.slice(DEPLOYMENT.length), value]),
    );
  }

  async change(id: string): Promise<ChangeRecord | undefined> {
    return this.state.get<ChangeRecord>(CHANGE + id);
  }

  /** By their ids. */
  async changes(): Promise<Map<string, ChangeRecord>> {
    const entries = await this.state.list<ChangeRecord>(CHANGE);
    return new Map(entries.map(({ value }) => [value.id, value]));
  }

  /**
   * Stores a deployment as the system currently reports it; the changes already
   * found are kept if the commit is still the same.
   *
   * @param id - what the system calls it
   * @param facts - one per entity that it deploys, without changes
   * @param known - its stored record
   */
  deploymentBatch(
    id: string,
    facts: Deployment[],
    record: Omit<DeploymentRecord, 'deployments'>,
    known: DeploymentRecord | undefined,
  ): SyncBatch {
    const before = new Map(
      known?.deployments.map(deployment => [deployment.fact.id, deployment]),
    );
    const isSame = known?.fingerprint === record.fingerprint;
    const deployments = facts.map(fact => {
      const { linked, fact: old } = before.get(fact.id) ?? {};
      return {
        fact,
        ...(isSame &&
          old?.commitSha === fact.commitSha &&
          linked && { linked }),
      } as LinkedDeployment;
    });
    const ids = new Set(facts.map(fact => fact.id));
    return {
      facts: { deployments: deployments.map(toFact) },
      retracted: [...before.values()]
        .filter(({ fact }) => !ids.has(fact.id))
        .map(({ fact: { source, id: gone } }) => ({
          kind: 'deployments',
          source,
          id: gone,
        })),
      state: { [DEPLOYMENT + id]: { ...record, deployments } as JsonValue },
    };
  }

  /** Stores a deployment whose changes have been found. */
  linkedBatch(
    id: string,
    record: DeploymentRecord,
    linked: LinkedDeployment,
  ): SyncBatch {
    return {
      facts: { deployments: [toFact(linked)] },
      state: { [DEPLOYMENT + id]: record },
    };
  }

  /** Stores changes; a promotion is not a fact, and is deleted if it was one. */
  changeBatch(changes: { record: ChangeRecord; fact: Change }[]): SyncBatch {
    return {
      facts: {
        changes: changes
          .filter(({ record }) => !record.promotion)
          .map(({ fact }) => fact),
      },
      state: Object.fromEntries(
        changes.map(({ record }) => [CHANGE + record.id, record]),
      ),
    };
  }

  /** Marks changes as promotions. */
  promotionBatch(records: ChangeRecord[], source: string): SyncBatch {
    return {
      retracted: records.map(({ id }) => ({ kind: 'changes', source, id })),
      state: Object.fromEntries(
        records.map(record => [
          CHANGE + record.id,
          { ...record, promotion: true },
        ]),
      ),
    };
  }

  /**
   * Deletes the deployments that were not found again when the whole history
   * was reread after a change of annotations or configuration.
   *
   * @param since - how far back history was read, ISO 8601
   */
  staleBatch(
    deployments: Map<string, DeploymentRecord>,
    fingerprint: string,
    since: string,
  ): SyncBatch {
    const stale = [...deployments].filter(
      ([, record]) =>
        record.fingerprint !== fingerprint &&
        Date.parse(record.at) >= Date.parse(since),
    );
    return {
      retracted: stale.flatMap(([, record]) =>
        record.deployments.map(({ fact: { source, id } }) => ({
          kind: 'deployments' as const,
          source,
          id,
        })),
      ),
      forget: stale.map(([id]) => DEPLOYMENT + id),
    };
  }

  /** Deletes state that is too old to matter. */
  pruneBatch(
    deployments: Map<string, DeploymentRecord>,
    changes: Iterable<ChangeRecord>,
    horizon: string,
  ): SyncBatch {
    return {
      forget: [
        ...[...deployments]
          .filter(([, { at }]) => at < horizon)
          .map(([id]) => DEPLOYMENT + id),
        ...[...changes]
          .filter(({ openedAt, mergedAt = openedAt }) => mergedAt < horizon)
          .map(({ id }) => CHANGE + id),
      ],
    };
  }
}

function toFact({ fact, linked }: LinkedDeployment): Deployment {
  return linked?.changes ? { ...fact, changes: linked.changes } : fact;
}

/**
 * Merges several batches into one.
 *
 * @public
 */
export function mergeBatches(batches: SyncBatch[]): SyncBatch {
  const facts: Required<SyncBatch>['facts'] = {};
  for (const batch of batches) {
    for (const [kind, list] of Object.entries(batch.facts ?? {})) {
      const key = kind as FactKind;
      Object.assign(facts, { [key]: [...(facts[key] ?? []), ...list] });
    }
  }
  return {
    facts,
    retracted: batches.flatMap(
      ({ retracted = [] }): Array<FactIdentity & { kind: FactKind }> =>
        retracted,
    ),
    state: Object.assign({}, ...batches.map(({ state }) => state)),
    forget: batches.flatMap(({ forget = [] }) => forget),
  };
}
