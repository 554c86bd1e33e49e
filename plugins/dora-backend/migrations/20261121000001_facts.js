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

/** @param {import('knex').Knex.CreateTableBuilder} table */
function identity(table) {
  table
    .bigIncrements('pk')
    .comment('Surrogate key; stays when the fact is sent again');
  table.text('source').notNullable().comment('The system that reported it');
  table.text('id').notNullable().comment('Identifies it within its source');
  table.unique(['source', 'id']);
}

/** @param {import('knex').Knex.CreateTableBuilder} table */
function received(table) {
  table
    .bigInteger('received_at')
    .notNullable()
    .comment(
      'When what stands here arrived, in ms since the epoch; sending the same again changes nothing',
    );
}

/**
 * For answers to say that they rest on the sample organisation: empty where it is not installed.
 *
 * @param {import('knex').Knex} knex
 * @param {import('knex').Knex.CreateTableBuilder} table
 * @param {string} name
 */
function sampleIndex(knex, table, name) {
  table.index(['entity_id'], `${name}_sample_index`, {
    predicate: knex.whereRaw(`source = 'sample'`),
  });
}

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('entities', table => {
    table.comment(
      'Every entity that a fact names or that the catalog has among components, systems, domains and groups',
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
      .comment('Whether the catalog has it; facts of the others are unmapped');
    table.text('title').comment('metadata.title, else metadata.name');
    table.text('type').comment('spec.type');
    table.text('lifecycle').comment('spec.lifecycle');
    table
      .text('relations')
      .comment(
        'JSON object of arrays of references: ownedBy, partOf, childOf; upwards only',
      );
  });

  await knex.schema.createTable('deployments', table => {
    table.comment('Deployments as they were reported');
    identity(table);
    table
      .integer('entity_id')
      .notNullable()
      .references('entities.id')
      .comment('The component, or the system, that was deployed');
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
    table.text('kind').comment('code, config, rollback or hotfix');
    table
      .text('changes')
      .comment(
        'JSON array of [source, id]; null when the sender lists no changes, [] when it says that there are none',
      );
    table.text('url').comment('Where a person can read about it');
    table.text('title').comment('As reported');
    received(table);
    table.index(['entity_id', 'finished_at']);
    // All that coverage reads, so that it need not visit the rows.
    table.index(
      ['entity_id', 'source', 'finished_at', 'started_at'],
      'deployments_coverage_index',
    );
    // For telling at once that no deployment of an entity lists a change.
    table.index(['entity_id'], 'deployments_listing_index', {
      predicate: knex.whereRaw(`changes <> '[]'`),
    });
    sampleIndex(knex, table, 'deployments');
  });

  await knex.schema.createTable('deployment_changes', table => {
    table.comment(
      'Which deployments list a change, for finding them when the change arrives',
    );
    table.text('change_source').notNullable().comment('Source of the change');
    table.text('change_id').notNullable().comment('Id of the change');
    table
      .bigInteger('deployment_pk')
      .notNullable()
      .references('deployments.pk')
      .onDelete('CASCADE')
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
      .comment('The component that it changes, where the sender says so');
    table.text('repository').comment('As reported');
    table.text('commit_sha').comment('The commit that it became');
    table.text('commit_shas').comment('JSON array of the commits within it');
    table.bigInteger('first_commit_at').notNullable().comment('ms since epoch');
    table.bigInteger('opened_at').comment('ms since the epoch');
    table.bigInteger('first_review_at').comment('ms since the epoch');
    table.bigInteger('approved_at').comment('ms since the epoch');
    table.bigInteger('merged_at').comment('ms since the epoch');
    table.text('url').comment('Where a person can read about it');
    table.text('title').comment('As reported');
    table.text('labels').comment('JSON array of strings');
    table.bigInteger('size').comment('Lines changed');
    received(table);
    table.index(['entity_id', 'merged_at']);
    // All that coverage reads, so that it need not visit the rows.
    table.index(
      ['entity_id', 'source', 'merged_at', 'first_commit_at'],
      'changes_coverage_index',
    );
    sampleIndex(knex, table, 'changes');
  });

  await knex.schema.createTable('incidents', table => {
    table.comment('Incidents as they were reported');
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
    table.text('url').comment('Where a person can read about it');
    received(table);
    table.index(['entity_id', 'started_at']);
    sampleIndex(knex, table, 'incidents');
    table.index(['cause_deployment_source', 'cause_deployment_id']);
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
    received(table);
    table.index(['entity_id', 'at']);
    sampleIndex(knex, table, 'signals');
  });

  await knex.schema.createTable('corrections', table => {
    table.comment(
      'What people said about the link of an incident and a release; wins over the rules',
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
      'Facts that were not taken in, and why; a fact leaves when it is accepted later',
    );
    table.text('kind').notNullable().comment('deployments, changes, …');
    table
      .text('source')
      .notNullable()
      .comment('As sent, at most 200 characters; empty when it was none');
    table
      .text('id')
      .notNullable()
      .comment('As sent, at most 200 characters; empty when it was none');
    table.text('reason').notNullable().comment('What the sender was told');
    table.bigInteger('at').notNullable().comment('ms since the epoch');
    table.primary(['kind', 'source', 'id']);
    table.index('at');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('rejected_facts');
  await knex.schema.dropTable('corrections');
  await knex.schema.dropTable('signals');
  await knex.schema.dropTable('incidents');
  await knex.schema.dropTable('changes');
  await knex.schema.dropTable('deployment_changes');
  await knex.schema.dropTable('deployments');
  await knex.schema.dropTable('entities');
};
