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

import { configApiRef, useApi } from '@backstage/core-plugin-api';

/** Stands for the page in an address of the docs. */
const PAGE = '{page}';

/**
 * Where a page of the docs is, by `dora.docsUrl`: `{page}` in it stands for the
 * page, and without it the page is a Markdown file in that folder.
 */
export function docsLink(
  docsUrl: string,
  page: string,
  section?: string,
): string {
  const address = docsUrl.includes(PAGE)
    ? docsUrl.split(PAGE).join(page)
    : `${docsUrl.replace(/\/+$/, '')}/${page}.md`;
  return section ? `${address}#${section}` : address;
}

/** Leads to the pages of the docs; undefined where the app does not say where they are. */
export function useDocsUrl(): string | undefined {
  return useApi(configApiRef).getOptionalString('dora.docsUrl') || undefined;
}
