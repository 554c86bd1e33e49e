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
import { FACT_KINDS } from '../../intake/kinds/factDefinitions';

/** Reads which entities have facts of the sample organisation. Partial indexes make this fast if there are none. */
export async function readSampleEntities(knex: Knex): Promise<Set<number>> {
  const rows: { entity_id: number | null }[] = await knex.union(
    FACT_KINDS.map(table =>
      // Not as a parameter: a partial index is only used for the same text of the condition.
      knex(table)
        .whereRaw(
          `source IN ('sample', 'sample-cluster', 'sample-delivery', 'sample-pager')`,
        )
        .select('entity_id'),
    ),
  );
  return new Set(rows.flatMap(row => row.entity_id ?? []));
}
