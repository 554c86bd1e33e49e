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

/** The part of the organisation that evidence is shown for, and what the reader may see of the rest. */
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
    /** All entities shown, `entities.id` */
    readonly ids: number[],
  ) {}

  /** Whether everything is shown, including entities that are not in the catalog. */
  get everything(): boolean {
    return this.entity === undefined && this.hierarchy.unrestricted;
  }

  /**
   * Whether the reader may see facts of an entity. Facts without an entity may be shown along with what refers to them.
   */
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

  /** The entities that contain the entity, directly or not, `entities.id` */
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

  /** The entity if it is in the catalog and the reader may see it. */
  find(entityId: number): HierarchyEntity | undefined {
    return this.hierarchy.getById(entityId);
  }

  /** Settings of a component that override the configuration. */
  settingsOf(entityId: number): DeploymentSettings {
    return this.hierarchy.settingsOf(entityId);
  }

  /** Those of {@link ids} whose reference contains a text, case-insensitively. */
  idsNamed(text: string): number[] {
    const part = text.toLowerCase();
    return this.ids.filter(id => this.refOf(id).includes(part));
  }

  /** The reference of a shown entity. */
  refOf(entityId: number): string {
    return this.hierarchy.getById(entityId)?.ref ?? '';
  }
}
