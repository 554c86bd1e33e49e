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

import { JsonObject } from '@backstage/types';
import { Incident } from '@backstage-dora/plugin-dora-common';
import { HistoryWork } from './historyStages';
import { StageStep } from './stages';

const PREFIX = 'issue/';

interface IssueRecord extends JsonObject {
  /** Ids of its incidents. */
  ids: string[];
  /** See `SyncSubject`. */
  fingerprint: string;
}

/**
 * Stores the incidents of an issue, and deletes those that it no longer
 * represents.
 *
 * @param number - the issue's number at the code host
 *
 * @public
 */
export async function storeIssue(
  { context, source, subject }: HistoryWork,
  number: number,
  incidents: Incident[],
): Promise<void> {
  const key = `${PREFIX}${number}`;
  const known = await context.state.get<IssueRecord>(key);
  const ids = incidents.map(({ id }) => id);
  if (ids.length === 0 && !known) {
    return;
  }
  await context.emit({
    facts: { incidents },
    retracted: (known?.ids ?? [])
      .filter(id => !ids.includes(id))
      .map(id => ({ kind: 'incidents', source, id })),
    state: { [key]: { ids, fingerprint: subject.fingerprint } },
  });
}

/**
 * Deletes incidents of an earlier configuration that no longer apply; to be
 * called after all issues have been read again.
 *
 * @public
 */
export async function retractStaleIssues({
  context,
  source,
  subject,
}: HistoryWork): Promise<StageStep> {
  const known = await context.state.list<IssueRecord>(PREFIX);
  const stale = known.filter(
    ({ value }) => value.fingerprint !== subject.fingerprint,
  );
  await context.emit({
    retracted: stale.flatMap(({ value }) =>
      value.ids.map(id => ({ kind: 'incidents' as const, source, id })),
    ),
    forget: stale.map(({ key }) => key),
  });
  return {};
}
