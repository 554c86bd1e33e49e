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

import { ENTITIES, IncidentRow, MONDAY, ReleaseRow, Rows } from './derivedRows';

export const nothing: Rows = {
  releases: [],
  changes: [],
  incidents: [],
  excluded: [],
  synchronised: [],
  deployed: [],
  changed: [],
  listing: [],
  sample: [],
};

/** By reference in the default namespace, which is left out. */
export const idOf = (ref: string) =>
  ENTITIES.find(entity => entity.ref === ref.replace(':', ':default/'))!.id;

/** On a day after MONDAY. */
export const release = (
  ref: string,
  day: number,
  more: Partial<ReleaseRow> = {},
): ReleaseRow => ({
  entityId: idOf(ref),
  day: MONDAY + day,
  at: 0,
  kind: 'code',
  workspaces: ['default'],
  spread: 0,
  batchSize: 0,
  failed: false,
  recovery: null,
  ...more,
});

/** On a day after MONDAY. */
export const incident = (
  ref: string,
  day: number,
  more: Partial<IncidentRow> = {},
): IncidentRow => ({
  entityId: idOf(ref),
  day: MONDAY + day,
  at: 0,
  restore: null,
  link: 'unattributed',
  ...more,
});
