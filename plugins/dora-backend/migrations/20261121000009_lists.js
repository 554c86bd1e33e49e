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
  await knex.schema.alterTable('releases', table => {
    table
      .integer('changes')
      .notNullable()
      .defaultTo(0)
      .comment('Number of changes that it carries');
    table
      .integer('first_changes')
      .notNullable()
      .defaultTo(0)
      .comment('How many of them it is the first to carry');
    table
      .integer('lead_times')
      .notNullable()
      .defaultTo(0)
      .comment('How many of them have a lead time');
    table.dropIndex('time');
  });
  await knex.raw(
    `update releases set changes = g.changes, first_changes = g.first_changes, lead_times = g.lead_times
     from (
       select release_id, count(*) as changes,
         sum(case when first then 1 else 0 end) as first_changes,
         sum(case when first and lead_time is not null then 1 else 0 end) as lead_times
       from release_changes group by release_id
     ) as g
     where g.release_id = releases.id`,
  );
  await knex.schema.alterTable('releases', table => {
    // All by which lists find a page, so that they need not visit the rows.
    table.index(
      ['time', 'entity_id', 'day', 'changes', 'first_changes', 'lead_times'],
      'releases_lists_index',
    );
  });

  await knex.schema.createTable('unreleased_changes', table => {
    table.comment(
      'Derived: the changes that no release carries, so that lists need not look for those that are in none',
    );
    table.bigInteger('change_pk').primary().comment('The change');
    table.integer('entity_id').comment('The entity that it names');
    table
      .bigInteger('time')
      .notNullable()
      .comment('When it was merged, else begun, in ms since the epoch');
    table.index(['time', 'entity_id']);
  });
  await knex.raw(
    `insert into unreleased_changes (change_pk, entity_id, time)
     select pk, entity_id, coalesce(merged_at, first_commit_at) from changes as c
     where not exists (select 1 from release_changes as rc where rc.change_pk = c.pk)`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('unreleased_changes');
  await knex.schema.alterTable('releases', table => {
    table.dropIndex([], 'releases_lists_index');
  });
  await knex.schema.alterTable('releases', table => {
    table.dropColumns('changes', 'first_changes', 'lead_times');
    table.index('time');
  });
};
