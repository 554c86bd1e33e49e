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
  await knex.schema.createTable('artifacts', table => {
    table.comment('What builds made, as it was reported');
    table
      .bigIncrements('pk')
      .comment('Surrogate key; stays when the fact is sent again');
    table.text('source').notNullable().comment('The system that reported it');
    table.text('id').notNullable().comment('Identifies it within its source');
    table.unique(['source', 'id']);
    table
      .integer('entity_id')
      .notNullable()
      .references('entities.id')
      .comment('The component that was built');
    table.bigInteger('built_at').notNullable().comment('ms since the epoch');
    table.text('version').comment('As reported');
    table.text('commit_sha').comment('The commit that was built, as reported');
    table.text('digest').comment('Of the image or package, as reported');
    table.text('repository').comment('As reported');
    table.text('url').comment('Where a person can read about it');
    table
      .bigInteger('received_at')
      .notNullable()
      .comment(
        'When what stands here arrived, in ms since the epoch; sending the same again changes nothing',
      );
    table
      .text('subject')
      .comment(
        'Who sent what is stored here: user:…, the subject of a service such as external:…, or module:… and the name of a source',
      );
    // All that coverage reads, so that it need not visit the rows.
    table.index(
      ['entity_id', 'source', 'built_at'],
      'artifacts_coverage_index',
    );
    // For telling at once that nothing is sample data.
    table.index(['entity_id'], 'artifacts_sample_index', {
      predicate: knex.whereRaw(`source = 'sample'`),
    });
  });
  await knex.schema.alterTable('deployments', table => {
    table.text('digest').comment('Of the image or package, as reported');
  });
  await knex.schema.alterTable('incidents', table => {
    table
      .text('same_as_source')
      .comment('Source of an incident that tells of the same outage');
    table
      .text('same_as_id')
      .comment('Id of an incident that tells of the same outage');
    table.index(['same_as_source', 'same_as_id'], 'incidents_same_as_index', {
      predicate: knex.whereNotNull('same_as_id'),
    });
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('incidents', table => {
    table.dropIndex([], 'incidents_same_as_index');
  });
  // On SQLite, Knex would replace the whole table, and with it go the rows that refer to it.
  for (const [table, column] of [
    ['incidents', 'same_as_id'],
    ['incidents', 'same_as_source'],
    ['deployments', 'digest'],
  ]) {
    await knex.raw('alter table ?? drop column ??', [table, column]);
  }
  // What tells of artifacts means nothing without them.
  await knex('fact_log').where({ kind: 'artifacts' }).delete();
  await knex('rejected_facts').where({ kind: 'artifacts' }).delete();
  await knex.schema.dropTable('artifacts');
};
