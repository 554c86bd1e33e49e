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
import { createHash, randomUUID } from 'node:crypto';
import { DomainKind } from '../config/types';
import { idsIn, isPostgres } from '../database/sql';
import { Derivation } from '../derivation/types';
import { readState, writeState } from './catalogState';
import { DefaultHierarchy } from './DefaultHierarchy';
import { CatalogEntity, EntityStore } from './EntityStore';
import { changedEntities } from './hierarchyChanges';

/** Any number that nobody else is likely to lock on this database. */
const ADVISORY_LOCK = 3_672_002;

/** What was read from the catalog. */
export interface CatalogReading {
  entities: CatalogEntity[];
  /** Of the catalog, from before the entities were read */
  outline: string;
}

/** A version tells the rules of roll-up and the content; its last part tells apart what was rolled back from what was not. */
const versionOf = (domain: DomainKind, entities: CatalogEntity[]) => {
  const content = entities
    .map(({ ref, title, type, lifecycle, relations }) =>
      JSON.stringify([ref, title, type, lifecycle, relations]),
    )
    .sort()
    .join('\n');
  const digest = createHash('sha256').update(content).digest('hex');
  return `${domain}.${digest}.${randomUUID()}`;
};

const contentOf = (version: string | undefined) =>
  version?.slice(0, version.lastIndexOf('.'));

const domainOf = (version: string | undefined): DomainKind =>
  version?.startsWith('domain.') ? 'domain' : 'group';

/**
 * Makes what was read from the catalog the stored hierarchy, and asks for the links of the incidents that this may
 * change.
 *
 * @returns the new hierarchy, or undefined when nothing has changed
 */
export async function storeCatalog(
  tx: Knex.Transaction,
  { entities, outline }: CatalogReading,
  options: { store: EntityStore; derivation: Derivation; domain: DomainKind },
): Promise<DefaultHierarchy | undefined> {
  const { store, derivation, domain } = options;
  if (isPostgres(tx)) {
    await tx.raw('select pg_advisory_xact_lock(?)', [ADVISORY_LOCK]);
  }
  await writeState(tx, 'hierarchy-outline', outline);
  const stored = await readState(tx, 'hierarchy-version');
  const version = versionOf(domain, entities);
  if (contentOf(stored) === contentOf(version)) {
    return undefined;
  }

  const before = DefaultHierarchy.create({
    version: '',
    domain: domainOf(stored),
    entities: await store.load(tx),
  });
  await store.replaceCatalog(tx, entities);
  await writeState(tx, 'hierarchy-version', version);
  const after = DefaultHierarchy.create({
    version,
    domain,
    entities: await store.load(tx),
  });

  const incidents: { pk: string | number }[] = await tx('incidents')
    .where(idsIn(tx, 'entity_id', changedEntities(before, after)))
    .select('pk');
  await derivation.enqueue(tx, {
    incidentPks: incidents.map(({ pk }) => Number(pk)),
  });
  return after;
}
