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

const PAGE = 1000;

interface Page<T> {
  totalItems: number;
  items: T[];
}

/** All items of a list that the server pages. */
export async function allPages<T>(
  load: (page: { limit: number; offset: number }) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = [];
  for (;;) {
    const page = await load({ limit: PAGE, offset: items.length });
    items.push(...page.items);
    // A list may shrink meanwhile; an empty page ends it in any case.
    if (page.items.length === 0 || items.length >= page.totalItems) {
      return items;
    }
  }
}
