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

import { Knex } from 'knex';
import {
  PackedTexts,
  queryPacked,
  unpackRows,
} from '../../database/packedRows';
import { ChangeFact, DeploymentFact, Rules } from '../../rules/types';
import { countsMatcher } from '../../rules/production';
import {
  DerivedRows,
  RELEASE_CHANGES,
  RELEASE_REASONS,
  RELEASES,
  ROLLOUTS,
} from '../store/derivedTables';
import { addListed, ownChanges } from './loadChanges';
import {
  DEPLOYMENTS,
  ENTITY,
  labelReader,
  listReader,
  toChanges,
  toDeployments,
} from './packedFacts';
import { sinceRows } from './sinceRows';
import { packedPart, StoredTable } from '../store/StoredTable';

/** All that is known of a component. */
export interface Whole {
  entityId: number;
  entityRef: string;
  /** Those that can be rollouts */
  deployments: DeploymentFact[];
  /** The changes that its releases may carry */
  changes: ChangeFact[];
  /** What was derived last */
  stored: Record<keyof DerivedRows, StoredTable>;
}

const STORED = {
  stored_releases: packedPart(RELEASES),
  stored_rollouts: packedPart(ROLLOUTS),
  stored_changes: packedPart(RELEASE_CHANGES),
  stored_reasons: packedPart(RELEASE_REASONS),
};

/** What the database has joined of some components. */
export type WholeTexts = PackedTexts<
  'entity' | 'deployments' | 'changes' | keyof typeof STORED
>;

/** Reads some components from their first fact on, with what was derived of them, in one query for all of them. */
export const queryWholes = (
  tx: Knex.Transaction,
  entityIds: number[],
  rules: Rules,
  escape: boolean = false,
): Promise<WholeTexts> =>
  queryPacked(
    tx,
    sinceRows(
      tx,
      entityIds.map(entityId => ({ entityId, since: 0 })),
    ),
    {
      entity: ENTITY,
      deployments: DEPLOYMENTS,
      changes: ownChanges(rules),
      ...STORED,
    },
    escape,
  );

/**
 * Makes out what {@link queryWholes} has read.
 *
 * @param query - has the database do something when it is free
 */
export async function toWholes(
  tx: Knex.Transaction,
  texts: WholeTexts,
  rules: Rules,
  query: <T>(one: () => Promise<T>) => Promise<T>,
): Promise<Whole[]> {
  const read =
    unpackRows(texts) ??
    unpackRows(
      await query(() =>
        queryWholes(
          tx,
          texts.rows.map(row => Number(row.entity_id)),
          rules,
          true,
        ),
      ),
    )!;
  const counts = countsMatcher(rules);
  const readList = listReader();
  const readLabels = labelReader();
  const wholes = new Map<number, Whole>();
  for (const [entityId, rows] of read) {
    wholes.set(entityId, {
      entityId,
      entityRef: rows.entity.texts[0][0],
      deployments: toDeployments(rows.deployments, readList, counts),
      changes: toChanges(rows.changes, entityId, readLabels),
      stored: {
        releases: new StoredTable(RELEASES, entityId, rows.stored_releases),
        rollouts: new StoredTable(ROLLOUTS, entityId, rows.stored_rollouts),
        changes: new StoredTable(
          RELEASE_CHANGES,
          entityId,
          rows.stored_changes,
        ),
        reasons: new StoredTable(
          RELEASE_REASONS,
          entityId,
          rows.stored_reasons,
        ),
      },
    });
  }
  await addListed(tx, wholes, query);
  return [...wholes.values()];
}
