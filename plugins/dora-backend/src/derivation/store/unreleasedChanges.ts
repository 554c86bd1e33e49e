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
import { idsIn } from '../../database/sql';
import { DerivedChanges } from './storeDifference';

/** When a change joined its component, as SQL over `changes as c`. */
const JOINED_AT = 'coalesce(c.merged_at, c.first_commit_at)';

async function remove(tx: Knex.Transaction, pks: Set<number>): Promise<void> {
  if (pks.size > 0) {
    await tx('unreleased_changes').where(idsIn(tx, 'change_pk', pks)).delete();
  }
}

/** Adds the changes that meet a condition and that no release carries. */
async function add(tx: Knex.Transaction, condition: Knex.Raw): Promise<void> {
  await tx.raw(
    `insert into unreleased_changes (change_pk, entity_id, time)
     select c.pk, c.entity_id, ${JOINED_AT} from changes as c
     where ? and not exists (select 1 from release_changes as rc where rc.change_pk = c.pk)
     on conflict (change_pk) do update set entity_id = excluded.entity_id, time = excluded.time
     where unreleased_changes.time <> excluded.time`,
    [condition],
  );
}

/**
 * Updates `unreleased_changes` for changes that were added, changed or deleted. Changes that name an entity are added
 * when it is derived: usually a release carries them by then.
 */
export async function updateChanges(
  tx: Knex.Transaction,
  pks: Set<number>,
): Promise<void> {
  await remove(tx, pks);
  // The expression keeps PostgreSQL from scanning all changes without an entity, of which there may be millions.
  await add(
    tx,
    tx.raw('? and (c.entity_id + 0) is null', [idsIn(tx, 'c.pk', pks)]),
  );
}

/** Updates `unreleased_changes` after the releases of some components have changed. */
export async function updateUnreleased(
  tx: Knex.Transaction,
  { touchedChanges, leftChanges }: DerivedChanges,
): Promise<void> {
  await remove(tx, touchedChanges);
  if (leftChanges.size > 0) {
    await add(tx, idsIn(tx, 'c.pk', leftChanges));
  }
}

/** Rebuilds `unreleased_changes` from all changes. */
export async function findUnreleased(tx: Knex.Transaction): Promise<void> {
  await tx('unreleased_changes').delete();
  await add(tx, tx.raw('true'));
}
