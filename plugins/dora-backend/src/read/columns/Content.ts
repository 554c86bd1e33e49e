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
import { Block } from './blocks';
import { NOWHERE, pieceOf, withinPiece } from './Shelf';

/** The content of one block of days for some entities. */
export interface Row {
  /** Number of the block */
  number: number;
  pieces: Int32Array[];
  /** For each entity, the place of its block in the pieces; 0 when it is in `others` */
  places: Int32Array;
  /** Blocks that are not in the pieces, by the index of the entity */
  others: Map<number, Block>;
}

/** Called for each block with the data that contains it, its place there, and its number. */
export type Visit = (data: Int32Array, place: number, number: number) => void;

/** A snapshot of one part of some blocks. */
export class Content {
  readonly #rows: Row[];

  /** @param rows - ascending by number */
  constructor(rows: Row[]) {
    this.#rows = rows;
  }

  /** The numbers of the blocks that overlap some windows, which are in order of time. */
  static numbersOf(windows: DayRange[]): number[] {
    const numbers: number[] = [];
    for (const { fromDay, toDay } of windows) {
      const last = numbers[numbers.length - 1] ?? -Infinity;
      for (
        let number = Math.max(blockOf(fromDay), last + 1);
        number <= blockOf(toDay - 1);
        number++
      ) {
        numbers.push(number);
      }
    }
    return numbers;
  }

  /** Visits the blocks of some entities, given by index, that overlap some days. */
  visit(members: number[], { fromDay, toDay }: DayRange, visit: Visit) {
    const [first, last] = [blockOf(fromDay), blockOf(toDay - 1)];
    for (const { number, pieces, places, others } of this.#rows) {
      if (number >= first && number <= last) {
        for (let nth = 0; nth < members.length; nth++) {
          const place = places[members[nth]];
          if (place > NOWHERE) {
            visit(pieces[pieceOf(place)], withinPiece(place), number);
          } else if (place !== NOWHERE) {
            const other = others.get(members[nth])!;
            if (other.length > 0) {
              visit(other, 0, number);
            }
          }
        }
      }
    }
  }
}
