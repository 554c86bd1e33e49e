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

/** Blocks that are being read; the answer has them by entity, for each of the block's numbers. */
export type Loading = Promise<Map<number, Map<number, Block>>>;

/** What an entry takes besides the elements of its block, in bytes: as measured, of all that V8 and the maps need. */
const OVERHEAD = 300;
const OVERHEAD_OF_NOTHING = 60;

const sizeOf = ({ byteLength }: Block) =>
  byteLength === 0 ? OVERHEAD_OF_NOTHING : OVERHEAD + byteLength;

/** One part of one block of days, of all entities that it was asked for. */
export class Shelf {
  /** The number of the request that used it last */
  used = 0;
  /** In bytes */
  size = 0;
  readonly #blocks = new Map<number, Block>();
  readonly #loading = new Map<number, Loading>();

  get(entityId: number): Block | undefined {
    return this.#blocks.get(entityId);
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
        this.#blocks.set(entityId, block);
        this.size += sizeOf(block);
      }
    }
  }

  /** Forgets what there is of an entity; what is being read of it is not kept. */
  drop(entityId: number) {
    this.#loading.delete(entityId);
    const block = this.#blocks.get(entityId);
    if (block) {
      this.#blocks.delete(entityId);
      this.size -= sizeOf(block);
    }
  }

  /** Makes room; what is being read stays good. */
  clear() {
    this.#blocks.clear();
    this.size = 0;
  }

  /** Forgets everything. */
  dropAll() {
    this.clear();
    this.#loading.clear();
  }
}
