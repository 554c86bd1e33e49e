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
import { ReleaseHead, versionKeyOf } from './past';

/** 120 bits: no two releases share an id by chance. */
const LENGTH = 20;

/**
 * What a release is called outside. It follows from what the release is, not from when its facts arrived, so it is the same
 * after a rebuild, on another database, and when an earlier rollout of the release arrives late; and it tells nothing else.
 */
export function releaseId(
  entityRef: string,
  release: Pick<ReleaseHead, 'source' | 'id' | 'version' | 'occurrence'>,
): string {
  return hash(
    'sha256',
    // No part but the last can have a NUL in it.
    [entityRef, release.occurrence, versionKeyOf(release)].join('\u0000'),
    'base64url',
  ).slice(0, LENGTH);
}
