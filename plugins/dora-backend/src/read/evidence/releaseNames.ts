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

import { ReleaseName } from '@backstage-dora/plugin-dora-common';

const KINDS: Record<string, ReleaseName['kind']> = {
  v: 'version',
  c: 'commit',
  d: 'digest',
};

/** Parses a name of `releases.names`; undefined for the commit of a change. */
export function toReleaseName(name: string): ReleaseName | undefined {
  const kind = KINDS[name.charAt(0)];
  return kind && { kind, name: name.slice(1) };
}
