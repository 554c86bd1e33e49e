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
import { Row } from '../database/rows';
import { idsIn, jsonRows } from '../database/sql';
import { kindOf } from './entityRefs';

/**
 * What an entity rolls up to, as full references in lower case; only relations
 * that lead upwards.
 */
export interface EntityRelations {
  ownedBy: string[];
  partOf: string[];
  childOf: string[];
}

/** What the annotations of an entity say instead of the configuration. */
export interface DeploymentSettings {
  /** Names or globs of production environments (`backstage-dora.io/production-environments`) */
  productionEnvironments?: string[];
  /** A name or glob of sources (`backstage-dora.io/deployments-from`) */
  deploymentsFrom?: string;
}

/** What is kept of an entity that the catalog has. */
export interface CatalogEntity {
  /** Full reference in lower case */
  ref: string;
  title: string;
  type?: string;
  lifecycle?: string;
  relations: EntityRelations;
  settings: DeploymentSettings;
}

/** A catalog entity with the id that all tables use. */
export interface StoredEntity extends CatalogEntity {
  id: number;
}

/** What other tables need to know about an entity that a fact names. */
export interface InternedEntity {
  id: number;
  /** Whether it is in the catalog; if not, its facts are unmapped. */
  inCatalog: boolean;
}

const CATALOG_COLUMNS = {
  ref: 'text',
  kind: 'text',
  in_catalog: 'boolean',
  title: 'text',
  type: 'text',
  lifecycle: 'text',
  relations: 'text',
  settings: 'text',
} as const;

interface EntityRow {
  id: number;
  ref: string;
  title: string;
  type: string | null;
  lifecycle: string | null;
  relations: string;
  settings: string | null;
}

function toRow(entity: CatalogEntity): Row {
  return {
    ref: entity.ref,
    kind: kindOf(entity.ref),
    in_catalog: true,
    title: entity.title,
    type: entity.type ?? null,
    lifecycle: entity.lifecycle ?? null,
    relations: JSON.stringify(entity.relations),
    settings: JSON.stringify(entity.settings),
  };
}

const NO_RELATIONS: EntityRelations = { ownedBy: [], partOf: [], childOf: [] };

/** What cannot be read is as if nothing were there, until the catalog is read and the row replaced. */
function readJson<T>(json: string | null, otherwise: T): T {
  try {
    return json === null ? otherwise : JSON.parse(json);
  } catch {
    return otherwise;
  }
}

const toEntity = (row: EntityRow): StoredEntity => ({
  id: row.id,
  ref: row.ref,
  title: row.title,
  type: row.type ?? undefined,
  lifecycle: row.lifecycle ?? undefined,
  relations: readJson(row.relations, NO_RELATIONS),
  settings: readJson<DeploymentSettings>(row.settings, {}),
});

const isSame = (stored: EntityRow | undefined, row: Row): boolean =>
  stored?.title === row.title &&
  stored?.type === row.type &&
  stored?.lifecycle === row.lifecycle &&
  stored?.relations === row.relations &&
  stored?.settings === row.settings;

/**
 * The entities in the catalog and those that facts name. A row is never
 * deleted, so an id always means the same entity: an entity that leaves the
 * catalog is kept and marked as not in it.
 */
export class EntityStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): EntityStore {
    return new EntityStore(options);
  }

  private constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  /**
   * The ids of entities by reference; new entities are assigned one. Call it
   * once per transaction with all references: they are written in a fixed
   * order, so that concurrent transactions wait for each other instead of
   * deadlocking.
   *
   * @param refs - full references in lower case
   */
  async intern(
    tx: Knex,
    refs: Iterable<string>,
  ): Promise<Map<string, InternedEntity>> {
    const sorted = [...new Set(refs)].sort();
    const found = await this.#find(tx, sorted);
    const missing = sorted.filter(ref => !found.has(ref));
    if (missing.length > 0) {
      await tx.raw(
        `insert into entities (ref, kind, in_catalog)
         select ref, kind, false from ? where true on conflict (ref) do nothing`,
        [
          jsonRows(
            tx,
            'named',
            { ref: 'text', kind: 'text' },
            missing.map(ref => [ref, kindOf(ref)]),
          ),
        ],
      );
      for (const [ref, entity] of await this.#find(tx, missing)) {
        found.set(ref, entity);
      }
    }
    return found;
  }

  async #find(tx: Knex, refs: string[]): Promise<Map<string, InternedEntity>> {
    if (refs.length === 0) {
      return new Map();
    }
    const rows: { id: number; ref: string; in_catalog: boolean | number }[] =
      await tx('entities as e')
        .join(
          jsonRows(
            tx,
            'named',
            { ref: 'text' },
            refs.map(ref => [ref]),
          ),
          'named.ref',
          'e.ref',
        )
        .select('e.id', 'e.ref', 'e.in_catalog');
    return new Map(
      rows.map(row => [
        row.ref,
        { id: row.id, inCatalog: Boolean(row.in_catalog) },
      ]),
    );
  }

  /** Replaces the entities marked as in the catalog; writes only the differences. */
  async replaceCatalog(
    tx: Knex.Transaction,
    entities: CatalogEntity[],
  ): Promise<void> {
    const stored = new Map(
      (await this.#catalogRows(tx)).map(row => [row.ref, row]),
    );
    const rows = new Map(entities.map(entity => [entity.ref, toRow(entity)]));
    const changed = [...rows]
      .filter(([ref, row]) => !isSame(stored.get(ref), row))
      .map(([, row]) => row)
      .sort((a, b) => (a.ref! < b.ref! ? -1 : 1));
    const vanished = [...stored.values()].filter(({ ref }) => !rows.has(ref));

    if (changed.length > 0) {
      const names = Object.keys(CATALOG_COLUMNS);
      const updates = names.filter(name => name !== 'ref' && name !== 'kind');
      await tx.raw(
        `insert into entities (${names.join(', ')})
         select ${names.join(', ')} from ? where true
         on conflict (ref) do update set
         ${updates.map(name => `${name} = excluded.${name}`).join(', ')}`,
        [
          jsonRows(
            tx,
            'given',
            CATALOG_COLUMNS,
            changed.map(row => names.map(name => row[name])),
          ),
        ],
      );
    }
    if (vanished.length > 0) {
      await tx('entities')
        .where(
          idsIn(
            tx,
            'id',
            vanished.map(({ id }) => id),
          ),
        )
        .update({ in_catalog: false });
    }
  }

  /** All entities in the catalog. */
  async load(knex: Knex = this.#knex): Promise<StoredEntity[]> {
    return (await this.#catalogRows(knex)).map(toEntity);
  }

  async #catalogRows(knex: Knex): Promise<EntityRow[]> {
    return knex('entities')
      .where('in_catalog', true)
      .select('id', 'ref', 'title', 'type', 'lifecycle')
      .select('relations', 'settings');
  }
}
