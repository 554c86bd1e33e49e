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
import { findEntity } from '../findEntity';
import { CompareOptions } from '../MetricsService';
import { toWire } from '../Window';
import { facetsOf } from './facets';
import { matcherOf } from './filters';
import { measureCandidates } from './measureCandidates';
import { inOrder } from './order';
import { CompareContext, rowsOf } from './rows';

/**
 * One page of the entities of a level, side by side. What only the rows of the page need is computed for these alone;
 * sorting by a metric, and filtering by its tier or state, takes that metric of all rows before.
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
  const found = await measureCandidates(
    all.filter(matcherOf(options)),
    options,
    context,
  );
  const page = inOrder(found, options)
    .slice(offset, offset + limit)
    .map(({ entity }) => entity);
  return {
    window: toWire(window),
    totalItems: found.length,
    facets: facetsOf(all, hierarchy),
    items: await rowsOf(page, options, context),
  };
}
