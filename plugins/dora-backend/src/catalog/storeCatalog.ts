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
import { lock } from '../database/lock';
import { readVersion, writeVersion } from './catalogState';
import { DefaultHierarchy } from './DefaultHierarchy';
import { CatalogEntity, EntityStore } from './EntityStore';
import { changedEntities, reconfiguredEntities } from './hierarchyChanges';
import { DomainKind, HierarchyListener } from './types';

/**
 * Identifies the roll-up rule and the content; the random last part
 * distinguishes a retry from a transaction that was rolled back.
 */
const versionOf = (domain: DomainKind, entities: CatalogEntity[]) => {
  const content = entities
    .map(({ ref, title, type, lifecycle, relations, settings }) =>
      JSON.stringify([ref, title, type, lifecycle, relations, settings]),
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
 * Makes what was read from the catalog the stored hierarchy, and tells the listener which entities roll up differently or
 * have other settings.
 *
 * @returns the new hierarchy, or undefined when nothing has changed
 */
export async function storeCatalog(
  knex: Knex,
  entities: CatalogEntity[],
  options: {
    store: EntityStore;
    domain: DomainKind;
    listener: Pick<HierarchyListener, 'changed'>;
  },
): Promise<DefaultHierarchy | undefined> {
  const { store, domain, listener } = options;
  const version = versionOf(domain, entities);
  const isSame = (stored: string | undefined) =>
    contentOf(stored) === contentOf(version);
  if (isSame(await readVersion(knex))) {
    return undefined;
  }
  return knex.transaction(async tx => {
    await lock(tx, 'catalog');
    const stored = await readVersion(tx);
    if (isSame(stored)) {
      // Another process has already stored the same content.
      return undefined;
    }
    const before = DefaultHierarchy.create({
      version: '',
      domain: domainOf(stored),
      entities: await store.load(tx),
    });
    await store.replaceCatalog(tx, entities);
    await writeVersion(tx, version);
    const after = DefaultHierarchy.create({
      version,
      domain,
      entities: await store.load(tx),
    });
    await listener.changed(tx, {
      regroupedIds: changedEntities(before, after),
      reconfiguredIds: reconfiguredEntities(before, after),
    });
    return after;
  });
}
