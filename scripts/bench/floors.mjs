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

import { repeat } from './measure.mjs';

/** What answers depend on: the table, and the column to aggregate. */
const MATERIAL = [
  { table: 'releases', value: 'last_rollout_at' },
  { table: 'release_changes', value: 'lead_time' },
  { table: 'incident_links', value: 'restore' },
];
const FACTS = ['deployments', 'deployment_changes', 'changes', 'incidents'];
/** What is written for the facts, so that they can be read as metrics and as a feed. */
const WRITTEN_FOR_FACTS = [
  'fact_log',
  'releases',
  'rollouts',
  'release_changes',
  'release_reasons',
  'incident_links',
  'derived_blocks',
];

const bare = table => `bench_floor_${table}`;

/** Makes the bare tables whose covering index the floors of reads aggregate over. */
export async function prepareFloors(database) {
  for (const { table, value } of MATERIAL) {
    await database.query(
      `create table ${bare(table)} as
       select day, entity_id, ${value} from ${table} where ${value} is not null`,
    );
    await database.query(
      `create index ${bare(table)}_index
       on ${bare(table)} (day, entity_id, ${value})`,
    );
    await database.analyze(bare(table));
  }
}

/**
 * The cheapest aggregate over the rows of the window.
 *
 * @param {{ from: number, to: number, groupBy?: string }} window - days since 1970-01-01
 */
export async function readFloor(database, runs, { from, to, groupBy }) {
  const where = `where day >= ${from} and day < ${to}`;
  let rows = 0;
  for (const { table } of MATERIAL) {
    const [{ n }] = await database.query(
      `select count(*) as n from ${bare(table)} ${where}`,
    );
    rows += Number(n);
  }
  const { p50 } = await repeat(runs, async () => {
    for (const { table, value } of MATERIAL) {
      await database.query(
        `select ${groupBy ? `${groupBy} as g, ` : ''}count(*), sum(${value})
         from ${bare(table)} ${where} ${groupBy ? `group by ${groupBy}` : ''}`,
      );
    }
  });
  return { rows, ms: p50 };
}

/**
 * All facts copied into bare tables, and all rows that are written with them: how long it takes; and the same into tables
 * with the keys and indexes that there are, which is the least that the database alone needs.
 */
export async function ingestFloors(database) {
  const copyAll = async (tables, options) => {
    let ms = 0;
    for (const table of tables) {
      ms += await database.copy(table, options);
    }
    return ms;
  };
  const floors = async options => {
    const facts = await copyAll(FACTS, options);
    return { facts, all: facts + (await copyAll(WRITTEN_FOR_FACTS, options)) };
  };
  return { ...(await floors()), indexed: await floors({ indexed: true }) };
}
