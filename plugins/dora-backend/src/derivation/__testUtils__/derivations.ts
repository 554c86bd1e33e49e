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

import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { Row } from '../../database/rows';
import { defaultRules } from '../../rules/__testUtils__/facts';
import { ComponentSettings, Rules } from '../../rules/types';
import { FACT_COLUMNS } from '../../intake/kinds/factStorage';
import { deleteFact, upsertFacts } from '../../intake/FactStore';
import {
  DefaultDerivation,
  DerivationOptions,
} from '../worker/DefaultDerivation';
import { DerivationRequest, RollUp } from '../types';
import { Fact } from './forwardHistory';
import { expectCounts } from './expectCounts';

const migrate = (knex: Knex) =>
  knex.migrate.latest({
    directory: resolvePackagePath(
      '@backstage-dora/plugin-dora-backend',
      'migrations',
    ),
  });

/** Two products, one of two components, in one group; a component that is not in the catalog. */
const ENTITIES = [
  { id: 1, ref: 'component:default/cart-api', parents: [3] },
  { id: 2, ref: 'component:default/cart-ui', parents: [3] },
  { id: 3, ref: 'system:default/cart', parents: [5] },
  { id: 4, ref: 'component:default/search', parents: [5] },
  { id: 5, ref: 'group:default/shop', parents: [] },
  { id: 6, ref: 'component:default/nowhere', parents: undefined },
];

const settings = new Map<number, ComponentSettings>();

const hierarchy: RollUp = {
  settingsOf: id => settings.get(id) ?? {},
  idsAbove: id => [
    id,
    ...(ENTITIES[id - 1].parents ?? []).flatMap(above => [
      ...hierarchy.idsAbove(above),
    ]),
  ],
  idsBelow: id =>
    ENTITIES.filter(e => [...hierarchy.idsAbove(e.id)].includes(id)).map(
      e => e.id,
    ),
};

/** Derivation as in a process of its own, on a database that may be that of others. */
export async function create(
  knex: Knex,
  rules: Partial<Rules> = {},
  options: Partial<DerivationOptions> = {},
) {
  await migrate(knex);
  if (!(await knex('entities').first())) {
    settings.clear();
    await knex('entities').insert(
      ENTITIES.map(({ id, ref, parents }) => ({
        id,
        ref,
        kind: ref.split(':')[0],
        in_catalog: parents !== undefined,
      })),
    );
  }
  return DefaultDerivation.create({
    knex,
    hierarchy: async () => hierarchy,
    rules: { ...defaultRules, ...rules },
    behindFrom: Infinity,
    logger: mockServices.logger.mock(),
    ...options,
  });
}

/** Leaves nothing of a history, the outbox included. */
export async function clear(knex: Knex) {
  settings.clear();
  for (const table of [
    'derivation_queue',
    'derivation_state',
    'releases',
    'rollouts',
    'release_changes',
    'release_reasons',
    'incident_links',
    'excluded_deployments',
    'unreleased_changes',
    'release_events',
    'event_consumers',
    'deployment_changes',
    'deployments',
    'changes',
    'incidents',
    'artifacts',
    'corrections',
  ]) {
    await knex(table).delete();
  }
}

/** Stores a correction, or takes it back, as the service of corrections does. */
async function storeCorrection(
  tx: Knex.Transaction,
  { id, row }: Fact,
): Promise<DerivationRequest[]> {
  const touched = async (): Promise<DerivationRequest[]> => {
    const stored = await tx('corrections').where({ id }).first();
    const find = (table: 'deployment' | 'incident') =>
      stored &&
      tx(`${table}s`)
        .where({
          source: stored[`${table}_source`] ?? '',
          id: stored[`${table}_id`] ?? '',
        })
        .first('pk', 'entity_id');
    const deployment = await find('deployment');
    const incident = await find('incident');
    return [
      {
        replaced: deployment
          ? [{ pk: Number(deployment.pk), entityId: deployment.entity_id }]
          : [],
        incidentPks: incident ? [Number(incident.pk)] : [],
      },
    ];
  };
  const before = await touched();
  await tx('corrections').where({ id }).delete();
  if (row) {
    await tx('corrections').insert({ id, ...row });
  }
  return [...before, ...(await touched())];
}

/** Stores facts as ingest does, and asks for what ingest asks for. */
export async function store(
  knex: Knex,
  derivation: DefaultDerivation,
  facts: Fact[],
) {
  await knex.transaction(async tx => {
    const enqueue = async (requests: (DerivationRequest | undefined)[]) => {
      for (const request of requests) {
        await derivation.enqueue(tx, request ?? {});
      }
    };
    const kinds = ['deployments', 'changes', 'incidents', 'artifacts'] as const;
    for (const kind of kinds) {
      const ofKind = facts.filter(({ table }) => table === kind);
      const there = new Map(
        ofKind.flatMap(({ source = 's', id, row }) =>
          row ? [[id, { source, ...row }]] : [],
        ),
      );
      const columns = [...Object.keys(FACT_COLUMNS[kind]), 'subject'];
      await enqueue([
        await upsertFacts(
          tx,
          kind,
          [...there].map(
            ([id, row]) =>
              Object.fromEntries(
                columns.map(name => [
                  name,
                  ({ id, ...row } as Record<string, unknown>)[name] ?? null,
                ]),
              ) as Row,
          ),
          0,
        ),
      ]);
      for (const { source = 's', id, row } of ofKind) {
        if (!row) {
          await enqueue([await deleteFact(tx, kind, { source, id }, 0)]);
        }
      }
    }
    for (const fact of facts.filter(({ table }) => table === 'corrections')) {
      await enqueue(await storeCorrection(tx, fact));
    }
    for (const { id, row } of facts.filter(one => one.table === 'settings')) {
      settings.set(Number(id), row ?? {});
      await enqueue([{ entityIds: [Number(id)] }]);
    }
  });
}

/** All derived rows, by the names of the facts instead of keys that depend on the order of arrival. */
export async function derived(knex: Knex) {
  const names = async (table: string) =>
    new Map(
      (await knex(table).select('pk', 'id')).map(row => [
        Number(row.pk),
        row.id as string,
      ]),
    );
  const deployments = await names('deployments');
  const changes = await names('changes');
  const incidents = await names('incidents');
  const readable = (row: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(row).map(([column, value]) => {
        if (value === null) {
          return [column, null];
        }
        switch (column) {
          case 'id':
          case 'release_id':
          case 'deployment_pk':
          case 'replaced_release_id':
          case 'fix_release_id':
            return [column, deployments.get(Number(value))];
          case 'change_pk':
            return [column, changes.get(Number(value))];
          case 'incident_pk':
          case 'same_as_pk':
            return [column, incidents.get(Number(value))];
          case 'failed':
          case 'first':
          case 'echo':
            return [column, Boolean(value)];
          default:
            return [
              column,
              /^-?\d+$/.test(String(value)) ? Number(value) : value,
            ];
        }
      }),
    );
  const dump: Record<string, string[]> = {};
  for (const table of [
    'releases',
    'rollouts',
    'release_changes',
    'release_reasons',
    'incident_links',
    'excluded_deployments',
  ]) {
    dump[table] = (await knex(table).select())
      .map(row => JSON.stringify(readable(row)))
      .sort();
  }
  await expectCounts(knex);
  return dump;
}
