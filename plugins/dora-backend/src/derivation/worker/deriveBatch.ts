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

import { FactIdentity } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { idsIn } from '../../database/sql';
import { findSameOutages } from '../../intake/kinds/sameOutages';
import { assessReleases } from '../assessReleases';
import { linkIncidents } from '../linkIncidents';
import { affectedIncidents } from '../load/affectedIncidents';
import { writeEvents } from '../outbox/storedEvents';
import { forgetComponent } from '../store/forgetComponent';
import { noChanges, storeDifference } from '../store/storeDifference';
import { Blocks, touchBlocks } from '../store/touchBlocks';
import { updateUnreleased } from '../store/unreleasedChanges';
import { RollUp } from '../types';
import { deriveComponents, DeriveOptions } from './deriveComponents';
import { Work } from './takeWork';

/** What was derived of some work, and is to be taken out of the queue. */
export interface DerivedWork {
  /** `entities.id` */
  components: number[];
  /** `incidents.pk` */
  incidents: number[];
  /** Why incidents could not be linked, by `incidents.pk` */
  failures: Map<number, unknown>;
}

/**
 * Some incidents and those that tell of the same outage. It is asked here too: when an incident was stored, one that names
 * it may have been on its way.
 */
async function withSameOutages(
  tx: Knex.Transaction,
  incidentPks: Set<number>,
): Promise<Set<number>> {
  if (incidentPks.size === 0) {
    return incidentPks;
  }
  const identities: FactIdentity[] = await tx('incidents')
    .where(idsIn(tx, 'pk', incidentPks))
    .select('source', 'id');
  return new Set([...incidentPks, ...(await findSameOutages(tx, identities))]);
}

/** Derives components and links incidents, as many as there is time for. */
export async function deriveBatch(
  tx: Knex.Transaction,
  work: Work,
  // As it is now: a change of the hierarchy asks for its work in its own transaction.
  hierarchy: RollUp,
  options: DeriveOptions,
): Promise<DerivedWork> {
  const { rules, dayOf, deadline } = options;
  const blocks = new Blocks();
  const changes = noChanges();
  if (work.fromScratch) {
    for (const { entityId } of work.components) {
      await forgetComponent(tx, entityId, changes, blocks);
    }
  }
  const done = new Set(
    await deriveComponents(
      tx,
      work.components,
      options,
      (difference, replaced) =>
        storeDifference(tx, difference, replaced, changes, blocks),
    ),
  );
  await updateUnreleased(tx, changes);
  const isLate = done.size > 0 && Date.now() > deadline;
  const incidents = await withSameOutages(
    tx,
    new Set([
      ...(isLate ? [] : work.incidentPks),
      ...(await affectedIncidents(tx, changes, hierarchy)),
    ]),
  );
  const { releaseIds, failures } = await linkIncidents(
    tx,
    [...incidents],
    hierarchy,
    rules,
    dayOf,
    blocks,
  );
  await assessReleases(
    tx,
    work.components.flatMap(({ entityId, since }) =>
      since === 0 && done.has(entityId) ? entityId : [],
    ),
    new Set([...changes.toAssess, ...releaseIds]),
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
