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

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('derivation_queue', table => {
    table
      .bigInteger('since')
      .notNullable()
      .defaultTo(0)
      .comment(
        'Releases of the component from before this time stay as they are; ms since the epoch',
      );
    table
      .bigInteger('deployment_pk')
      .comment(
        'A deployment that is not what it was: what was made of it is derived again too',
      );
  });
  // With that of (entity_id, merged_at), for the changes that joined since some time.
  await knex.schema.alterTable('changes', table => {
    table.index(['entity_id', 'first_commit_at'], 'changes_unmerged_index', {
      predicate: knex.whereNull('merged_at'),
    });
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('changes', table => {
    table.dropIndex([], 'changes_unmerged_index');
  });
  await knex.schema.alterTable('derivation_queue', table => {
    table.dropColumns('since', 'deployment_pk');
  });
};
