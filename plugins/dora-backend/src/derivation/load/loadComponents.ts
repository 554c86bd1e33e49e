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
import { jsonRows } from '../../database/sql';
import { ComponentFacts } from '../../rules/component';
import { Rules } from '../../rules/types';
import {
  DerivedRows,
  EXCLUDED_DEPLOYMENTS,
  RELEASE_CHANGES,
  RELEASE_REASONS,
  RELEASES,
  ROLLOUTS,
} from '../store/derivedTables';
import { packedPart, StoredTable } from '../store/StoredTable';
import { addListed } from './loadChanges';
import {
  ARTIFACTS,
  changeListReaders,
  DEPLOYMENTS,
  ENTITY,
  listReader,
  ownChanges,
  toArtifacts,
  toChanges,
  toDeployments,
} from './packedFacts';

/** A component with its facts and its stored derived rows. */
export interface StoredComponent extends ComponentFacts {
  entityId: number;
  entityRef: string;
  /** The rows derived last */
  stored: Record<keyof DerivedRows, StoredTable>;
}

const STORED = {
  stored_releases: packedPart(RELEASES),
  stored_rollouts: packedPart(ROLLOUTS),
  stored_changes: packedPart(RELEASE_CHANGES),
  stored_reasons: packedPart(RELEASE_REASONS),
  stored_excluded: packedPart(EXCLUDED_DEPLOYMENTS),
};

/** Rows of some components as the database returns them, packed. */
export type ComponentTexts = PackedTexts<
  'entity' | 'deployments' | 'artifacts' | 'changes' | keyof typeof STORED
>;

/** Reads some components with their derived rows in one query. */
export const queryComponents = (
  tx: Knex.Transaction,
  entityIds: number[],
  rules: Rules,
  escape: boolean = false,
): Promise<ComponentTexts> =>
  queryPacked(
    tx,
    jsonRows(
      tx,
      'g',
      { entity_id: 'integer' },
      entityIds.map(id => [id]),
    ),
    {
      entity: ENTITY,
      deployments: DEPLOYMENTS,
      artifacts: ARTIFACTS,
      changes: ownChanges(rules),
      ...STORED,
    },
    escape,
  );

/**
 * Parses the result of {@link queryComponents}.
 *
 * @param query - runs a query when the connection is free
 */
export async function toComponents(
  tx: Knex.Transaction,
  texts: ComponentTexts,
  rules: Rules,
  query: <T>(one: () => Promise<T>) => Promise<T>,
): Promise<StoredComponent[]> {
  const read =
    unpackRows(texts) ??
    unpackRows(
      await query(() =>
        queryComponents(
          tx,
          texts.rows.map(row => Number(row.entity_id)),
          rules,
          true,
        ),
      ),
    )!;
  const readList = listReader();
  const lists = changeListReaders();
  const components = new Map<number, StoredComponent>();
  for (const [entityId, rows] of read) {
    components.set(entityId, {
      entityId,
      entityRef: rows.entity.texts[0][0],
      deployments: toDeployments(rows.deployments, readList),
      artifacts: toArtifacts(rows.artifacts),
      changes: toChanges(rows.changes, entityId, lists),
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
        excluded: new StoredTable(
          EXCLUDED_DEPLOYMENTS,
          entityId,
          rows.stored_excluded,
        ),
      },
    });
  }
  await addListed(tx, components, query);
  return [...components.values()];
}
