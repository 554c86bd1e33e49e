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

import { hash } from 'node:crypto';
import { identityKey } from './order';
import { DerivedRelease } from './releases';

/** 120 bits make accidental collisions practically impossible. */
const LENGTH = 20;

/**
 * The public id of a release. It depends on what the release is, not on when its facts arrived: it stays the same after
 * a rebuild, in another database, and when an earlier rollout of the release arrives late. It reveals nothing else.
 */
export function releaseId(
  entityRef: string,
  release: Pick<DerivedRelease, 'source' | 'id' | 'name' | 'occurrence'>,
): string {
  return hash(
    'sha256',
    // Only the last part can contain a NUL.
    [
      entityRef,
      release.occurrence,
      release.name ?? `\u0000${identityKey(release)}`,
    ].join('\u0000'),
    'base64url',
  ).slice(0, LENGTH);
}
