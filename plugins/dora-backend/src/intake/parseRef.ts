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

import { KubernetesValidatorFunctions } from '@backstage/catalog-model';
import { canonicalRef } from '../catalog/entityRefs';

const MAX_REMEMBERED = 50_000;
const remembered = new Map<string, string | undefined>();

function parse(text: string): string | undefined {
  const ref = canonicalRef(text);
  const [, namespace, name] = /^[^:]+:([^/]+)\/(.+)$/.exec(ref ?? '') ?? [];
  return KubernetesValidatorFunctions.isValidNamespace(namespace) &&
    KubernetesValidatorFunctions.isValidObjectName(name)
    ? ref
    : undefined;
}

/**
 * The full reference in lower case; undefined if it is not a reference. Cached,
 * as the same few thousand recur.
 */
export function parseRef(text: string): string | undefined {
  const known = remembered.get(text);
  if (known !== undefined || remembered.has(text)) {
    return known;
  }
  if (remembered.size > MAX_REMEMBERED) {
    remembered.clear();
  }
  const ref = parse(text);
  remembered.set(text, ref);
  return ref;
}
