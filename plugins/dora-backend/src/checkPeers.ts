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

import { satisfies } from 'semver';
import { peerDependencies } from '../package.json';

/**
 * Checks that the packages of Backstage that the plugin shares with the rest of the
 * backend are there, in versions that it works with.
 *
 * @param versionOf - the installed version of a package; throws if there is none
 * @throws if not, with what to do
 */
export function checkPeers(versionOf: (name: string) => string): void {
  for (const [name, range] of Object.entries(peerDependencies)) {
    let version: string;
    try {
      version = versionOf(name);
    } catch (error) {
      throw new Error(
        `The DORA backend plugin needs ${name} ${range}, which is not installed. Run \`yarn --cwd packages/backend add --cached ${name}\`, which takes the version of your Backstage.`,
        { cause: error },
      );
    }
    if (!satisfies(version, range, { includePrerelease: true })) {
      throw new Error(
        `The DORA backend plugin needs ${name} ${range}, but ${version} is installed. It works with Backstage 1.54 to 1.57; upgrade with \`yarn backstage-cli versions:bump\`.`,
      );
    }
  }
}
