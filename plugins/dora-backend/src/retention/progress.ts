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

const KEY = 'retention';

/** How far removal has got. */
export interface Progress {
  /** Deployments before this time have been examined, in ms since the epoch */
  since: number;
  /** When this was recorded, in ms since the epoch */
  at: number;
}

export async function readProgress(knex: Knex): Promise<Progress> {
  const row = await knex('derivation_state').where({ key: KEY }).first('value');
  return row ? JSON.parse(row.value) : { since: 0, at: 0 };
}

export async function writeProgress(
  knex: Knex,
  progress: Progress,
): Promise<void> {
  await knex('derivation_state')
    .insert({ key: KEY, value: JSON.stringify(progress) })
    .onConflict('key')
    .merge();
}
