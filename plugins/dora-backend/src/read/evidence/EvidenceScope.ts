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

import { NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';
import { DeploymentSettings } from '../../catalog/EntityStore';
import { HierarchyEntity } from '../../catalog/types';
import { idsIn } from '../../database/sql';
import { EvidenceTarget } from './types';

/** The part of the organisation that evidence is shown of, and what of the rest may be named. */
export class EvidenceScope {
  static of({ hierarchy, entityRef }: EvidenceTarget): EvidenceScope {
    const entity =
      entityRef === undefined ? undefined : hierarchy.get(entityRef);
    if (entityRef !== undefined && !entity) {
      throw new NotFoundError(`There is no entity ${entityRef} in the catalog`);
    }
    return new EvidenceScope(
      hierarchy,
      entity,
      hierarchy.idsUnder(entity?.ref),
    );
  }

  private constructor(
    private readonly hierarchy: EvidenceTarget['hierarchy'],
    /** Undefined for the whole organisation. */
    readonly entity: HierarchyEntity | undefined,
    /** `entities.id` of all that is shown. */
    readonly ids: number[],
  ) {}

  /** Whether this is everything that there is, what the catalog does not know included. */
  get everything(): boolean {
    return this.entity === undefined && this.hierarchy.unrestricted;
  }

  /** Whether the reader may be shown a fact of an entity; facts without an entity may be shown with what refers to them. */
  canRead(entityId: number | null): boolean {
    return (
      entityId === null ||
      this.hierarchy.unrestricted ||
      this.hierarchy.getById(entityId) !== undefined
    );
  }

  /** {@link canRead} as a condition on a column. */
  readable(knex: Knex, column: string): (query: Knex.QueryBuilder) => void {
    return query => {
      if (!this.hierarchy.unrestricted) {
        query
          .where(idsIn(knex, column, this.hierarchy.idsUnder()))
          .orWhereNull(column);
      }
    };
  }

  /** `entities.id` of what the entity is part of, at any distance. */
  idsAbove(): number[] {
    const above = new Map<string, HierarchyEntity>();
    const refs = new Set(this.entity?.parents);
    for (const ref of refs) {
      const parent = this.hierarchy.get(ref);
      if (parent && parent !== this.entity) {
        above.set(ref, parent);
        parent.parents.forEach(next => refs.add(next));
      }
    }
    return [...above.values()].map(({ id }) => id);
  }

  /** An entity of the catalog that the reader may see. */
  find(entityId: number): HierarchyEntity | undefined {
    return this.hierarchy.getById(entityId);
  }

  /** By which settings the deployments of a component count, where the configuration is not to say. */
  settingsOf(entityId: number): DeploymentSettings {
    return this.hierarchy.settingsOf(entityId);
  }

  /** Those of {@link ids} whose reference contains a text, case aside. */
  idsNamed(text: string): number[] {
    const part = text.toLowerCase();
    return this.ids.filter(id => this.refOf(id).includes(part));
  }

  /** Reference of an entity that is shown. */
  refOf(entityId: number): string {
    return this.hierarchy.getById(entityId)?.ref ?? '';
  }
}
