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

import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, toError } from '@backstage/errors';
import {
  DoraSourcesExtensionPoint,
  Source,
  SourceConnection,
} from '@backstage-dora/plugin-dora-node';

/** Collects the sources that modules register and connects them. */
export class Sources implements DoraSourcesExtensionPoint {
  readonly #sources = new Map<string, Source>();

  addSource(...sources: Array<Source | Source[]>): void {
    for (const source of sources.flat()) {
      const name = source.getSourceName();
      if (this.#sources.has(name)) {
        throw new ConflictError(`There are two sources named ${name}`);
      }
      this.#sources.set(name, source);
    }
  }

  /**
   * Connects all sources; a failure is logged and does not affect the other
   * sources.
   *
   * @param connectionOf - creates the connection for the source with a name
   */
  async connect(
    connectionOf: (name: string) => SourceConnection,
    logger: LoggerService,
  ): Promise<void> {
    await Promise.all(
      [...this.#sources].map(async ([name, source]) => {
        try {
          await source.connect(connectionOf(name));
          logger.info(`Connected source ${name}`);
        } catch (error) {
          logger.error(`Could not connect source ${name}`, toError(error));
        }
      }),
    );
  }
}
