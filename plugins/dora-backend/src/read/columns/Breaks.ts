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

import { setImmediate } from 'node:timers/promises';

/** How long a computation may block the event loop, in ms. */
const LONGEST_MS = 20;

/** Lets other requests run during a long computation. */
export class Breaks {
  #since = performance.now();

  /** Whether a break is due. Check it between short steps. */
  get due(): boolean {
    return performance.now() - this.#since > LONGEST_MS;
  }

  /** Lets other requests run. */
  async take(): Promise<void> {
    await setImmediate();
    this.#since = performance.now();
  }
}
