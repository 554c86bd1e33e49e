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
import { Hierarchy } from '../../catalog/types';
import { Aggregator, GroupHistory } from '../columns/types';
import { Connected } from './measure';
import { isAboveProducts, productsUnder } from './productsUnder';

/** Whether incidents are connected for an entity. */
export interface IncidentConnection
  extends Pick<Connected, 'incidents' | 'failures'> {
  /** Above products: how many of the products with a deployment are connected, and the number of these products */
  products?: { connected: number; of: number };
}

/** What connections are determined from. */
export interface ConnectionsOptions {
  knex: Knex;
  aggregator: Aggregator;
  hierarchy: Hierarchy;
  /** `dora.incidents.connected` */
  configured: string[];
}

/** Stands for all entities in `dora.incidents.connected`. */
const EVERYTHING = '*';

/** Reads the entities that sources of incidents fetch for, by their own account. */
async function readSynchronised(
  knex: Knex,
  hierarchy: Hierarchy,
): Promise<Set<number>> {
  const rows: string[] = await knex('source_synchronisations')
    .where('kinds', 'like', '%"incidents"%')
    .pluck('entity_refs');
  return new Set(
    rows
      .flatMap((refs): string[] => JSON.parse(refs))
      .flatMap(ref => hierarchy.get(ref)?.id ?? []),
  );
}

/**
 * Whether incidents are connected, for some entities. For a component or a product they are if an incident is known for
 * it, for anything below it or for the product of a component; if a source of incidents fetches for one of these; or if
 * the configuration names it, an entity above it or one below it.
 */
export class IncidentConnections {
  readonly #hierarchy: Hierarchy;
  readonly #histories: Map<string | undefined, GroupHistory>;
  readonly #everything: boolean;
  /** Ids of the configured entities */
  readonly #named: Set<number>;
  /** Ids of the configured entities and everything below them */
  readonly #underNamed: Set<number>;
  readonly #synchronised: Set<number>;

  /**
   * @param entityRefs - the entities to determine it for: full references, or undefined for the whole organisation; for
   * those above products, {@link IncidentConnections.of} also accepts their products
   */
  static async read(
    options: ConnectionsOptions,
    entityRefs: (string | undefined)[],
  ): Promise<IncidentConnections> {
    const { knex, aggregator, hierarchy } = options;
    const refs = new Set(
      entityRefs.flatMap(ref =>
        isAboveProducts(hierarchy, ref)
          ? [ref, ...productsUnder(hierarchy, ref).map(product => product.ref)]
          : [ref],
      ),
    );
    const list = [...refs];
    const [histories, synchronised] = await Promise.all([
      aggregator.histories(
        list.map(ref => ({ ids: idsAbout(hierarchy, ref) })),
        { deployments: true, changes: false },
      ),
      readSynchronised(knex, hierarchy),
    ]);
    return new IncidentConnections(
      options,
      new Map(list.map((ref, index) => [ref, histories[index]])),
      synchronised,
    );
  }

  private constructor(
    { hierarchy, configured }: ConnectionsOptions,
    histories: Map<string | undefined, GroupHistory>,
    synchronised: Set<number>,
  ) {
    this.#hierarchy = hierarchy;
    this.#histories = histories;
    this.#synchronised = synchronised;
    this.#everything = configured.includes(EVERYTHING);
    const named = configured.flatMap(ref => hierarchy.get(ref) ?? []);
    this.#named = new Set(named.map(({ id }) => id));
    this.#underNamed = new Set(
      named.flatMap(({ ref }) => hierarchy.idsUnder(ref)),
    );
  }

  /**
   * @param entityRef - one of those passed to {@link IncidentConnections.read}; undefined for the whole organisation
   */
  of(entityRef: string | undefined): IncidentConnection {
    if (!isAboveProducts(this.#hierarchy, entityRef)) {
      const connected = this.#isConnected(entityRef!);
      return { incidents: connected, failures: connected };
    }
    const products = productsUnder(this.#hierarchy, entityRef).map(
      ({ ref }) => ({
        deployed: this.#histories.get(ref)!.deployments,
        connected: this.#isConnected(ref),
      }),
    );
    const deployed = products.filter(product => product.deployed);
    const connected = deployed.filter(product => product.connected).length;
    return {
      incidents:
        this.#histories.get(entityRef)!.incidentDay !== undefined ||
        products.some(product => product.connected),
      failures: connected > 0,
      products: { connected, of: deployed.length },
    };
  }

  #isConnected(entityRef: string): boolean {
    const { id } = this.#hierarchy.get(entityRef)!;
    return (
      this.#everything ||
      this.#histories.get(entityRef)!.incidentDay !== undefined ||
      this.#underNamed.has(id) ||
      this.#hierarchy.idsUnder(entityRef).some(one => this.#named.has(one)) ||
      idsAbout(this.#hierarchy, entityRef).some(one =>
        this.#synchronised.has(one),
      )
    );
  }
}

/** The ids of an entity and everything below it, and for a component also of its product. */
function idsAbout(hierarchy: Hierarchy, entityRef: string | undefined) {
  const ids = hierarchy.idsUnder(entityRef);
  const entity = entityRef === undefined ? undefined : hierarchy.get(entityRef);
  return entity?.kind === 'component'
    ? [
        ...ids,
        ...entity.parents.flatMap(ref => {
          const parent = hierarchy.get(ref);
          return parent?.kind === 'system' ? parent.id : [];
        }),
      ]
    : ids;
}
