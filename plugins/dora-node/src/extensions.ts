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

import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { Source } from './Source';

/**
 * Registers sources of facts with the DORA backend plugin.
 *
 * @public
 */
export interface DoraSourcesExtensionPoint {
  /**
   * Adds sources. Each is connected once, after the backend has started.
   *
   * @remarks
   *
   * Call it in the `init` of a module. Two sources with the same name are an
   * error.
   */
  addSource(...sources: Array<Source | Source[]>): void;
}

/**
 * The extension point by which modules register sources of facts.
 *
 * @public
 */
export const doraSourcesExtensionPoint =
  createExtensionPoint<DoraSourcesExtensionPoint>({
    id: 'dora.sources',
  });
