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

import { DerivedRows } from './derivedTables';

/** What deriving some components has come to, next to what is stored. */
export interface Difference {
  /** The components, `entities.id` */
  entityIds: number[];
  /** Rows that are to be others; each with all of its group */
  stored: DerivedRows;
  /** The rows that are to take their place, some of which may be the same */
  wanted: DerivedRows;
  /** Changes of the components that no release of theirs carries, `changes.pk` */
  waiting: number[];
}
