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
  resolvePackagePath,
} from '@backstage/backend-plugin-api';

const TABLE = 'sample_progress';
/** The plugin keeps its own migrations in the same database. */
const MIGRATIONS_TABLE = 'sample__knex_migrations';

/** How far the facts of the sample have come; days as ISO dates. */
export interface Progress {
  /** Version of the generator that they are from. */
  generator: string;
  /** First day of the history. */
  start: string;
  /** The history is stored up to the start of this day; undefined where nothing is for certain. */
  through?: string;
}

/** Remembers the progress in the database that the facts are in, so that the two come and go together. */
export class SampleProgress {
  static create(database: DatabaseService): SampleProgress {
    return new SampleProgress(database);
  }

  private constructor(private readonly database: DatabaseService) {}

  /** Makes room for the progress. */
  async prepare(): Promise<void> {
    const knex = await this.database.getClient();
    if (!this.database.migrations?.skip) {
      await knex.migrate.latest({
        directory: resolvePackagePath(
          '@backstage-dora/plugin-dora-backend-module-sample',
          'migrations',
        ),
        tableName: MIGRATIONS_TABLE,
      });
    }
  }

  /** Whether there ever was room for it, and so a sample. */
  async isPrepared(): Promise<boolean> {
    const knex = await this.database.getClient();
    return knex.schema.hasTable(TABLE);
  }

  async read(): Promise<Progress | undefined> {
    const knex = await this.database.getClient();
    const row = await knex(TABLE).first();
    return (
      row && {
        generator: row.generator,
        start: row.start,
        through: row.through ?? undefined,
      }
    );
  }

  /** Begins a history, unless another replica of the backend just has; returns the one that counts. */
  async begin(progress: Progress): Promise<Progress> {
    const knex = await this.database.getClient();
    await knex(TABLE)
      .insert({ id: 1, ...progress })
      .onConflict('id')
      .ignore();
    return (await this.read()) ?? progress;
  }

  /** Notes that the history is stored up to the start of a day. */
  async reach(through: string): Promise<void> {
    const knex = await this.database.getClient();
    await knex(TABLE).update({ through });
  }

  async forget(): Promise<void> {
    const knex = await this.database.getClient();
    await knex(TABLE).delete();
  }
}
