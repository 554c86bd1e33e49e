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

import { parseEntityRef } from '@backstage/catalog-model';
import type { Translate } from '../translations';

/** Who made a correction or sent a fact: the name of a catalog user, or of a service. */
export function personName(by: string): string {
  return /^user:/i.test(by) ? parseEntityRef(by).name : by;
}

/** Who sent a fact, where that is known, as one of several words about it. */
export const sentBy = (fact: { sentBy?: string }, t: Translate): string[] =>
  fact.sentBy === undefined
    ? []
    : [t('evidence.sentBy', { sender: personName(fact.sentBy) })];
