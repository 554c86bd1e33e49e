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

import type { Derived } from '@backstage-dora/plugin-dora-common';
import { Cell, toCsv } from './csv';

const PAGE_SIZE = 1000;

/** What a file is made of, and how many facts were still to be derived when it was. */
export interface CsvFile {
  text: string;
  pending: number;
}

/** All items of a list that the server pages, as comma-separated values. */
export async function csvFile<T>(
  load: (page: {
    limit: number;
    offset: number;
    wait?: number;
  }) => Promise<Derived<{ totalItems: number; items: T[] }>>,
  head: string[],
  row: (item: T) => Cell[],
): Promise<CsvFile> {
  const items: T[] = [];
  let pending = 0;
  for (;;) {
    const page = await load({
      limit: PAGE_SIZE,
      offset: items.length,
      // The first page has waited as long as the server does by default: that was in vain.
      ...(pending > 0 && { wait: 0 }),
    });
    items.push(...page.items);
    pending = Math.max(pending, page.pending);
    // A list may shrink meanwhile; an empty page ends it in any case.
    if (page.items.length === 0 || items.length >= page.totalItems) {
      return { text: toCsv([head, ...items.map(row)]), pending };
    }
  }
}
