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
const FACTS_PER_ENTRY = 1000;

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('fact_log', table => {
    table.comment(
      'What each call did to the facts of a kind, or to a correction, for the feed; these themselves stand in their tables',
    );
    table
      .bigIncrements('seq')
      .comment('Order of writing, not of commits; for one fact they agree');
    table
      .bigInteger('position')
      .unique()
      .comment(
        'Place in the feed, given after the commit; null until somebody reads so far',
      );
    table
      .text('kind')
      .notNullable()
      .comment('deployments, changes, …, corrections');
    table.bigInteger('received_at').notNullable().comment('ms since the epoch');
    table.integer('facts').notNullable().comment('How many facts it is about');
    table
      .text('stored')
      .comment(
        'JSON array of the keys of what was stored: pk of facts, rising, or id of a correction; null when something was taken back',
      );
    table
      .text('deleted')
      .comment(
        'JSON array of what was taken back: [source, id, entities.id] of facts, [id, array of entities.id] of a correction; null when something was stored',
      );
    table.index(['seq'], 'fact_log_unread_index', {
      predicate: knex.whereNull('position'),
    });
  });

  const array = knex.client.config.client.includes('pg')
    ? `'[' || string_agg(pk::text, ',' order by pk) || ']'`
    : `'[' || group_concat(pk, ',' order by pk) || ']'`;
  for (const kind of KINDS) {
    await knex.raw(
      `insert into fact_log (kind, received_at, facts, stored)
       select ?, received_at, count(*), ${array}
       from (select pk, received_at from ?? order by pk) as facts
       group by received_at, pk / ${FACTS_PER_ENTRY}
       order by received_at, min(pk)`,
      [kind, kind],
    );
  }
  await knex.raw(
    `insert into fact_log (kind, received_at, facts, stored)
     select 'corrections', at, 1, '["' || id || '"]'
     from corrections
     order by at, id`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('fact_log');
};
