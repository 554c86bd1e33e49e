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

// @ts-check

/** For each table, the time that facts are found by since some moment, and what coverage reads besides. */
const TIMES = {
  deployments: { time: 'finished_at', other: 'started_at' },
  changes: { time: 'merged_at', other: 'first_commit_at' },
};

/** @param {import('knex').Knex} knex */
const isPostgres = knex => knex.client.config.client.includes('pg');

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  for (const [name, { time, other }] of Object.entries(TIMES)) {
    await knex.schema.alterTable(name, table => {
      table.dropIndex(['entity_id', time]);
      table.dropIndex([], `${name}_coverage_index`);
      // One for both: it also has all that coverage reads, so that it need not visit the rows.
      table.index(['entity_id', time, 'source', other], `${name}_time_index`);
    });
  }
  if (isPostgres(knex)) {
    // To look each deployment up costs more than to store what it lists; who deletes deployments deletes that as well.
    await knex.schema.alterTable('deployment_changes', table => {
      table.dropForeign('deployment_pk');
    });
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  if (isPostgres(knex)) {
    await knex('deployment_changes')
      .whereNotIn('deployment_pk', knex('deployments').select('pk'))
      .delete();
    await knex.schema.alterTable('deployment_changes', table => {
      table
        .foreign('deployment_pk')
        .references('deployments.pk')
        .onDelete('CASCADE');
    });
  }
  for (const [name, { time, other }] of Object.entries(TIMES)) {
    await knex.schema.alterTable(name, table => {
      table.dropIndex([], `${name}_time_index`);
      table.index(['entity_id', time]);
      table.index(
        ['entity_id', 'source', time, other],
        `${name}_coverage_index`,
      );
    });
  }
};
