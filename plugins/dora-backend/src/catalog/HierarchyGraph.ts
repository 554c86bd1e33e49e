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

import { DeploymentSettings, StoredEntity } from './EntityStore';
import { kindOf } from './entityRefs';
import { DomainKind, Level } from './types';

const COLLATOR = new Intl.Collator('en');
const NONE: readonly number[] = [];

function byTitle(a: StoredEntity, b: StoredEntity): number {
  return COLLATOR.compare(a.title, b.title) || (a.ref < b.ref ? -1 : 1);
}

/**
 * How all entities of the catalog relate, regardless of the reader; immutable.
 *
 * Components roll up to the systems that they are part of; systems, and
 * components without one, to their owners and to the domains that they are part
 * of; groups to their parents; domains to the domains that they are part of.
 * Relations to entities outside the catalog are ignored, and every member of a
 * cycle rolls up to all the others.
 */
export class HierarchyGraph {
  readonly #entities: ReadonlyMap<number, StoredEntity>;
  readonly #ids: ReadonlyMap<string, number>;
  readonly #domain: DomainKind;
  readonly #above: ReadonlyMap<number, readonly number[]>;
  readonly #below: ReadonlyMap<number, readonly number[]>;
  readonly #levels: Readonly<Record<Level, readonly number[]>>;
  /** Memoised results. */
  readonly #under = new Map<number, readonly number[]>();

  static create(entities: StoredEntity[], domain: DomainKind): HierarchyGraph {
    return new HierarchyGraph([...entities].sort(byTitle), domain);
  }

  private constructor(entities: StoredEntity[], domain: DomainKind) {
    this.#entities = new Map(entities.map(entity => [entity.id, entity]));
    this.#ids = new Map(entities.map(({ id, ref }) => [ref, id]));
    this.#domain = domain;

    const above = new Map<number, readonly number[]>();
    const below = new Map<number, number[]>();
    for (const entity of entities) {
      const targets = this.#rollsUpTo(entity);
      above.set(entity.id, targets);
      for (const target of targets) {
        const members = below.get(target);
        if (members) {
          members.push(entity.id);
        } else {
          below.set(target, [entity.id]);
        }
      }
    }
    this.#above = above;
    this.#below = below;
    this.#levels = this.#findLevels();
  }

  /** Ids of all entities, ordered by title, then reference. */
  get all(): Iterable<number> {
    return this.#entities.keys();
  }

  entity(id: number): StoredEntity | undefined {
    return this.#entities.get(id);
  }

  /** @param ref - full, in lower case */
  idOf(ref: string): number | undefined {
    return this.#ids.get(ref);
  }

  /** The entities that an entity directly rolls up to. */
  above(id: number): readonly number[] {
    return this.#above.get(id) ?? NONE;
  }

  /** An entity and everything that rolls up to it, ordered by id. */
  under(id: number): readonly number[] {
    let ids = this.#under.get(id);
    if (!ids) {
      const found = new Set([id]);
      for (const member of found) {
        for (const below of this.#below.get(member) ?? NONE) {
          found.add(below);
        }
      }
      ids = [...found].sort((a, b) => a - b);
      this.#under.set(id, ids);
    }
    return ids;
  }

  /** The entities of a level, ordered by title, then reference. */
  level(level: Level): readonly number[] {
    return this.#levels[level];
  }

  /**
   * A component's product, a product's domain, a domain's platform; several if
   * the catalog says so.
   */
  listedUnder(id: number): readonly number[] {
    const entity = this.#entities.get(id)!;
    switch (kindOf(entity.ref)) {
      case 'component': {
        const systems = this.#systemsOf(entity);
        return systems.length > 0 ? systems : this.#listedAbove(entity);
      }
      case 'system':
        return this.#listedAbove(entity);
      case 'domain':
        return this.#above.get(id)!;
      default:
        return this.#parentGroupsOf(entity);
    }
  }

  /**
   * The settings of a component: its own; its production environments are else those of its product, or of the nearest
   * group above that has any. Of two that are equally near, the first by reference.
   */
  settingsOf(id: number): DeploymentSettings {
    const { deploymentsFrom } = this.#entities.get(id)?.settings ?? {};
    const seen = new Set([id]);
    for (const each of seen) {
      const entity = this.#entities.get(each);
      const kind = entity && kindOf(entity.ref);
      const isAsked = each === id || kind === 'system' || kind === 'group';
      const { productionEnvironments } = entity?.settings ?? {};
      if (isAsked && productionEnvironments) {
        return { productionEnvironments, deploymentsFrom };
      }
      this.above(each).forEach(above => seen.add(above));
    }
    return { deploymentsFrom };
  }

  #rollsUpTo(entity: StoredEntity): number[] {
    switch (kindOf(entity.ref)) {
      case 'component': {
        const systems = this.#systemsOf(entity);
        return systems.length > 0 ? systems : this.#aboveProduct(entity);
      }
      case 'system':
        return this.#aboveProduct(entity);
      case 'domain': {
        const parents = this.#domainsOf(entity);
        // If the level is made of domains, the group that owns the topmost
        // domain is their platform.
        return parents.length > 0 || this.#domain === 'group'
          ? parents
          : this.#ownersOf(entity);
      }
      default:
        return this.#parentGroupsOf(entity);
    }
  }

  #aboveProduct = (product: StoredEntity) => [
    ...this.#ownersOf(product),
    ...this.#domainsOf(product),
  ];

  #listedAbove = (product: StoredEntity) =>
    this.#domain === 'group'
      ? this.#ownersOf(product)
      : this.#domainsOf(product);

  #systemsOf = (entity: StoredEntity) =>
    this.#resolve(entity.relations.partOf, 'system');

  #domainsOf = (entity: StoredEntity) =>
    this.#resolve(entity.relations.partOf, 'domain').filter(
      id => id !== entity.id,
    );

  #ownersOf = (entity: StoredEntity) =>
    this.#resolve(entity.relations.ownedBy, 'group');

  #parentGroupsOf = (entity: StoredEntity) =>
    this.#resolve(entity.relations.childOf, 'group').filter(
      id => id !== entity.id,
    );

  #resolve(refs: string[], kind: string): number[] {
    return refs.flatMap(ref =>
      kindOf(ref) === kind ? this.#ids.get(ref) ?? [] : [],
    );
  }

  #findLevels(): Record<Level, number[]> {
    const entities = [...this.#entities.values()];
    const component = entities.filter(({ ref }) => kindOf(ref) === 'component');
    const product = entities.filter(
      entity =>
        kindOf(entity.ref) === 'system' ||
        (kindOf(entity.ref) === 'component' &&
          this.#systemsOf(entity).length === 0),
    );
    const domains = new Set(product.flatMap(this.#listedAbove));
    const platforms = new Set([...domains].flatMap(id => this.listedUnder(id)));
    const inOrder = (ids: Set<number>) => entities.filter(e => ids.has(e.id));
    const toIds = (list: StoredEntity[]) => list.map(({ id }) => id);
    return {
      component: toIds(component),
      product: toIds(product),
      domain: toIds(inOrder(domains)),
      platform: toIds(inOrder(platforms)),
    };
  }
}
