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

import {
  DatabaseService,
  LoggerService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { isPostgres } from './sql';

async function isInMemory(knex: Knex): Promise<boolean> {
  if (isPostgres(knex)) {
    return false;
  }
  const [{ file }] = await knex.raw(
    `select file from pragma_database_list where name = 'main'`,
  );
  return !file;
}

/**
 * The plugin's database, migrated to this version. Migrations of a newer
 * version are left in place, so that an older replica can still start during a
 * rollout or after a rollback. Warns if the database is in memory, where facts
 * do not survive a restart.
 */
export async function openDatabase(
  database: DatabaseService,
  logger: LoggerService,
): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@backstage-dora/plugin-dora-backend',
        'migrations',
      ),
      disableMigrationsListValidation: true,
    });
  }
  if (await isInMemory(knex)) {
    // Backstage blanks out what is configured, so ':memory:' cannot be named.
    logger.warn(
      'The database is in memory: all facts are lost when the backend stops. To keep them, use PostgreSQL, or set backend.database.connection to { directory: <path> }',
    );
  }
  return knex;
}
