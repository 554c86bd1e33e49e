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
  await knex.schema.alterTable('entities', table => {
    table
      .text('settings')
      .comment('JSON: what its annotations say of its deployments');
  });
  await knex.schema.alterTable('releases', table => {
    table
      .text('names')
      .comment(
        'All names of its version and the commits of its changes, each in a line that begins with a letter for its kind: v version, c commit, d digest, k commit of a change',
      );
  });
  await knex.schema.alterTable('release_changes', table => {
    table.bigInteger('size').comment('Lines changed');
  });
  await knex.schema.alterTable('incident_links', table => {
    table
      .bigInteger('resolved_at')
      .comment('ms since the epoch; from a duplicate where it has none itself');
    table.bigInteger('acknowledged_at').comment('The same');
    table
      .bigInteger('same_as_pk')
      .comment('The incident that it is a duplicate of');
  });
  await knex.schema.createTable('excluded_deployments', table => {
    table.comment('Derived: the finished deployments that are no rollouts');
    table.bigInteger('deployment_pk').primary().comment('The deployment');
    table.integer('entity_id').notNullable().comment('Its component');
    table.bigInteger('time').notNullable().comment('ms since the epoch');
    table
      .integer('day')
      .notNullable()
      .comment('Its day in dora.timezone, in days since 1970-01-01');
    table
      .text('exclusion')
      .notNullable()
      .comment(
        'other-environment, failed, cancelled, config-only or other-source',
      );
    table.bigInteger('release_id').comment('The release that it reports');
    table
      .boolean('echo')
      .notNullable()
      .comment('Whether its changes, commit and kind count for that release');
    table.index(['entity_id', 'day']);
    table.index(['entity_id', 'time']);
    table.index('release_id');
  });
  await knex('derivation_state').where({ key: 'rules' }).delete();
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('excluded_deployments');
  // On SQLite, Knex would replace the whole table, and with it go the rows that refer to it.
  for (const [table, column] of [
    ['incident_links', 'same_as_pk'],
    ['incident_links', 'acknowledged_at'],
    ['incident_links', 'resolved_at'],
    ['release_changes', 'size'],
    ['releases', 'names'],
    ['entities', 'settings'],
  ]) {
    await knex.raw('alter table ?? drop column ??', [table, column]);
  }
};
