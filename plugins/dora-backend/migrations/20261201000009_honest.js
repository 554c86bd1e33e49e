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

const LINK_COLUMNS = ['resolved_at', 'acknowledged_at', 'same_as_pk'];

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('excluded_deployments', table => {
    table.comment('Derived: the finished deployments that do not count');
    table.bigInteger('deployment_pk').primary().comment('The deployment');
    table.integer('entity_id').notNullable().comment('The component');
    table.bigInteger('time').notNullable().comment('ms since the epoch');
    table
      .integer('day')
      .notNullable()
      .comment('Its day in dora.timezone, in days since 1970-01-01');
    table
      .text('exclusion')
      .notNullable()
      .comment(
        'other-environment, failed, cancelled, config-only or other-source: why it does not count',
      );
    table
      .bigInteger('release_id')
      .comment('The release that it belongs to; null where it is to none');
    table
      .boolean('echo')
      .notNullable()
      .defaultTo(false)
      .comment('Whether what it says counts for that release');
    table.index(['entity_id', 'day', 'exclusion'], 'excluded_days_index');
    table.index('release_id');
  });
  await knex.schema.alterTable('release_changes', table => {
    table
      .bigInteger('size')
      .comment('Lines changed; null where the change does not say');
  });
  // All that metrics read of sizes; many changes have none.
  await knex.raw(
    `create index release_changes_sizes_index
     on release_changes (entity_id, day, size, "first", exclusion)
     where size is not null`,
  );
  await knex.schema.alterTable('incident_links', table => {
    table
      .bigInteger('resolved_at')
      .comment('Its own or that of a duplicate, in ms since the epoch');
    table
      .bigInteger('acknowledged_at')
      .comment('Its own or that of a duplicate, in ms since the epoch');
    table
      .bigInteger('same_as_pk')
      .comment('The incident that it is a duplicate of; null where it is none');
    table.index('same_as_pk');
  });
  await knex.schema.alterTable('source_synchronisations', table => {
    table
      .text('kinds')
      .comment(
        'JSON array of the kinds of facts that it fetches; null where it does not say',
      );
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('alter table source_synchronisations drop column kinds');
  await knex.schema.alterTable('incident_links', table => {
    table.dropIndex('same_as_pk');
  });
  // On SQLite, Knex would replace the whole table.
  for (const column of LINK_COLUMNS) {
    await knex.raw('alter table incident_links drop column ??', [column]);
  }
  await knex.raw('drop index release_changes_sizes_index');
  await knex.raw('alter table release_changes drop column size');
  await knex.schema.dropTable('excluded_deployments');
};
