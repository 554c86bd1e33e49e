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
import { assessReleases } from '../assessReleases';
import { linkIncidents } from '../linkIncidents';
import { affectedIncidents } from '../load/affectedIncidents';
import { writeEvents } from '../outbox/storedEvents';
import { forgetComponent } from '../store/forgetComponent';
import { noChanges, storeDifference } from '../store/storeDifference';
import { Blocks, touchBlocks } from '../store/touchBlocks';
import { updateUnreleased } from '../store/unreleasedChanges';
import { deriveComponents, DeriveOptions } from './deriveComponents';
import { Work } from './takeWork';

/** Derived work to remove from the queue. */
export interface DerivedWork {
  /** `entities.id` */
  components: number[];
  /** `incidents.pk` */
  incidents: number[];
  /** Errors of incidents that could not be linked, by `incidents.pk` */
  failures: Map<number, unknown>;
}

/** Derives components and links incidents within the time limit. */
export async function deriveBatch(
  tx: Knex.Transaction,
  work: Work,
  options: DeriveOptions,
): Promise<DerivedWork> {
  const { hierarchy, isOver } = options;
  const blocks = new Blocks();
  const changes = noChanges();
  if (work.fromScratch) {
    for (const { entityId } of work.components) {
      await forgetComponent(tx, entityId, changes, blocks);
    }
  }
  const done = new Set(
    await deriveComponents(tx, work.components, options, difference =>
      storeDifference(tx, difference, changes, blocks),
    ),
  );
  await updateUnreleased(tx, changes);
  const isLate = done.size > 0 && isOver();
  const incidents = new Set([
    ...(isLate ? [] : work.incidentPks),
    ...(await affectedIncidents(tx, changes, hierarchy)),
  ]);
  const { releaseIds, failures } = await linkIncidents(
    tx,
    [...incidents],
    options,
    blocks,
  );
  await assessReleases(
    tx,
    [...done],
    new Set([...changes.releaseIds, ...releaseIds]),
    blocks,
    changes.transitions,
  );
  await touchBlocks(tx, blocks);
  await writeEvents(tx, changes.transitions.events(), Date.now());
  return {
    components: [...done],
    incidents: [...incidents].filter(pk => !failures.has(pk)),
    failures,
  };
}
