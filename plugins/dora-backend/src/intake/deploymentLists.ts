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
import { idsIn } from '../database/sql';

/**
 * Deletes the lists of changes of deleted deployments. There is no cascading
 * foreign key because it would look up the deployment of every change ever
 * listed.
 *
 * @param pks - `deployments.pk`; those that still exist keep their lists
 */
export async function deleteLists(
  tx: Knex.Transaction,
  pks: number[],
): Promise<void> {
  if (pks.length > 0) {
    await tx('deployment_changes')
      .where(idsIn(tx, 'deployment_pk', pks))
      .whereNotExists(
        tx('deployments')
          .whereRaw('deployments.pk = deployment_changes.deployment_pk')
          .select(tx.raw('1')),
      )
      .delete();
  }
}
