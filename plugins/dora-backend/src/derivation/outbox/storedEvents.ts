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

import { Knex } from 'knex';
import { ReleaseTransition, Transition } from './ReleaseState';

/** There may be millions at once, and one row for each would cost as much as storing the release. */
const EVENTS_PER_ROW = 500;

/** An event as an array, without property names. */
type Packed = [
  type: Transition,
  entityId: number,
  id: string,
  version: string | null,
  time: number,
  kind: string,
  rollouts: number,
  workspaces: number,
  changes: number,
  failed: boolean,
  recoveredAt: number | null,
  reasons: string | null,
];

const pack = ({ type, release }: ReleaseTransition): Packed => [
  type,
  release.entityId,
  release.id,
  release.version,
  release.time,
  release.kind,
  release.rollouts,
  release.workspaces,
  release.changes,
  release.failed,
  release.recoveredAt ?? null,
  release.reasons ?? null,
];

function unpack([type, entityId, id, version, ...more]: Packed) {
  const [time, kind, rollouts, workspaces, changes, ...outcome] = more;
  const [failed, recoveredAt, reasons] = outcome;
  const release = {
    ...{ entityId, id, version, time, kind, rollouts, workspaces, changes },
    failed,
    recoveredAt: recoveredAt ?? undefined,
    reasons: reasons ?? undefined,
  };
  return { type, release };
}

/** Parses the events in a row of the outbox. */
export const parseEvents = (content: string): ReleaseTransition[] =>
  JSON.parse(content).map(unpack);

/**
 * Writes events into the outbox. Call it in the transaction that the events are about, under the derivation lock, so
 * that positions increase in commit order.
 *
 * @param at - ms since the epoch
 */
export async function writeEvents(
  tx: Knex.Transaction,
  events: Iterable<ReleaseTransition>,
  at: number,
): Promise<void> {
  let row: Packed[] = [];
  const write = async () => {
    await tx('release_events').insert({
      position: tx.raw(
        '(select coalesce(max(position), 0) + 1 from release_events)',
      ),
      at,
      events: row.length,
      content: JSON.stringify(row),
    });
    row = [];
  };
  for (const event of events) {
    row.push(pack(event));
    if (row.length === EVENTS_PER_ROW) {
      await write();
    }
  }
  if (row.length > 0) {
    await write();
  }
}
