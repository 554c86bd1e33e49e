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

import { Block } from './blocks';

/** Blocks that are being read; the answer has them by their numbers, and then by entity. */
export type Loading = Promise<Map<number, Map<number, Block>>>;

const UNKNOWN = 0;
/** Where blocks without anything are; the others come after it. */
export const NOWHERE = 1;

/**
 * One part of one block of days, of all entities that it was asked for. The blocks stand in one array one after the
 * other, as a computation over many of them reads them; what was written there is never altered.
 */
export class Shelf {
  /** The number of the request that used it last */
  used = 0;
  #data = new Int32Array(0);
  #end = NOWHERE + 1;
  /** Elements that nobody refers to any more */
  #waste = 0;
  /** By entity, where its block is */
  #places = new Int32Array(0);
  readonly #loading = new Map<number, Loading>();

  /** In bytes */
  get size(): number {
    return this.#data.byteLength + this.#places.byteLength;
  }

  /** All blocks. Places stay valid in it, whatever is dropped or added. */
  get data(): Int32Array {
    return this.#data;
  }

  /** Where the block of an entity is in the data; undefined where it is not there. */
  placeOf(entityId: number): number | undefined {
    return this.#places[entityId] || undefined;
  }

  /** What is being read of an entity, and has not changed since that began. */
  loading(entityId: number): Loading | undefined {
    return this.#loading.get(entityId);
  }

  startLoading(entityId: number, loading: Loading) {
    this.#loading.set(entityId, loading);
  }

  /** Keeps what was read, unless it was dropped in the meantime, or not read at all. */
  endLoading(entityId: number, loading: Loading, block?: Block) {
    if (this.#loading.get(entityId) === loading) {
      this.#loading.delete(entityId);
      if (block) {
        this.#add(entityId, block);
      }
    }
  }

  /** Forgets what there is of an entity; what is being read of it is not kept. */
  drop(entityId: number) {
    this.#loading.delete(entityId);
    const place = this.#places[entityId];
    if (place > NOWHERE) {
      this.#waste += this.#data[place];
    }
    if (place) {
      this.#places[entityId] = UNKNOWN;
    }
  }

  /** Makes room; what is being read stays good. */
  clear() {
    this.#data = new Int32Array(0);
    this.#end = NOWHERE + 1;
    this.#waste = 0;
    this.#places = new Int32Array(0);
  }

  /** Forgets everything. */
  dropAll() {
    this.clear();
    this.#loading.clear();
  }

  #add(entityId: number, block: Block) {
    if (entityId >= this.#places.length) {
      const places = new Int32Array(Math.max(64, 2 * entityId));
      places.set(this.#places);
      this.#places = places;
    }
    if (block.length === 0) {
      this.#places[entityId] = NOWHERE;
      return;
    }
    if (this.#end + block.length > this.#data.length) {
      this.#grow(block.length);
    }
    this.#data.set(block, this.#end);
    this.#places[entityId] = this.#end;
    this.#end += block.length;
  }

  /** Moves to a larger array, without what is not referred to. Whoever still uses the old one keeps it. */
  #grow(room: number) {
    const old = this.#data;
    const used = this.#end - this.#waste;
    const data = new Int32Array(used + Math.max(room, used >> 2));
    if (this.#waste === 0) {
      data.set(old);
    } else {
      let end = NOWHERE + 1;
      this.#places.forEach((place, entityId) => {
        if (place > NOWHERE) {
          data.set(old.subarray(place, place + old[place]), end);
          this.#places[entityId] = end;
          end += old[place];
        }
      });
      this.#end = end;
      this.#waste = 0;
    }
    this.#data = data;
  }
}
