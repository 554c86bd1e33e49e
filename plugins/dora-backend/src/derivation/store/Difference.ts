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

/** The result of deriving some components, compared with the stored rows. */
export interface Difference {
  /** The components, `entities.id` */
  entityIds: number[];
  /** Stored rows to replace, in complete groups */
  stored: DerivedRows;
  /** The rows to replace them with; some may be equal */
  wanted: DerivedRows;
  /** Changes of the components that none of their releases carries, `changes.pk` */
  waiting: number[];
}
