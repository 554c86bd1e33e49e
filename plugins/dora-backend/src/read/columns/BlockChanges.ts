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

import { blockOf } from '../../database/derivedBlocks';
import { DayRange } from '../Window';

/** The moments at which a block last changed. */
interface Changed {
  /** For any entity */
  latest: number;
  byEntity: Map<number, number>;
}

/** Records when blocks changed. Moments are consecutive numbers. */
export class BlockChanges {
  #moment = 0;
  #everythingAt = 0;
  readonly #entities = new Map<number, number>();
  readonly #blocks = new Map<number, Changed>();

  /** The current moment. */
  get moment(): number {
    return this.#moment;
  }

  /** Records blocks that have changed since the last moment. */
  add(changed: { entityId: number; block: number }[]) {
    this.#moment += 1;
    for (const { entityId, block } of changed) {
      const { byEntity } = this.#blocks.get(block) ?? { byEntity: new Map() };
      byEntity.set(entityId, this.#moment);
      this.#entities.set(entityId, this.#moment);
      this.#blocks.set(block, { latest: this.#moment, byEntity });
    }
  }

  /** Records that anything may have changed. */
  addEverything() {
    this.#moment += 1;
    this.#everythingAt = this.#moment;
    this.#blocks.clear();
    this.#entities.clear();
  }

  /** Whether no block of an entity has changed since a moment. */
  isEntityUnchanged(entityId: number, since: number): boolean {
    return (
      this.#everythingAt <= since && !(this.#entities.get(entityId)! > since)
    );
  }

  /** Whether no block of some entities that overlaps some days has changed since a moment. */
  isUnchanged(
    entityIds: number[],
    { fromDay, toDay }: DayRange,
    since: number,
  ): boolean {
    if (this.#everythingAt > since) {
      return false;
    }
    for (
      let number = blockOf(fromDay);
      number <= blockOf(toDay - 1);
      number++
    ) {
      const block = this.#blocks.get(number);
      if (
        block &&
        block.latest > since &&
        entityIds.some(id => block.byEntity.get(id)! > since)
      ) {
        return false;
      }
    }
    return true;
  }
}
