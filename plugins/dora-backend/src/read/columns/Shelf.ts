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

/** A place is the number of a piece and, in so many bits, where in it something starts. */
const PIECE_BITS = 16;
const PIECE = 2 ** PIECE_BITS;
const SMALLEST_PIECE = 64;

const UNKNOWN = 0;
/** Where blocks without anything are; the others come after it. */
export const NOWHERE = 1;

/** The number of the piece that a place is in. */
export const pieceOf = (place: number) => place >>> PIECE_BITS;

/** Where a place is in its piece. */
export const withinPiece = (place: number) => place & (PIECE - 1);

/** What is at {@link UNKNOWN} and {@link NOWHERE}. */
const NO_PIECE = new Int32Array(0);

/**
 * One part of one block of days, of all entities that it was asked for. The blocks stand in pieces of memory one after
 * the other, as a computation over many of them reads them; what was written there is never altered.
 */
export class Shelf {
  /** The number of the request that used it last */
  used = 0;
  #pieces = [NO_PIECE];
  /** Elements in all pieces */
  #size = 0;
  /** Elements that are used of the last piece */
  #end = 0;
  /** Elements that nobody refers to any more */
  #waste = 0;
  /** By entity, where its block is */
  #places = new Int32Array(0);
  readonly #loading = new Map<number, Loading>();

  /** In bytes */
  get size(): number {
    return this.#size * Int32Array.BYTES_PER_ELEMENT + this.#places.byteLength;
  }

  /** All blocks. Places stay valid in it, whatever is dropped or added. */
  get pieces(): Int32Array[] {
    return this.#pieces;
  }

  /** Where the block of an entity is in the pieces; undefined where it is not there. */
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
      this.#waste += this.#blockAt(place).length;
    }
    if (place) {
      this.#places[entityId] = UNKNOWN;
    }
  }

  /** Makes room; what is being read stays good. */
  clear() {
    this.#startAgain();
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

  /** Writes a block behind the others, and tells its place. */
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

  /** Moves to other pieces, without what is not referred to. The old ones live as long as somebody uses them. */
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
