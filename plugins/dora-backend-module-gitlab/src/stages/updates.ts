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

import { StageCursor, StageStep } from '@backstage-dora/plugin-dora-node';
import { DateTime } from 'luxon';
import { Page, UpdatesQuery } from '../client/GitLabClient';
import { isoTime, Work } from './types';

const PER_PAGE = 100;

/** A page of changed items, and where the next one begins. */
export interface Updates<T> extends StageStep {
  items: T[];
}

/**
 * Reads changed items, the oldest change first. The next page begins at the
 * last change of this one rather than at a page number: items that change in
 * the meantime move to the end of the list, so numbered pages would skip
 * others.
 */
export async function readUpdates<T extends { updated_at: string }>(
  { context }: Work,
  { after, page = 1, list }: StageCursor,
  ask: (query: UpdatesQuery) => Promise<Page<T>>,
): Promise<Updates<T>> {
  const updatedAfter = after ?? isoTime(beginning(context));
  const { items, hasNext, total } = await ask({ updatedAfter, page });
  const last = items[items.length - 1];
  if (!last || !hasNext) {
    return { items };
  }
  const from = DateTime.fromISO(last.updated_at).minus({ milliseconds: 1 });
  // If items with the same time fill a page, only the page number leads on.
  const isLater = from > DateTime.fromISO(updatedAfter);
  return {
    items,
    next: {
      after: isLater ? isoTime(from) : updatedAfter,
      page: isLater ? 1 : page + 1,
      ...(list !== undefined && { list }),
    },
    ...(total && {
      remaining: Math.max(1, Math.ceil(total / PER_PAGE) - page),
    }),
  };
}

/**
 * Rounded to the hour, so that requests within the hour are identical and can
 * be answered with `304 Not Modified`.
 */
function beginning({ backfill, since }: Work['context']): DateTime {
  return backfill ? since : since.startOf('hour');
}
