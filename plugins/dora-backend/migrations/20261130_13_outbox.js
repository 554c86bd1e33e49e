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
      .text('public_id')
      .notNullable()
      .defaultTo('')
      .comment('What the release is called outside; see rules/releaseId');
    table
      .text('reasons')
      .comment(
        'JSON array of why it failed, as events have it: the name of a reason, with id and time (ms since the epoch) of a release that fixed it; null when there is none',
      );
  });
  // What it was called until now; it is derived again with the new code.
  await knex('releases').update({
    public_id: knex.raw('cast(id as text)'),
  });

  await knex.schema.createTable('release_events', table => {
    table.comment(
      'The outbox: what became true of releases, written with the derived rows, kept for some days',
    );
    table
      .bigInteger('position')
      .primary()
      .comment('Order of writing and of commits, without gaps');
    table
      .bigInteger('at')
      .notNullable()
      .comment('When it was derived, in ms since the epoch');
    table.integer('events').notNullable().comment('How many events these are');
    table
      .text('content')
      .notNullable()
      .comment('JSON array of the events; see outbox/storedEvents');
  });

  await knex.schema.createTable('event_consumers', table => {
    table.comment('How far each consumer of the outbox has come');
    table.text('name').primary().comment('Name of the consumer');
    table
      .bigInteger('position')
      .notNullable()
      .comment('Row of release_events that it has come to');
    table
      .integer('item')
      .notNullable()
      .comment('How many events of that row it has handled');
    table
      .text('lease')
      .comment('The replica that works for it; null when none does');
    table
      .bigInteger('free_at')
      .notNullable()
      .defaultTo(0)
      .comment(
        'When the next may work for it, by the clock of the database in ms since the epoch: the end of the lease, or of a pause',
      );
    table
      .integer('failures')
      .notNullable()
      .defaultTo(0)
      .comment('How often it has failed since it last succeeded');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('event_consumers');
  await knex.schema.dropTable('release_events');
  await knex.schema.alterTable('releases', table => {
    table.dropColumns('public_id', 'reasons');
  });
};
