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

import { ReleaseEvent } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { isDeepStrictEqual } from 'node:util';
import { groupBy } from '../../../database/groupBy';

/** A release as events tell it. */
export type FollowedRelease = Omit<ReleaseEvent, 'cursor' | 'type' | 'at'>;

const inOrder = (reasons: ReleaseEvent['reasons']) =>
  [...reasons].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** Whether an event can come next. */
const FITS: Record<
  ReleaseEvent['type'],
  (before: FollowedRelease | undefined, after: FollowedRelease) => boolean
> = {
  'release.created': before => !before,
  'release.changed': before => before !== undefined,
  'release.failed': (before, after) => before?.failed === false && after.failed,
  'release.recovered': (before, after) =>
    before?.failed === true &&
    before.recoveredAt === null &&
    after.recoveredAt !== null,
  'release.withdrawn': (before, after) => isDeepStrictEqual(before, after),
};

/** Knows of releases what events have told, and nothing else. */
export class Follower {
  readonly releases = new Map<string, FollowedRelease>();
  cursor?: string;

  apply(event: ReleaseEvent): void {
    const { cursor, type, at, ...release } = event;
    const after = { ...release, reasons: inOrder(release.reasons) };
    const before = this.releases.get(event.id);
    if (!FITS[type](before, after)) {
      throw new Error(
        `${JSON.stringify(event)} after ${JSON.stringify(before)}`,
      );
    }
    if (type === 'release.withdrawn') {
      this.releases.delete(event.id);
    } else {
      this.releases.set(event.id, after);
    }
    this.cursor = cursor;
  }

  /** @returns the events that were applied, as text: type and version */
  async follow(
    read: (after?: string) => AsyncIterable<ReleaseEvent>,
  ): Promise<string[]> {
    const told: string[] = [];
    for await (const event of read(this.cursor)) {
      this.apply(event);
      told.push(`${event.type.slice('release.'.length)} ${event.version}`);
    }
    return told;
  }
}

const toTime = (ms: unknown) =>
  ms === null ? null : new Date(Number(ms)).toISOString();

/** The same, from the derived rows. */
export async function storedReleases(
  knex: Knex,
): Promise<Map<string, FollowedRelease>> {
  const rows = await knex('releases as r')
    .join('entities as e', 'e.id', 'r.entity_id')
    .select('r.*', 'e.ref');
  const byRelease = (all: { release_id: unknown }[]) =>
    groupBy(all as any[], row => Number(row.release_id));
  const rollouts = byRelease(await knex('rollouts'));
  const changes = byRelease(await knex('release_changes'));
  const reasons = byRelease(
    await knex('release_reasons as x')
      .leftJoin('releases as f', 'f.id', 'x.fix_release_id')
      .select('x.*', 'f.public_id as fix', 'f.time as fixed_at'),
  );
  return new Map(
    rows.map((row): [string, FollowedRelease] => {
      const own = rollouts.get(Number(row.id)) ?? [];
      const told = (reasons.get(Number(row.id)) ?? []).map(x =>
        JSON.stringify({
          reason: x.reason,
          ...(x.fix && { releaseId: x.fix, at: toTime(x.fixed_at) }),
        }),
      );
      return [
        row.public_id,
        {
          id: row.public_id,
          entityRef: row.ref,
          version: row.version,
          time: toTime(row.time)!,
          kind: row.kind,
          rollouts: own.length,
          workspaces: new Set(own.map(({ workspace }) => workspace)).size,
          changes: changes.get(Number(row.id))?.length ?? 0,
          failed: Boolean(row.failed),
          reasons: inOrder([...new Set(told)].map(one => JSON.parse(one))),
          recoveredAt: toTime(row.recovered_at),
        },
      ];
    }),
  );
}
