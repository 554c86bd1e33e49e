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

import { LifecycleService, LoggerService } from '@backstage/backend-plugin-api';
import { setTimeout as pause } from 'node:timers/promises';

/** By then, everything else has started. */
const AFTER_MS = 2_000;

/**
 * Fills the cache in the background after the start. If it fails, readers still get correct results: missing data is
 * read on request.
 */
export function warmInBackground(
  warm: (signal: AbortSignal) => Promise<void>,
  { lifecycle, logger }: { lifecycle: LifecycleService; logger: LoggerService },
): void {
  const stop = new AbortController();
  const { signal } = stop;
  lifecycle.addShutdownHook(() => stop.abort());
  lifecycle.addStartupHook(() => {
    pause(AFTER_MS, undefined, { signal, ref: false })
      .then(() => warm(signal))
      .catch(error => {
        if (!signal.aborted) {
          logger.warn(
            'Not all data for metrics could be read in advance; the rest is read on request',
            error,
          );
        }
      });
  });
}
