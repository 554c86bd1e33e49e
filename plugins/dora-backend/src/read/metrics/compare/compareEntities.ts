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

import { CompareResult } from '@backstage-dora/plugin-dora-common';
import { HierarchyEntity } from '../../../catalog/types';
import { findEntity } from '../../findEntity';
import { CompareOptions } from '../MetricsService';
import { toWire } from '../../Window';
import { facetsOf } from './facets';
import { matcherOf } from './filters';
import { candidatesAmong, measureCandidates } from './measureCandidates';
import { inOrder } from './order';
import { CompareContext, rowsOf } from './rows';

type Page = Pick<CompareResult, 'totalItems' | 'items'>;

/** Measures some entities by what determines the page, and those on the page completely. */
async function readPage(
  entities: HierarchyEntity[],
  options: CompareOptions,
  context: CompareContext,
): Promise<Page> {
  const { offset, limit } = options;
  const found = await measureCandidates(entities, options, context);
  const page = inOrder(found, options)
    .slice(offset, offset + limit)
    .map(({ of }) => of);
  return {
    totalItems: found.length,
    items: await rowsOf(page, options, context),
  };
}

/** Measures all entities completely, once, when all may be on the page. */
async function readAll(
  entities: HierarchyEntity[],
  options: CompareOptions,
  context: CompareContext,
): Promise<Page> {
  const rows = await rowsOf(entities, options, context);
  const items = inOrder(candidatesAmong(rows, options), options).map(
    ({ of }) => of,
  );
  return { totalItems: items.length, items };
}

/**
 * A page of the entities of a level, for comparison. Values that only rows need are computed for the page only; sorting
 * by a metric, or filtering by its tier or state, requires that metric for all rows.
 */
export async function compareEntities(
  options: CompareOptions,
  context: CompareContext,
): Promise<CompareResult> {
  const { hierarchy, level, under, window, limit, offset } = options;
  const all = hierarchy.level(
    level,
    under === undefined ? undefined : findEntity(hierarchy, under).ref,
  );
  const matching = all.filter(matcherOf(options));
  const { totalItems, items } =
    offset === 0 && matching.length <= limit
      ? await readAll(matching, options, context)
      : await readPage(matching, options, context);
  return {
    window: toWire(window),
    totalItems,
    facets: facetsOf(all, options),
    items,
  };
}
