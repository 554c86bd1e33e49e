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

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { DoraApi } from '@backstage-dora/plugin-dora-common';
import { doraApiRef } from './doraApiRef';
import { ReadName, ReadQuery, ReadResult, READS } from './reads';
import { RequestCache, RequestState } from './RequestCache';

type Read<N extends ReadName> = (
  api: DoraApi,
  query: ReadQuery<N>,
  options: { signal: AbortSignal },
) => Promise<ReadResult<N>>;

/** A request as a component sees it. */
export interface DoraRequest<T> extends RequestState<T> {
  retry: () => void;
  /** Whether `data` is the answer to the query before, kept until the new one is there. */
  outdated: boolean;
}

/** So many seconds a page waits for the latest facts; then it shows what there is, and asks again. */
const WAIT_S = 1;

const NOTHING: RequestState<never> = { loading: false };

const caches = new WeakMap<DoraApi, RequestCache>();

function cacheOf(api: DoraApi): RequestCache {
  const cache = caches.get(api) ?? new RequestCache();
  caches.set(api, cache);
  return cache;
}

/** After a write: asks again for everything that is shown. */
export function useRefresh(): () => void {
  const cache = cacheOf(useApi(doraApiRef));
  return useCallback(() => cache.refresh(), [cache]);
}

/** How many facts what is shown lacks, as they are still to be derived. */
export function usePending(): number {
  const cache = cacheOf(useApi(doraApiRef));
  const [pending, setPending] = useState(0);
  useEffect(() => {
    const onChange = () => setPending(cache.pending());
    onChange();
    return cache.watchPending(onChange);
  }, [cache]);
  return pending;
}

/** The same text for the same query, whatever the order of its parameters. */
function textOf(query: object): string {
  const given = Object.entries(query).filter(
    ([, value]) => value !== undefined,
  );
  given.sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(given));
}

/**
 * Reads from the DORA backend: cached, shared, cancelled when the query changes.
 * Without a query nothing is asked. With `keep`, the last answer stays until the
 * next one is there, so that a table does not jump while one pages.
 */
export function useDoraRequest<N extends ReadName>(
  name: N,
  query: ReadQuery<N> | undefined,
  options?: { keep?: boolean },
): DoraRequest<ReadResult<N>> {
  const api = useApi(doraApiRef);
  const cache = cacheOf(api);
  const text = query && textOf(query);
  const key = text === undefined ? undefined : `${name} ${text}`;
  const [, setVersion] = useState(0);
  const lastData = useRef<ReadResult<N>>();

  const load = useMemo(() => {
    const read = READS[name] as unknown as Read<N>;
    return (signal: AbortSignal) =>
      read(
        api,
        { ...(JSON.parse(text ?? '{}') as ReadQuery<N>), wait: WAIT_S },
        { signal },
      );
  }, [api, name, text]);

  useEffect(() => {
    if (key === undefined) {
      return undefined;
    }
    const onChange = () => setVersion(version => version + 1);
    const unsubscribe = cache.subscribe(key, load, onChange);
    // The state may have changed between the rendering and the subscription.
    onChange();
    return unsubscribe;
  }, [cache, key, load]);

  const retry = useCallback(() => {
    if (key !== undefined) {
      cache.retry(key, load);
    }
  }, [cache, key, load]);

  const state = (key === undefined ? NOTHING : cache.get(key)) as RequestState<
    ReadResult<N>
  >;
  if (state.data !== undefined) {
    lastData.current = state.data;
  }
  const keeps =
    Boolean(options?.keep) && state.data === undefined && !state.error;
  const data = keeps ? lastData.current : state.data;
  return {
    ...state,
    data,
    outdated: keeps && data !== undefined,
    retry,
  };
}
