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

import { useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { DoraApi } from '@backstage-dora/plugin-dora-common';
import { doraApiRef, useRefresh } from '../../api';

/** What the backend says is wrong, rather than that something is. */
function messageOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message : message;
}

/** Writes a correction; all that is shown is read again afterwards. */
export function useCorrect(onDone: () => void) {
  const api = useApi(doraApiRef);
  const refresh = useRefresh();
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<string>();
  const isThere = useRef(true);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);
  const run = async (write: (api: DoraApi) => Promise<void>) => {
    setIsBusy(true);
    setError(undefined);
    try {
      await write(api);
      refresh();
      onDone();
    } catch (problem) {
      if (isThere.current) {
        setError(messageOf(problem));
        setIsBusy(false);
      }
    }
  };
  return { isBusy, error, run };
}
