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
  await knex.schema.createTable('sample_progress', table => {
    table.comment('How far the facts of the sample organisation have come');
    table
      .integer('id')
      .primary()
      .comment('Always 1: there is a single history');
    table
      .text('generator')
      .notNullable()
      .comment('Version of the generator that the facts are from');
    table
      .text('start')
      .notNullable()
      .comment('First day of the history, ISO date');
    table
      .text('through')
      .comment(
        'The history is stored up to the start of this day, ISO date; null before the first time',
      );
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('sample_progress');
};
