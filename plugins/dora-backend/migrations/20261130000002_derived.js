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

const TABLES = [
  'derivation_queue',
  'derivation_state',
  'releases',
  'rollouts',
  'excluded_deployments',
  'release_changes',
  'unreleased_changes',
  'release_reasons',
  'incident_links',
  'derived_blocks',
];

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('derivation_queue', table => {
    table.comment(
      'What has to be derived: a component, an incident, or the components of some changes; written with the facts that call for it, removed with the rows that result',
    );
    table.bigIncrements('id').comment('Order of arrival');
    table
      .integer('entity_id')
      .comment('The component (or system) whose releases are to be derived');
    table
      .bigInteger('deployment_pk')
      .comment(
        'A deployment of the component that was replaced or deleted: what was derived from it is derived again too',
      );
    table
      .text('change_pks')
      .comment(
        'JSON array of changes: the components that carry them are to be derived',
      );
    table.bigInteger('incident_pk').comment('The incident to be linked');
    table
      .integer('facts')
      .notNullable()
      .defaultTo(1)
      .comment('Number of facts that the entry stands for');
    table
      .text('error')
      .comment(
        'Kind of the error for which the component or incident is set aside; null when it is not',
      );
    table
      .bigInteger('failed_since')
      .comment('When deriving it first failed, in ms since the epoch');
    table.integer('attempts').comment('How often deriving it has failed');
    table
      .bigInteger('retry_at')
      .comment('When it is tried again, in ms since the epoch');
    table.index('entity_id');
    table.index('incident_pk');
    // Both are asked for with every batch, and mostly there are none.
    table.index(['id'], 'derivation_queue_changes_index', {
      predicate: knex.whereNotNull('change_pks'),
    });
    table.index(['retry_at'], 'derivation_queue_set_aside_index', {
      predicate: knex.whereNotNull('error'),
    });
  });

  await knex.schema.createTable('derivation_state', table => {
    table.comment(
      'What replicas share: the rules that the derived rows follow, the version of the hierarchy, the progress of retention',
    );
    table.text('key').primary().comment('What it is');
    table.text('value').notNullable().comment('Its value');
  });

  await knex.schema.createTable('releases', table => {
    table.comment('Derived: how one version of a component went live');
    table
      .bigInteger('id')
      .primary()
      .comment('deployments.pk of the first rollout');
    table
      .text('public_id')
      .notNullable()
      .defaultTo('')
      .comment('Its id in the API; see rules/releaseId');
    table.integer('entity_id').notNullable().comment('The component');
    table
      .text('version')
      .comment('What its version is called; null when it has no name');
    table
      .text('names')
      .comment(
        'All names of its version and the commits of its changes, each in a line that begins with a letter for its kind: v version, c commit, d digest, k commit of a change',
      );
    table
      .integer('occurrence')
      .notNullable()
      .comment(
        '1 when the version first became current in a workspace, 2 when it did again, and so on (k)',
      );
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
      .comment('Where its changes come from: listed, inferred or none');
    table
      .integer('changes')
      .notNullable()
      .defaultTo(0)
      .comment('Number of changes that it carries');
    table
      .integer('first_changes')
      .notNullable()
      .defaultTo(0)
      .comment('Number of changes that it is the first to carry');
    table
      .integer('lead_times')
      .notNullable()
      .defaultTo(0)
      .comment('How many of its first changes have a lead time');
    table
      .integer('batch_size')
      .notNullable()
      .comment('How many of its first changes are not excluded');
    table
      .boolean('failed')
      .notNullable()
      .defaultTo(false)
      .comment('Whether it counts as failed');
    table
      .bigInteger('recovered_at')
      .comment('ms since the epoch; null while open or when not failed');
    table
      .text('reasons')
      .comment(
        'JSON array of why it failed, for events: [name of the reason, id and time (ms since the epoch) of the release that fixed it]; null when there is none',
      );
    table.index(['entity_id', 'time']);
    // Covers what metrics read.
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
    // Covers what lists read to find a page.
    table.index(
      ['time', 'entity_id', 'day', 'changes', 'first_changes', 'lead_times'],
      'releases_lists_index',
    );
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
    table.index(['entity_id', 'day', 'exclusion'], 'excluded_days_index');
    table.index(['entity_id', 'time']);
    table.index('release_id');
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
    table.bigInteger('size').comment('Lines changed');
    table.primary(['release_id', 'change_pk']);
    table.index('change_pk');
    // Covers what metrics read and what lists count.
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
    // Covers what metrics read of sizes; many changes have none.
    table.index(
      ['entity_id', 'day', 'size', 'first', 'exclusion'],
      'release_changes_sizes_index',
      { predicate: knex.whereNotNull('size') },
    );
  });

  await knex.schema.createTable('unreleased_changes', table => {
    table.comment(
      'Derived: the changes that no release carries, so that lists need not search for them',
    );
    table.bigInteger('change_pk').primary().comment('The change');
    table.integer('entity_id').comment('The entity that it names');
    table
      .bigInteger('time')
      .notNullable()
      .comment(
        'When it was merged, else its first commit, in ms since the epoch',
      );
    table.index(['time', 'entity_id']);
  });

  await knex.schema.createTable('release_reasons', table => {
    table.comment('Derived: every reason for which a release has failed');
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
    table.comment('Derived: how the rules have linked each incident');
    table.bigInteger('incident_pk').primary().comment('The incident');
    table.integer('entity_id').notNullable().comment('Its entity');
    table
      .integer('day')
      .notNullable()
      .comment('Day of startedAt in dora.timezone, in days since 1970-01-01');
    table
      .bigInteger('restore')
      .comment('resolvedAt minus startedAt in ms; null while open');
    table
      .text('link')
      .notNullable()
      .comment(
        'caused, window, attached, unattributed, cause-unknown where causedBy matches nothing, or duplicate or severity where it does not count',
      );
    table
      .bigInteger('resolved_at')
      .comment('ms since the epoch; of a duplicate where it has none itself');
    table
      .bigInteger('acknowledged_at')
      .comment('ms since the epoch; of a duplicate where it has none itself');
    table
      .bigInteger('same_as_pk')
      .comment('The incident that it is a duplicate of');
    table.index('same_as_pk');
    table.index(['entity_id', 'day']);
  });

  await knex.schema.createTable('derived_blocks', table => {
    table.comment(
      'When the derived rows of an entity last changed, by blocks of 32 days, so that readers know which of their cached blocks to drop',
    );
    table
      .integer('entity_id')
      .notNullable()
      .comment('The entity; 0 when everything has changed');
    table.integer('block').notNullable().comment('day >> 5 of the rows');
    table
      .bigInteger('version')
      .notNullable()
      .comment('Number of the transaction that changed them, ascending');
    table.primary(['entity_id', 'block']);
    table.index('version');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [...TABLES].reverse()) {
    await knex.schema.dropTable(table);
  }
};
