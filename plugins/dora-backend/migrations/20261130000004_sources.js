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
  // Ordered by code point, as on SQLite, so that the index finds keys by their prefix.
  const keyType = knex.client.config.client.includes('pg')
    ? 'text collate "C"'
    : 'text';
  await knex.schema.createTable('source_state', table => {
    table.comment(
      'What sources remember between their runs, such as how far they have read',
    );
    table.text('source').notNullable().comment('Name of the source');
    table
      .specificType('key', keyType)
      .notNullable()
      .comment('Chosen by the source');
    table.text('value').notNullable().comment('JSON');
    table.primary(['source', 'key']);
  });

  await knex.schema.createTable('source_synchronisations', table => {
    table.comment(
      'Progress of the sources that fetch facts themselves, for each thing that they fetch from',
    );
    table.text('source').notNullable().comment('Name of the source');
    table
      .text('subject')
      .notNullable()
      .comment('What it fetches from, such as a repository');
    table
      .text('entity_refs')
      .notNullable()
      .comment('JSON array of the full references of the entities concerned');
    table
      .text('kinds')
      .comment(
        'JSON array of the kinds of facts that it fetches; null where it does not say',
      );
    table
      .text('state')
      .notNullable()
      .comment('backfilling, up-to-date, waiting or failed');
    table
      .integer('done')
      .comment('Number of steps of the backfill that are done');
    table
      .integer('remaining')
      .comment('Number of steps that remain, as far as known');
    table
      .bigInteger('until')
      .comment(
        'When it continues, in ms since the epoch; null when not waiting',
      );
    table.text('error').comment('What failed; null when nothing did');
    table.text('advice').comment('What to do about it');
    table
      .bigInteger('at')
      .notNullable()
      .comment('When it was reported, in ms since the epoch');
    table.primary(['source', 'subject']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('source_synchronisations');
  await knex.schema.dropTable('source_state');
};
