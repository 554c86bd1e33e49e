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
import { BlockChanges } from './BlockChanges';
import { BlockLoader, BlockRange, OnUnreadable } from './BlockLoader';
import { Block } from './blocks';
import { Content, Row } from './Content';
import { Part } from './parts';
import { piecesOf } from './piecesOf';
import { readChangedBlocks } from './readChangedBlocks';
import { Loading, Shelf } from './Shelf';

/** A reading is near when at most this many of its blocks are missing, or this share of them. */
const FEW = 256;
const NEAR = 0.1;

/** What {@link BlockCache} needs. */
export interface BlockCacheOptions {
  knex: Knex;
  /** In bytes */
  capacity: number;
  onUnreadable?: OnUnreadable;
}

/** A block that a request waits for. */
interface Open {
  row: Row;
  /** Of the entity */
  index: number;
  entityId: number;
}

function push<TKey, TValue>(
  lists: Map<TKey, TValue[]>,
  key: TKey,
  value: TValue,
) {
  const list = lists.get(key);
  if (list) {
    list.push(value);
  } else {
    lists.set(key, [value]);
  }
}

/**
 * Caches packed derived rows within its capacity, and reads missing ones. Several processes share a database, so each
 * looks for changed blocks before it relies on its cache.
 */
export class BlockCache {
  readonly #knex: Knex;
  readonly #loader: BlockLoader;
  readonly #capacity: number;
  readonly #shelves = new Map<Part, Map<number, Shelf>>();
  /** The changes found by {@link refresh} */
  readonly changes = new BlockChanges();
  #version?: number;
  #requests = 0;

  private constructor({ knex, capacity, onUnreadable }: BlockCacheOptions) {
    this.#knex = knex;
    this.#loader = new BlockLoader(knex, onUnreadable);
    this.#capacity = capacity;
  }

  static create(options: BlockCacheOptions): BlockCache {
    return new BlockCache(options);
  }

  /** In bytes */
  get capacity(): number {
    return this.#capacity;
  }

  /** In bytes */
  get size(): number {
    return this.#all().reduce((sum, shelf) => sum + shelf.size, 0);
  }

  /** The name that a number in a block encodes. */
  nameOf(number: number): string {
    return this.#loader.nameOf(number);
  }

  /** Drops changed blocks: reads after this call include everything committed before it. */
  async refresh(): Promise<void> {
    const since = this.#version;
    const changed = await readChangedBlocks(this.#knex, since);
    if (!changed) {
      return;
    }
    const { version, blocks } = changed;
    if (this.#hasGoneOn(since, version)) {
      return;
    }
    if (blocks) {
      this.changes.add(blocks);
      for (const { entityId, block } of blocks) {
        for (const shelves of this.#shelves.values()) {
          shelves.get(block)?.drop(entityId);
        }
      }
      this.#version = Math.max(this.#version ?? 0, version);
    } else {
      this.#all().forEach(shelf => shelf.dropAll());
      this.#version = version;
      this.changes.addEverything();
    }
  }

  /** Whether a concurrent call has already dropped everything that changed up to a version. */
  #hasGoneOn(since: number | undefined, version: number): boolean {
    return (
      this.#version !== since &&
      this.#version! >= version &&
      (since === undefined || version > since)
    );
  }

  /** Whether few enough of some blocks are missing to read them quickly. */
  isNear(part: Part, entityIds: number[], numbers: number[]): boolean {
    const shelves = this.#shelves.get(part);
    let missing = 0;
    for (const number of numbers) {
      const shelf = shelves?.get(number);
      for (const entityId of entityIds) {
        if (!shelf?.placeOf(entityId)) {
          missing += 1;
        }
      }
    }
    const all = entityIds.length * numbers.length;
    return missing <= Math.max(FEW, NEAR * all);
  }

  /**
   * Reads one part of some blocks.
   *
   * @param numbers - of the blocks, ascending
   */
  async read(
    part: Part,
    entityIds: number[],
    numbers: number[],
  ): Promise<Content> {
    this.#requests += 1;
    /** By entity */
    const missing = new Map<number, Open[]>();
    const open = new Map<Loading, Open[]>();
    const rows = numbers.map((number): Row => {
      const shelf = this.#shelf(part, number);
      shelf.used = this.#requests;
      const places = new Int32Array(entityIds.length);
      const { pieces } = shelf;
      const row = { number, pieces, places, others: new Map() };
      entityIds.forEach((entityId, index) => {
        const place = shelf.placeOf(entityId);
        if (place !== undefined) {
          places[index] = place;
          return;
        }
        const loading = shelf.loading(entityId);
        if (loading) {
          push(open, loading, { row, index, entityId });
        } else {
          push(missing, entityId, { row, index, entityId });
        }
      });
      return row;
    });
    this.#load(part, missing, open);
    for (const [loading, blocks] of open) {
      this.#take(part, blocks, await loading);
      // It is on the shelves now; this releases the other copy.
      open.delete(loading);
    }
    return new Content(rows);
  }

  /** Sets the places of blocks that a request has waited for. */
  #take(part: Part, blocks: Open[], loaded: Awaited<Loading>) {
    for (const { row, index, entityId } of blocks) {
      const shelf = this.#shelf(part, row.number);
      const place =
        shelf.pieces === row.pieces ? shelf.placeOf(entityId) : undefined;
      if (place === undefined) {
        row.others.set(index, loaded.get(row.number)!.get(entityId)!);
      } else {
        row.places[index] = place;
      }
    }
  }

  /**
   * Starts reading the missing blocks of some entities.
   *
   * @param open - the loads to wait for are added to these
   */
  #load(
    part: Part,
    missing: Map<number, Open[]>,
    open: Map<Loading, Open[]>,
  ): void {
    const numbers = new Map(
      [...missing].map(([entityId, blocks]) => [
        entityId,
        blocks.map(({ row }) => row.number),
      ]),
    );
    let before: Promise<unknown> = Promise.resolve();
    for (const ranges of piecesOf(numbers)) {
      // In sequence: parts are read in parallel already, and other requests need connections, too.
      const loading: Loading = before.then(() => this.#loadPiece(part, ranges));
      before = loading;
      const entityIds = new Set(ranges.map(({ entityId }) => entityId));
      open.set(
        loading,
        // All missing blocks of an entity are in the same piece.
        [...entityIds].flatMap(entityId => missing.get(entityId)!),
      );
      for (const { entityId, firstBlock, length } of ranges) {
        for (let nth = 0; nth < length; nth++) {
          this.#shelf(part, firstBlock + nth).startLoading(entityId, loading);
        }
      }
      const settle = (loaded?: Awaited<Loading>) =>
        this.#settle(part, ranges, loading, loaded);
      // Requests that await the loading get the error.
      loading.then(settle, () => settle());
    }
  }

  async #loadPiece(part: Part, ranges: BlockRange[]): Loading {
    const loaded = await this.#loader.load(part, ranges);
    const result: Awaited<Loading> = new Map();
    ranges.forEach(({ entityId, firstBlock }, index) =>
      loaded[index].forEach((content, nth) => {
        const block = firstBlock + nth;
        const byEntity = result.get(block) ?? new Map<number, Block>();
        result.set(block, byEntity.set(entityId, content));
      }),
    );
    return result;
  }

  #settle(
    part: Part,
    ranges: BlockRange[],
    loading: Loading,
    loaded?: Awaited<Loading>,
  ) {
    for (const { entityId, firstBlock, length } of ranges) {
      for (let block = firstBlock; block < firstBlock + length; block++) {
        this.#shelf(part, block).endLoading(
          entityId,
          loading,
          loaded?.get(block)?.get(entityId),
        );
      }
    }
    this.#makeRoom();
  }

  /** Drops the least recently used shelves until the rest fits into the capacity. */
  #makeRoom() {
    let { size } = this;
    if (size > this.#capacity) {
      for (const shelf of this.#all().sort((a, b) => a.used - b.used)) {
        if (size <= this.#capacity) {
          break;
        }
        size -= shelf.size;
        shelf.clear();
      }
    }
  }

  #shelf(part: Part, block: number): Shelf {
    const shelves = this.#shelves.get(part) ?? new Map<number, Shelf>();
    this.#shelves.set(part, shelves);
    const shelf = shelves.get(block) ?? new Shelf();
    shelves.set(block, shelf);
    return shelf;
  }

  #all(): Shelf[] {
    return [...this.#shelves.values()].flatMap(shelves => [
      ...shelves.values(),
    ]);
  }
}
