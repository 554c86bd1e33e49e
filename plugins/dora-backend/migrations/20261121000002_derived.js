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
  await knex.schema.createTable('derivation_queue', table => {
    table.comment(
      'What is to be derived again; written with the fact that asks for it, removed with the rows that answer',
    );
    table.bigIncrements('id').comment('Order of arrival');
    table
      .integer('entity_id')
      .comment('Derive the releases of this component (or system) again');
    table
      .bigInteger('change_pk')
      .comment('Derive the components again that this change is carried by');
    table.bigInteger('incident_pk').comment('Link this incident again');
    table.index('entity_id');
    table.index('change_pk');
    table.index('incident_pk');
  });

  await knex.schema.createTable('derivation_state', table => {
    table.comment('What the derived rows were made with');
    table.text('key').primary().comment('Name of the setting');
    table.text('value').notNullable().comment('Its value');
  });

  await knex.schema.createTable('releases', table => {
    table.comment('Derived: how one version of one component went live');
    table
      .bigInteger('id')
      .primary()
      .comment('deployments.pk of the first rollout');
    table.integer('entity_id').notNullable().comment('The component');
    table
      .text('version')
      .comment('The version key: version, else commit; null when neither');
    table
      .integer('occurrence')
      .notNullable()
      .comment('For the how manieth time it became current in a workspace (k)');
    table
      .bigInteger('time')
      .notNullable()
      .comment('Time of the first rollout, in ms since the epoch');
    table
      .integer('day')
      .notNullable()
      .comment('Its day in dora.timezone, in days since 1970-01-01');
    table.text('kind').notNullable().comment('code, rollback or hotfix');
    table.integer('rollouts').notNullable().comment('Number of rollouts');
    table.integer('workspaces').notNullable().comment('Number of workspaces');
    table
      .bigInteger('last_rollout_at')
      .notNullable()
      .comment('Time of the last rollout, in ms since the epoch');
    table
      .text('changes_from')
      .notNullable()
      .comment('listed, inferred or none: where its changes come from');
    table
      .integer('batch_size')
      .notNullable()
      .comment('Changes that it is the first to carry, excluded ones aside');
    table
      .boolean('failed')
      .notNullable()
      .defaultTo(false)
      .comment('Whether it counts as failed');
    table
      .bigInteger('recovered_at')
      .comment('ms since the epoch; null while open or when not failed');
    // All that metrics read, so that they need not visit the rows.
    table.index(
      [
        'entity_id',
        'day',
        'time',
        'kind',
        'rollouts',
        'workspaces',
        'last_rollout_at',
        'batch_size',
        'failed',
        'recovered_at',
      ],
      'releases_metrics_index',
    );
    table.index(['entity_id', 'version']);
    // For the newest releases of many components.
    table.index('time');
  });

  await knex.schema.createTable('rollouts', table => {
    table.comment('Derived: the deployments that make up a release');
    table.bigInteger('deployment_pk').primary().comment('The deployment');
    table.bigInteger('release_id').notNullable().comment('Its release');
    table.integer('entity_id').notNullable().comment('The component');
    table.text('workspace').notNullable().comment('Where it went');
    table.bigInteger('time').notNullable().comment('ms since the epoch');
    table
      .bigInteger('replaced_release_id')
      .comment('The release that was current in the workspace before');
    table.index('release_id');
    table.index(['entity_id', 'time']);
  });

  await knex.schema.createTable('release_changes', table => {
    table.comment('Derived: the changes that a release carries');
    table.bigInteger('release_id').notNullable().comment('The release');
    table.bigInteger('change_pk').notNullable().comment('The change');
    table.integer('entity_id').notNullable().comment('The component');
    table.integer('day').notNullable().comment('Day of the release');
    table
      .boolean('first')
      .notNullable()
      .comment('Whether it is the first release of the component to carry it');
    table
      .text('exclusion')
      .comment('Why it has no lead time that counts; null when it has one');
    table.bigInteger('lead_time').comment('ms; null when excluded');
    table.bigInteger('coding').comment('ms; null when excluded or unknown');
    table.bigInteger('pickup').comment('ms; null when excluded or unknown');
    table.bigInteger('review').comment('ms; null when excluded or unknown');
    table.bigInteger('deploy').comment('ms; null when excluded or unknown');
    table.primary(['release_id', 'change_pk']);
    // All that metrics read, and that lists count, so that they need not visit the rows.
    table.index(
      [
        'entity_id',
        'day',
        'lead_time',
        'coding',
        'pickup',
        'review',
        'deploy',
        'first',
      ],
      'release_changes_metrics_index',
    );
    table.index('change_pk');
  });

  await knex.schema.createTable('release_reasons', table => {
    table.comment('Derived: why a release has failed; all reasons that hold');
    table.bigInteger('release_id').notNullable().comment('The release');
    table.integer('entity_id').notNullable().comment('Its component');
    table
      .text('reason')
      .notNullable()
      .comment('caused, window, attached, rolled-back or hotfixed');
    table
      .bigInteger('incident_pk')
      .comment('The incident, for caused, window and attached');
    table
      .bigInteger('fix_release_id')
      .comment('The rollback or hotfix, for rolled-back and hotfixed');
    table.index('release_id');
    table.index('entity_id');
    table.index('incident_pk');
  });

  await knex.schema.createTable('incident_links', table => {
    table.comment('Derived: what the rules made of each incident');
    table.bigInteger('incident_pk').primary().comment('The incident');
    table.integer('entity_id').notNullable().comment('Its entity');
    table
      .integer('day')
      .notNullable()
      .comment('Day of startedAt in dora.timezone, in days since 1970-01-01');
    table
      .bigInteger('restore')
      .comment('resolvedAt less startedAt in ms; null while open');
    table
      .text('link')
      .notNullable()
      .comment(
        'caused, window, attached, unattributed, or cause-unknown where causedBy matches nothing',
      );
    table.index(['entity_id', 'day']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('incident_links');
  await knex.schema.dropTable('release_reasons');
  await knex.schema.dropTable('release_changes');
  await knex.schema.dropTable('rollouts');
  await knex.schema.dropTable('releases');
  await knex.schema.dropTable('derivation_state');
  await knex.schema.dropTable('derivation_queue');
};
