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

import { BackendProcess } from './BackendProcess';

/** A backend that is killed now and then, and started again elsewhere. */
export class ReplaceableBackend {
  readonly #start: () => Promise<BackendProcess>;
  #current: BackendProcess;

  static async start(
    start: () => Promise<BackendProcess>,
  ): Promise<ReplaceableBackend> {
    const backend = await start();
    return new ReplaceableBackend(start, await backend.waitUntilReady());
  }

  private constructor(
    start: () => Promise<BackendProcess>,
    current: BackendProcess,
  ) {
    this.#start = start;
    this.#current = current;
  }

  get current(): BackendProcess {
    return this.#current;
  }

  /**
   * Kills it and starts another one, which takes its place once it is ready; again where that does not start: its database
   * may be away.
   */
  async replace(): Promise<void> {
    await this.#current.kill();
    for (let attempt = 1; ; attempt++) {
      const next = await this.#start();
      try {
        this.#current = await next.waitUntilReady();
        return;
      } catch (error) {
        await next.kill();
        if (attempt === 3) {
          throw error;
        }
      }
    }
  }
}
