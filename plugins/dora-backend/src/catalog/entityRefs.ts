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

import { DEFAULT_NAMESPACE, parseEntityRef } from '@backstage/catalog-model';

/**
 * The canonical form in which references are stored and compared: full and in
 * lower case.
 *
 * @param entityRef - full or abbreviated, in any case; kind and namespace
 *   default to `component` and `default`
 * @returns undefined if it is not a reference
 */
export function canonicalRef(entityRef: string): string | undefined {
  try {
    const { kind, namespace, name } = parseEntityRef(entityRef, {
      defaultKind: 'component',
      defaultNamespace: DEFAULT_NAMESPACE,
    });
    return `${kind}:${namespace}/${name}`.toLocaleLowerCase('en-US');
  } catch {
    return undefined;
  }
}

/** The kind in a canonical reference. */
export const kindOf = (ref: string): string => ref.slice(0, ref.indexOf(':'));
