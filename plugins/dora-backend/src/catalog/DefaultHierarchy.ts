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

import { createHash } from 'node:crypto';
import { DeploymentSettings, StoredEntity } from './EntityStore';
import { canonicalRef, kindOf } from './entityRefs';
import { HierarchyGraph } from './HierarchyGraph';
import { DomainKind, Hierarchy, HierarchyEntity, Level } from './types';

/** Options of {@link DefaultHierarchy}. */
export interface HierarchyOptions {
  version: string;
  entities: StoredEntity[];
  domain: DomainKind;
}

/** The hierarchy in memory, or the part of it that a reader may see. */
export class DefaultHierarchy implements Hierarchy {
  readonly version: string;
  readonly #graph: HierarchyGraph;
  /** Ids of the entities that the reader may see; undefined if the reader may see everything. */
  readonly #visible?: ReadonlySet<number>;
  /** Memoised results. */
  readonly #entities = new Map<number, HierarchyEntity>();
  readonly #under = new Map<number, readonly number[]>();

  static create(options: HierarchyOptions): DefaultHierarchy {
    return new DefaultHierarchy(
      options.version,
      HierarchyGraph.create(options.entities, options.domain),
    );
  }

  private constructor(
    version: string,
    graph: HierarchyGraph,
    visible?: ReadonlySet<number>,
  ) {
    this.version = version;
    this.#graph = graph;
    this.#visible = visible;
  }

  get unrestricted(): boolean {
    return this.#visible === undefined;
  }

  /** The same hierarchy for a reader who may see only part of it. */
  restrictTo(readableRefs: Iterable<string>): DefaultHierarchy {
    const visible = new Set<number>();
    for (const readable of readableRefs) {
      const ref = canonicalRef(readable);
      const id = ref === undefined ? undefined : this.#graph.idOf(ref);
      if (id !== undefined && this.#isVisible(id)) {
        visible.add(id);
      }
    }
    const digest = createHash('sha256')
      .update([...visible].sort((a, b) => a - b).join())
      .digest('hex');
    return new DefaultHierarchy(
      `${this.version}/${digest}`,
      this.#graph,
      visible,
    );
  }

  get(entityRef: string): HierarchyEntity | undefined {
    const id = this.#find(entityRef);
    return id === undefined ? undefined : this.#entity(id);
  }

  getById(id: number): HierarchyEntity | undefined {
    return this.#graph.entity(id) && this.#isVisible(id)
      ? this.#entity(id)
      : undefined;
  }

  idsUnder(entityRef?: string): number[] {
    if (entityRef === undefined) {
      return [...(this.#visible ?? this.#graph.all)];
    }
    const id = this.#find(entityRef);
    return id === undefined ? [] : [...this.#visibleUnder(id)];
  }

  /** Ids of an entity and everything above it; only its own id if it is unknown. */
  idsAbove(id: number): Iterable<number> {
    const ids = new Set([id]);
    for (const each of ids) {
      this.#nearestVisible(each, next => this.#graph.above(next)).forEach(
        above => ids.add(above),
      );
    }
    return ids;
  }

  /** Ids of an entity and everything below it; only its own id if it is unknown. */
  idsBelow(id: number): Iterable<number> {
    return this.getById(id) ? this.#visibleUnder(id) : [id];
  }

  /** By which settings the deployments of a component (`entities.id`) count, where the configuration is not to say. */
  settingsOf(id: number): DeploymentSettings {
    return this.#graph.settingsOf(id);
  }

  componentsUnder(entityRef?: string): HierarchyEntity[] {
    return this.level('component', entityRef);
  }

  level(level: Level, under?: string): HierarchyEntity[] {
    const within = under === undefined ? undefined : this.idsUnder(under);
    const included = within && new Set(within);
    return this.#levelIds(level)
      .filter(id => this.#isVisible(id) && (!included || included.has(id)))
      .map(id => this.#entity(id));
  }

  parent(entityRef: string): HierarchyEntity | undefined {
    const id = this.#find(entityRef);
    if (id === undefined) {
      return undefined;
    }
    const [nearest] = this.#nearestVisible(id, above =>
      this.#graph.listedUnder(above),
    );
    return nearest === undefined ? undefined : this.#entity(nearest);
  }

  #isVisible(id: number): boolean {
    return this.#visible === undefined || this.#visible.has(id);
  }

  #find(entityRef: string): number | undefined {
    const id = this.#graph.idOf(entityRef) ?? this.#idOfOther(entityRef);
    return id !== undefined && this.#isVisible(id) ? id : undefined;
  }

  /** The id for a reference that is abbreviated or not in lower case. */
  #idOfOther(entityRef: string): number | undefined {
    const ref = canonicalRef(entityRef);
    return ref === undefined ? undefined : this.#graph.idOf(ref);
  }

  #entity(id: number): HierarchyEntity {
    let entity = this.#entities.get(id);
    if (!entity) {
      const { ref, title, type, lifecycle, relations } =
        this.#graph.entity(id)!;
      entity = {
        id,
        ref,
        kind: kindOf(ref),
        title,
        type,
        lifecycle,
        parents: this.#nearestVisible(id, above =>
          this.#graph.above(above),
        ).map(above => this.#graph.entity(above)!.ref),
        owners: relations.ownedBy,
      };
      this.#entities.set(id, entity);
    }
    return entity;
  }

  /**
   * The nearest visible ancestors on each path upwards, in the order in which
   * the paths reach them.
   */
  #nearestVisible(
    start: number,
    next: (id: number) => readonly number[],
  ): number[] {
    const nearest: number[] = [];
    const passed = new Set([start]);
    for (const id of passed) {
      if (id !== start && this.#isVisible(id)) {
        nearest.push(id);
      } else {
        next(id).forEach(above => passed.add(above));
      }
    }
    return nearest;
  }

  #visibleUnder(id: number): readonly number[] {
    if (!this.#visible) {
      return this.#graph.under(id);
    }
    let ids = this.#under.get(id);
    if (!ids) {
      ids = this.#graph.under(id).filter(below => this.#isVisible(below));
      this.#under.set(id, ids);
    }
    return ids;
  }

  /**
   * A domain or platform exists because of its products. For a reader who may
   * see none of them it is not one, so that their existence is not revealed.
   */
  #levelIds(level: Level): readonly number[] {
    const ids = this.#graph.level(level);
    if (!this.#visible || level === 'component' || level === 'product') {
      return ids;
    }
    const seen = this.#graph
      .level('product')
      .filter(id => this.#visibleUnder(id).length > 0);
    const domains = seen.flatMap(id => this.#graph.listedUnder(id));
    const included = new Set(
      level === 'domain'
        ? domains
        : domains.flatMap(id => this.#graph.listedUnder(id)),
    );
    return ids.filter(id => included.has(id));
  }
}
