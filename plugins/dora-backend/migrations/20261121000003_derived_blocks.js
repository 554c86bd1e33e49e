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
  await knex.schema.createTable('derived_blocks', table => {
    table.comment(
      'When the derived rows of an entity last changed, by blocks of 32 days: what readers keep in memory is dropped by it',
    );
    table
      .integer('entity_id')
      .notNullable()
      .comment('The entity; 0 where everything has changed');
    table.integer('block').notNullable().comment('day >> 5 of the rows');
    table
      .bigInteger('version')
      .notNullable()
      .comment('Number of the transaction that changed them, rising');
    table.primary(['entity_id', 'block']);
    table.index('version');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('derived_blocks');
};
