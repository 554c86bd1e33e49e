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
      .integer('facts')
      .notNullable()
      .defaultTo(1)
      .comment('Number of facts that the entry stands for');
    table
      .text('error')
      .comment(
        'Kind of the error that the component or incident is set aside for; null for an entry that is to be derived',
      );
    table
      .bigInteger('failed_since')
      .comment('When deriving it failed first, in ms since the epoch');
    table.integer('attempts').comment('How often deriving it has failed');
    table
      .bigInteger('retry_at')
      .comment('When it is tried again, in ms since the epoch');
    // Mostly there are none, and every batch asks for them.
    table.index(['retry_at'], 'derivation_queue_set_aside_index', {
      predicate: knex.whereNotNull('error'),
    });
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('derivation_queue', table => {
    table.dropIndex([], 'derivation_queue_set_aside_index');
  });
  await knex.schema.alterTable('derivation_queue', table => {
    table.dropColumns('facts', 'error', 'failed_since', 'attempts', 'retry_at');
  });
};
