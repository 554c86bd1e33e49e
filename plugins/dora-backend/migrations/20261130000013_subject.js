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

const KINDS = ['deployments', 'changes', 'incidents', 'signals'];

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  for (const kind of KINDS) {
    await knex.schema.alterTable(kind, table => {
      table
        .text('subject')
        .comment(
          'Who sent what is stored here: user:…, the subject of a service such as external:…, or module:… and the name of a source; null for what came before this was recorded',
        );
    });
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const kind of KINDS) {
    // On SQLite, Knex would replace the whole table, and with it go the rows that refer to it.
    await knex.raw('alter table ?? drop column ??', [kind, 'subject']);
  }
};
