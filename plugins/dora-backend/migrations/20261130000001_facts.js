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

/** @typedef {import('knex').Knex} Knex */
/** @typedef {import('knex').Knex.CreateTableBuilder} Table */

const TABLES = [
  'entities',
  'deployments',
  'deployment_changes',
  'changes',
  'incidents',
  'signals',
  'artifacts',
  'corrections',
  'rejected_facts',
  'fact_log',
];

/**
 * The columns by which a fact is identified.
 *
 * @param {Table} table
 */
function identity(table) {
  table
    .bigIncrements('pk')
    .comment('Surrogate key; stays the same when the fact is sent again');
  table.text('source').notNullable().comment('The system that reported it');
  table.text('id').notNullable().comment('Identifies it within its source');
  table.unique(['source', 'id']);
}

/**
 * The columns that say where a fact came from and when.
 *
 * @param {Table} table
 */
function receipt(table) {
  table
    .text('subject')
    .comment(
      'Who sent it: user:…, the subject of a service such as external:…, or module: and the name of a source',
    );
  table
    .bigInteger('received_at')
    .notNullable()
    .comment(
      'When its present content arrived, in ms since the epoch; sending the same again changes nothing',
    );
}

/**
 * Says without a look at the rows whether an entity has facts of the sample organisation; empty where that is not
 * installed.
 *
 * @param {Knex} knex
 * @param {Table} table
 * @param {string} name
 */
function sampleIndex(knex, table, name) {
  table.index(['entity_id'], `${name}_sample_index`, {
    predicate: knex.whereRaw(
      `source IN ('sample', 'sample-cluster', 'sample-delivery', 'sample-pager')`,
    ),
  });
}

/**
 * @param {Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('entities', table => {
    table.comment(
      'Every entity that a fact names, and every component, system, domain and group of the catalog',
    );
    table.increments('id').comment('What the other tables refer to');
    table
      .text('ref')
      .notNullable()
      .unique()
      .comment('Full entity reference in lower case');
    table.text('kind').notNullable().comment('Its kind in lower case');
    table
      .boolean('in_catalog')
      .notNullable()
      .defaultTo(false)
      .comment(
        'Whether the catalog has it; the facts of an entity that it lacks are unmapped',
      );
    table.text('title').comment('metadata.title, else metadata.name');
    table.text('type').comment('spec.type');
    table.text('lifecycle').comment('spec.lifecycle');
    table
      .text('relations')
      .comment(
        'JSON object of arrays of references: ownedBy, partOf, childOf; upwards only',
      );
    table
      .text('settings')
      .comment(
        'JSON object of what its annotations say: productionEnvironments, deploymentsFrom',
      );
  });

  await knex.schema.createTable('deployments', table => {
    table.comment('Deployments as reported');
    identity(table);
    table
      .integer('entity_id')
      .notNullable()
      .references('entities.id')
      .comment('The component or system that was deployed');
    table.text('environment').notNullable().comment('As reported');
    table
      .text('status')
      .notNullable()
      .comment('in_progress, success, failure or cancelled');
    table.text('workspace').notNullable().comment('Where it runs');
    table.bigInteger('started_at').comment('ms since the epoch');
    table.bigInteger('finished_at').comment('ms since the epoch');
    table.text('version').comment('As reported');
    table.text('commit_sha').comment('As reported');
    table.text('digest').comment('Of the image or package, as reported');
    table.text('kind').comment('code, config, rollback or hotfix');
    table
      .text('changes')
      .comment(
        'JSON array of [source, id]; null when the sender does not list changes, [] when it says that there are none',
      );
    table.text('url').comment('Where a person can read about it');
    table.text('title').comment('As reported');
    receipt(table);
    // Covers what the coverage report reads.
    table.index(
      ['entity_id', 'finished_at', 'source', 'started_at'],
      'deployments_time_index',
    );
    // Says without a look at the rows whether an entity has deployments that list changes.
    table.index(['entity_id'], 'deployments_listing_index', {
      predicate: knex.whereRaw(`changes <> '[]'`),
    });
    sampleIndex(knex, table, 'deployments');
  });

  await knex.schema.createTable('deployment_changes', table => {
    table.comment(
      'Which deployments list a change, to find them when the change arrives',
    );
    table.text('change_source').notNullable().comment('Source of the change');
    table.text('change_id').notNullable().comment('Id of the change');
    // No foreign key: checking it would cost more than storing the row. Whatever deletes deployments deletes these too.
    table
      .bigInteger('deployment_pk')
      .notNullable()
      .comment('The deployment that lists it');
    table.primary(['change_source', 'change_id', 'deployment_pk']);
    table.index('deployment_pk');
  });

  await knex.schema.createTable('changes', table => {
    table.comment('Pull requests, and commits pushed without one, as reported');
    identity(table);
    table
      .integer('entity_id')
      .references('entities.id')
      .comment('The component that it changes, where the sender names one');
    table.text('repository').comment('As reported');
    table.text('commit_sha').comment('The commit that it became');
    table.text('commit_shas').comment('JSON array of the commits within it');
    table
      .bigInteger('first_commit_at')
      .notNullable()
      .comment('ms since the epoch');
    table.bigInteger('opened_at').comment('ms since the epoch');
    table.bigInteger('first_review_at').comment('ms since the epoch');
    table.bigInteger('approved_at').comment('ms since the epoch');
    table.bigInteger('merged_at').comment('ms since the epoch');
    table.text('url').comment('Where a person can read about it');
    table.text('title').comment('As reported');
    table.text('labels').comment('JSON array of strings');
    table.bigInteger('size').comment('Lines changed');
    receipt(table);
    // Covers what the coverage report reads.
    table.index(
      ['entity_id', 'merged_at', 'source', 'first_commit_at'],
      'changes_time_index',
    );
    // Together with the one above: the changes of an entity since some time, merged or not.
    table.index(['entity_id', 'first_commit_at'], 'changes_unmerged_index', {
      predicate: knex.whereNull('merged_at'),
    });
    sampleIndex(knex, table, 'changes');
  });

  await knex.schema.createTable('incidents', table => {
    table.comment('Incidents as reported');
    identity(table);
    table
      .integer('entity_id')
      .notNullable()
      .references('entities.id')
      .comment('The component, system, domain or group that it hit');
    table.bigInteger('started_at').notNullable().comment('ms since the epoch');
    table.bigInteger('acknowledged_at').comment('ms since the epoch');
    table.bigInteger('resolved_at').comment('ms since the epoch');
    table.text('title').comment('As reported');
    table.text('severity').comment('As reported');
    table.text('kind').notNullable().comment('incident or flag-rollback');
    table.text('cause_deployment_source').comment('causedBy.deployment.source');
    table.text('cause_deployment_id').comment('causedBy.deployment.id');
    table.text('cause_commit_sha').comment('causedBy.commitSha');
    table.text('cause_version').comment('causedBy.version');
    table.text('same_as_source').comment('sameAs.source');
    table.text('same_as_id').comment('sameAs.id');
    table.text('url').comment('Where a person can read about it');
    receipt(table);
    table.index(['entity_id', 'started_at']);
    table.index(['cause_deployment_source', 'cause_deployment_id']);
    table.index(['same_as_source', 'same_as_id'], 'incidents_same_as_index', {
      predicate: knex.whereNotNull('same_as_id'),
    });
    sampleIndex(knex, table, 'incidents');
  });

  await knex.schema.createTable('signals', table => {
    table.comment('Annotations: flags, rings, freezes, notes, SLOs, outcomes');
    identity(table);
    table
      .integer('entity_id')
      .notNullable()
      .references('entities.id')
      .comment('The entity that it is about');
    table.text('type').notNullable().comment('As reported; any');
    table.bigInteger('at').notNullable().comment('ms since the epoch');
    table.bigInteger('until').comment('ms since the epoch');
    table.text('name').comment('As reported');
    table.double('value').comment('As reported');
    table.text('attributes').comment('JSON object, flat');
    table.text('url').comment('Where a person can read about it');
    receipt(table);
    table.index(['entity_id', 'at']);
    sampleIndex(knex, table, 'signals');
  });

  await knex.schema.createTable('artifacts', table => {
    table.comment('What builds made, as reported');
    identity(table);
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
    receipt(table);
    // Covers what the coverage report reads.
    table.index(
      ['entity_id', 'source', 'built_at'],
      'artifacts_coverage_index',
    );
    sampleIndex(knex, table, 'artifacts');
  });

  await knex.schema.createTable('corrections', table => {
    table.comment(
      'What people said about the link between an incident and a release; takes precedence over the rules',
    );
    table.text('id').primary().comment('UUID');
    table
      .text('action')
      .notNullable()
      .comment('attach, detach or not-a-failure');
    table
      .text('deployment_source')
      .notNullable()
      .comment('Source of a deployment of the release');
    table
      .text('deployment_id')
      .notNullable()
      .comment('Id of a deployment of the release');
    table.text('incident_source').comment('Source of the incident');
    table.text('incident_id').comment('Id of the incident');
    table.text('note').comment('Why');
    table.text('by').notNullable().comment('Who made it');
    table.bigInteger('at').notNullable().comment('ms since the epoch');
    table.index(['deployment_source', 'deployment_id']);
    table.index(['incident_source', 'incident_id']);
  });

  await knex.schema.createTable('rejected_facts', table => {
    table.comment(
      'Facts that were rejected, and why; a fact is removed once it is accepted',
    );
    table.text('kind').notNullable().comment('deployments, changes, …');
    table
      .text('source')
      .notNullable()
      .comment('As sent, at most 200 characters; empty when it was not a text');
    table
      .text('id')
      .notNullable()
      .comment('As sent, at most 200 characters; empty when it was not a text');
    table
      .text('reason')
      .notNullable()
      .comment('The message that the sender received');
    table.bigInteger('at').notNullable().comment('ms since the epoch');
    table.primary(['kind', 'source', 'id']);
    table.index('at');
  });

  await knex.schema.createTable('fact_log', table => {
    table.comment(
      'What each call did to the facts of one kind, or to a correction, for the feed; their content is in their own tables',
    );
    table
      .bigIncrements('seq')
      .comment('Order of writing, not of commits; the two agree for one fact');
    table
      .bigInteger('position')
      .unique()
      .comment(
        'Place in the feed, assigned after the commit; null until a reader gets there',
      );
    table
      .text('kind')
      .notNullable()
      .comment('deployments, changes, …, corrections');
    table.bigInteger('received_at').notNullable().comment('ms since the epoch');
    table.integer('facts').notNullable().comment('Number of facts concerned');
    table
      .text('stored')
      .comment(
        'JSON array of the keys of what was stored: pk of facts, ascending, or id of a correction; null for a deletion',
      );
    table
      .text('deleted')
      .comment(
        'JSON array of what was deleted: [source, id, entities.id] of facts, [id, array of entities.id] of a correction; null when something was stored',
      );
    table.index(['seq'], 'fact_log_unread_index', {
      predicate: knex.whereNull('position'),
    });
  });
};

/**
 * @param {Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [...TABLES].reverse()) {
    await knex.schema.dropTable(table);
  }
};
