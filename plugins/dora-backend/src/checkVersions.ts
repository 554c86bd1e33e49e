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

import { loadedVersions } from '@backstage-dora/plugin-dora-node';

/** What compatible versions have in common: `0.3` of `0.3.1`, `2` of `2.3.1`. */
function lineOf(version: string): string {
  return version.match(/^(0\.)?\d+/)?.[0] ?? version;
}

/**
 * Checks that the modules were built for this version of the plugin.
 *
 * @throws if `plugin-dora-node` is loaded in versions that are not compatible
 */
export function checkVersions(versions = loadedVersions()): void {
  if (new Set(versions.map(lineOf)).size > 1) {
    throw new Error(
      `Versions ${versions.join(
        ' and ',
      )} of @backstage-dora/plugin-dora-node are installed, which do not work together. Give all @backstage-dora packages the same version, then run \`yarn dedupe\`.`,
    );
  }
}
