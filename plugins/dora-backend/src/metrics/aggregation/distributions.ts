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

import { Knex } from 'knex';
import { isPostgres } from '../../database/sql';
import { Distribution } from '../statistics';
import { readOnPostgres } from './distributionsOnPostgres';
import { readOnSqlite } from './distributionsOnSqlite';
import { DistributionRequest } from './ranks';
import { DerivedRows, Scope, scopedRows } from './scope';
import { DistributionName } from './types';

/** The distributions to read from one derived table. */
export interface TableSamples extends DerivedRows {
  requests: DistributionRequest[];
}

/** A distribution of a group in a window, both by their index. */
export interface Distributed {
  g: number;
  w: number;
  name: DistributionName;
  distribution: Distribution;
}

/**
 * Reads exact order statistics of some columns of a derived table, in one query for all groups and windows. What has no
 * values may be missing in the answer.
 */
export async function readDistributions(
  knex: Knex,
  { requests, ...derived }: TableSamples,
  scope: Scope,
): Promise<Distributed[]> {
  const rows = scopedRows(
    knex,
    derived,
    Object.fromEntries(requests.map(({ name, value }) => [name, value])),
    scope,
  );
  return isPostgres(knex)
    ? readOnPostgres(knex, rows, requests)
    : readOnSqlite(knex, rows, requests);
}
