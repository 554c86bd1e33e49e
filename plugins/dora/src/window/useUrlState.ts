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

import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/** New values by parameter; undefined removes it. */
export type UrlPatch = Record<string, string | readonly string[] | undefined>;

export interface UrlState {
  get: (name: string) => string | undefined;
  getAll: (name: string) => string[];
  /** Writes into the URL; `replace` leaves no entry in the history, for typing. */
  set: (patch: UrlPatch, options?: { replace?: boolean }) => void;
  /** The query string after a change, for links. */
  search: (patch: UrlPatch) => string;
}

function patched(current: URLSearchParams, patch: UrlPatch): URLSearchParams {
  const next = new URLSearchParams(current);
  for (const [name, value] of Object.entries(patch)) {
    next.delete(name);
    for (const one of [value ?? []].flat()) {
      next.append(name, one);
    }
  }
  return next;
}

/** The state of a page, all of which lives in its URL. */
export function useUrlState(): UrlState {
  const [params, setParams] = useSearchParams();

  const set = useCallback<UrlState['set']>(
    (patch, options) => {
      setParams(current => patched(current, patch), {
        replace: options?.replace,
      });
    },
    [setParams],
  );

  return useMemo(
    () => ({
      get: name => params.get(name) || undefined,
      getAll: name => params.getAll(name),
      set,
      search: patch => `?${patched(params, patch)}`,
    }),
    [params, set],
  );
}
