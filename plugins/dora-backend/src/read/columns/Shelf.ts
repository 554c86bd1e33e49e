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

/** Blocks being read; resolves with them by number, then by entity. */
export type Loading = Promise<Map<number, Map<number, Block>>>;

/** A place combines the number of a piece with the index in it, which takes this many bits. */
const PIECE_BITS = 16;
const PIECE = 2 ** PIECE_BITS;
const SMALLEST_PIECE = 64;

const UNKNOWN = 0;
/** The place of empty blocks; lower than all others. */
export const NOWHERE = 1;

/** The number of the piece in a place. */
export const pieceOf = (place: number) => place >>> PIECE_BITS;

/** The index within the piece of a place. */
export const withinPiece = (place: number) => place & (PIECE - 1);

/** The piece at {@link UNKNOWN} and {@link NOWHERE}. */
const NO_PIECE = new Int32Array(0);

/**
 * One part of one block of days, for all entities that were requested. Blocks lie one after another in large pieces of
 * memory, since computations read many of them. Written data is never modified.
 */
export class Shelf {
  /** Number of the request that last used it */
  used = 0;
  #pieces = [NO_PIECE];
  /** Elements in all pieces */
  #size = 0;
  /** Used elements of the last piece */
  #end = 0;
  /** Elements that are no longer referenced */
  #waste = 0;
  /** The place of the block of each entity */
  #places = new Int32Array(0);
  readonly #loading = new Map<number, Loading>();

  /** In bytes */
  get size(): number {
    return this.#size * Int32Array.BYTES_PER_ELEMENT + this.#places.byteLength;
  }

  /** The memory of all blocks. The array stays valid for places in it, whatever is dropped or added later. */
  get pieces(): Int32Array[] {
    return this.#pieces;
  }

  /** The place of the block of an entity in the pieces; undefined when it is missing. */
  placeOf(entityId: number): number | undefined {
    return this.#places[entityId] || undefined;
  }

  /** The current read of an entity's block, unless the block has changed since it started. */
  loading(entityId: number): Loading | undefined {
    return this.#loading.get(entityId);
  }

  startLoading(entityId: number, loading: Loading) {
    this.#loading.set(entityId, loading);
  }

  /** Stores a block that was read, unless it was dropped meanwhile or reading failed. */
  endLoading(entityId: number, loading: Loading, block?: Block) {
    if (this.#loading.get(entityId) === loading) {
      this.#loading.delete(entityId);
      if (block) {
        this.#add(entityId, block);
      }
    }
  }

  /** Drops the block of an entity; a read in progress will not be stored. */
  drop(entityId: number) {
    this.#loading.delete(entityId);
    const place = this.#places[entityId];
    if (place > NOWHERE) {
      this.#waste += this.#blockAt(place).length;
    }
    if (place) {
      this.#places[entityId] = UNKNOWN;
    }
  }

  /** Drops all blocks to free memory; reads in progress will be stored. */
  clear() {
    this.#startAgain();
    this.#places = new Int32Array(0);
  }

  /** Drops all blocks and reads in progress. */
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
    if (2 * this.#waste > this.#size) {
      this.#compact();
    }
    this.#places[entityId] = this.#append(block);
  }

  #blockAt(place: number): Block {
    const piece = this.#pieces[pieceOf(place)];
    const start = withinPiece(place);
    return piece.subarray(start, start + piece[start]);
  }

  /** Appends a block and returns its place. */
  #append(block: Block): number {
    let last = this.#pieces.length - 1;
    if (this.#end + block.length > this.#pieces[last].length) {
      const usual = Math.min(PIECE, Math.max(SMALLEST_PIECE, this.#size >> 2));
      const piece = new Int32Array(Math.max(usual, block.length));
      last = this.#pieces.push(piece) - 1;
      this.#size += piece.length;
      this.#end = 0;
    }
    this.#pieces[last].set(block, this.#end);
    const place = last * PIECE + this.#end;
    this.#end += block.length;
    return place;
  }

  /** Copies referenced blocks to new pieces. The old pieces live as long as they are in use. */
  #compact() {
    const blocks: [number, Block][] = [];
    this.#places.forEach((place, entityId) => {
      if (place > NOWHERE) {
        blocks.push([entityId, this.#blockAt(place)]);
      }
    });
    this.#startAgain();
    for (const [entityId, block] of blocks) {
      this.#places[entityId] = this.#append(block);
    }
  }

  #startAgain() {
    this.#pieces = [NO_PIECE];
    this.#size = 0;
    this.#end = 0;
    this.#waste = 0;
  }
}
