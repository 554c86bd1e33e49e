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

import { StageStep } from '@backstage-dora/plugin-dora-node';
import { Page } from '../client/GithubClient';
import { Work } from './types';

const etagKey = (list: string) => `etag/${list}`;

/**
 * Requests a page of a list; the first page of a pass only if it has changed
 * since the previous pass.
 */
export async function readPage<T>(
  { client, context }: Work,
  list: string,
  page: number,
  ask: (headers: Record<string, string>) => Promise<{
    data: T[];
    headers: { etag?: string; link?: string };
  }>,
): Promise<Page<T> | undefined> {
  const conditional = page === 1 && !context.backfill;
  const etag = conditional
    ? await context.state.get<string>(etagKey(list))
    : undefined;
  return client.page(ask, etag);
}

/** State to set once everything on the first page is stored. */
export function etagState(
  list: string,
  page: number,
  { etag }: Page<unknown>,
): Record<string, string> {
  return page === 1 && etag ? { [etagKey(list)]: etag } : {};
}

/** The next step after a page, unless the following pages contain nothing new. */
export function nextPage(
  page: number,
  { hasNext, last }: Page<unknown>,
  isOver: boolean,
  list?: number,
): StageStep {
  if (!hasNext || isOver) {
    return {};
  }
  return {
    next: { page: page + 1, ...(list !== undefined && { list }) },
    ...(last && { remaining: last - page }),
  };
}
