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

import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Facts } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { EntityStore } from '../../catalog/EntityStore';
import { enqueueWork } from '../../derivation/worker/DerivationQueue';
import { DefaultFactsService } from '../DefaultFactsService';

/** A service on an empty database, whose catalog has nothing and nothing of which is derived. */
export async function createService(
  knex: Knex,
  catalog = { catchUp: async () => undefined },
  { limits = { calls: 4, underived: 40_000 }, backlog = async () => 0 } = {},
) {
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@backstage-dora/plugin-dora-backend',
      'migrations',
    ),
  });
  const intake = DefaultFactsService.create({
    knex,
    entities: EntityStore.create({ knex }),
    derivation: {
      enqueue: enqueueWork,
      wake: () => undefined,
      backlog,
    },
    catalog,
    limits,
  });
  /** The same for callers who do not mind who they are. */
  const service = {
    ingest: (facts: Facts, options = { subject: 'external:pipelines' }) =>
      intake.ingest(facts, options),
    delete: intake.delete.bind(intake),
    deleteSource: intake.deleteSource.bind(intake),
  };
  /** What is to be derived, and nothing of it left. */
  const takeQueue = async (): Promise<string[]> => {
    const rows = await knex('derivation_queue as q')
      .leftJoin('entities as e', 'e.id', 'q.entity_id')
      .leftJoin('incidents as i', 'i.pk', 'q.incident_pk')
      .select('e.ref', 'q.change_pks', 'i.id as incident');
    const changes = new Map(
      (await knex('changes').select('pk', 'id')).map(row => [
        Number(row.pk),
        row.id,
      ]),
    );
    await knex('derivation_queue').delete();
    return rows
      .flatMap(row =>
        row.change_pks
          ? JSON.parse(row.change_pks).map((pk: number) => changes.get(pk))
          : row.ref ?? row.incident,
      )
      .map(name => name ?? 'gone')
      .sort();
  };
  return { service, takeQueue };
}
