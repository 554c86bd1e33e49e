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
  await knex.schema.createTable('release_events', table => {
    table.comment(
      'The outbox: the events of releases, written with the derived rows and kept for some days',
    );
    table
      .bigInteger('position')
      .primary()
      .comment('Order of writing and of commits, without gaps');
    table
      .bigInteger('at')
      .notNullable()
      .comment('When they were derived, in ms since the epoch');
    table.integer('events').notNullable().comment('Number of events');
    table
      .text('content')
      .notNullable()
      .comment('JSON array of the events; see derivation/outbox/storedEvents');
  });

  await knex.schema.createTable('event_consumers', table => {
    table.comment('How far each consumer of the outbox has got');
    table.text('name').primary().comment('Name of the consumer');
    table
      .bigInteger('position')
      .notNullable()
      .comment('The row of release_events that it has reached');
    table
      .integer('item')
      .notNullable()
      .comment('How many events of that row it has handled');
    table
      .text('lease')
      .comment('The replica that is running it; null when none is');
    table
      .bigInteger('free_at')
      .notNullable()
      .defaultTo(0)
      .comment(
        'When another replica may run it, in ms since the epoch by the clock of the database: the end of the lease, or of a pause after a failure',
      );
    table
      .integer('failures')
      .notNullable()
      .defaultTo(0)
      .comment('Number of failures since its last success');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('event_consumers');
  await knex.schema.dropTable('release_events');
};
