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
      .text('change_pks')
      .comment(
        'JSON array of changes: derive the components again that these are carried by',
      );
    // Whether there are any is asked often, and mostly there are none.
    table.index(['id'], 'derivation_queue_changes_index', {
      predicate: knex.whereNotNull('change_pks'),
    });
  });
  await knex('derivation_queue')
    .whereNotNull('change_pk')
    .update({ change_pks: knex.raw(`'[' || change_pk || ']'`) });
  await knex.schema.alterTable('derivation_queue', table => {
    table.dropIndex('change_pk');
  });
  await knex.schema.alterTable('derivation_queue', table => {
    table.dropColumn('change_pk');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('derivation_queue', table => {
    table
      .bigInteger('change_pk')
      .comment('Derive the components again that this change is carried by');
    table.index('change_pk');
  });
  const values = knex.client.config.client.includes('pg')
    ? 'json_array_elements_text(change_pks::json) as pks(value)'
    : 'json_each(change_pks) as pks';
  await knex.raw(
    `insert into derivation_queue (change_pk)
     select cast(pks.value as bigint) from derivation_queue, ${values}`,
  );
  await knex('derivation_queue').whereNotNull('change_pks').delete();
  await knex.schema.alterTable('derivation_queue', table => {
    table.dropIndex([], 'derivation_queue_changes_index');
  });
  await knex.schema.alterTable('derivation_queue', table => {
    table.dropColumn('change_pks');
  });
};
