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

import { version } from '../package.json';

// Shared by all copies of this package.
const LOADED: unique symbol = Symbol.for(
  '@backstage-dora/plugin-dora-node/versions',
);
const versions = ((globalThis as { [LOADED]?: Set<string> })[LOADED] ??=
  new Set());
versions.add(version);

/**
 * The versions of this package that are loaded: several, if modules bring other
 * versions than the backend plugin.
 *
 * @public
 */
export function loadedVersions(): string[] {
  return [...versions];
}
