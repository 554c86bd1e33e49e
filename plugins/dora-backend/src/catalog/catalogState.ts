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

const KEY = 'hierarchy-version';

/**
 * The version of the stored hierarchy, by which processes notice changes;
 * undefined before the first refresh.
 */
export async function readVersion(knex: Knex): Promise<string | undefined> {
  const row = await knex('derivation_state').where('key', KEY).first('value');
  return row?.value;
}

export async function writeVersion(
  tx: Knex.Transaction,
  value: string,
): Promise<void> {
  await tx('derivation_state')
    .insert({ key: KEY, value })
    .onConflict('key')
    .merge();
}
