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

import type { Release } from '@backstage-dora/plugin-dora-common';
import { entityName } from '../common';
import { Translate } from '../translations';

/** A full commit is no name that anyone reads; its beginning is. */
export function shortVersion(version: string): string {
  return /^[0-9a-f]{40}$/i.test(version) ? version.slice(0, 7) : version;
}

/** Component and version of a release, as a name. */
export function releaseName(
  release: Pick<Release, 'entityRef' | 'version'>,
  t: Translate,
): string {
  return t('release.name', {
    component: entityName(release.entityRef),
    version:
      release.version === null
        ? t('release.noVersion')
        : shortVersion(release.version),
  });
}
