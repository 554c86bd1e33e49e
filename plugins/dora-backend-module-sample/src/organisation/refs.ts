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

import { stringifyEntityRef } from '@backstage/catalog-model';

/** A namespace of its own, so that nothing real is ever called the same. */
export const SAMPLE_NAMESPACE = 'sample';

/** Reference of an entity of the sample organisation. */
export const refOf = (
  kind: 'component' | 'system' | 'domain' | 'group',
  name: string,
) => stringifyEntityRef({ kind, namespace: SAMPLE_NAMESPACE, name });
