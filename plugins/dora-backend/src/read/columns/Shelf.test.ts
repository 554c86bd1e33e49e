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

import fc from 'fast-check';
import { Block } from './blocks';
import { Loading, NOWHERE, pieceOf, Shelf, withinPiece } from './Shelf';

/** A block that says its length first, and then something by which it is known. */
function blockOf(length: number, mark: number): Block {
  const block = new Int32Array(length).fill(mark);
  if (length > 0) {
    block[0] = length;
  }
  return block;
}

const put = (shelf: Shelf, entityId: number, block: Block) => {
  const loading: Loading = Promise.resolve(new Map());
  shelf.startLoading(entityId, loading);
  shelf.endLoading(entityId, loading, block);
};

/** What somebody reads of a shelf who looked up the places before. */
const contentOf = (pieces: Int32Array[], place: number) => {
  if (place <= NOWHERE) {
    return [];
  }
  const [piece, start] = [pieces[pieceOf(place)], withinPiece(place)];
  return Array.from(piece.subarray(start, start + piece[start]));
};

const entity = fc.integer({ min: 1, max: 40 });
const arbitraryStep = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      entity,
      length: fc.oneof(
        { weight: 20, arbitrary: fc.integer({ min: 0, max: 300 }) },
        { weight: 1, arbitrary: fc.integer({ min: 30_000, max: 140_000 }) },
      ),
    }),
  },
  { weight: 6, arbitrary: fc.record({ drop: entity }) },
  { weight: 1, arbitrary: fc.constant({ clear: true }) },
);

describe('Shelf', () => {
  it('has what was added last, and leaves to readers what they have found', () => {
    fc.assert(
      fc.property(fc.array(arbitraryStep, { maxLength: 120 }), steps => {
        const shelf = new Shelf();
        const expected = new Map<number, Block>();
        const found: { pieces: Int32Array[]; place: number; block: Block }[] =
          [];
        steps.forEach((step, mark) => {
          if ('clear' in step) {
            shelf.clear();
            expected.clear();
          } else if ('drop' in step) {
            shelf.drop(step.drop);
            expected.delete(step.drop);
          } else {
            shelf.drop(step.entity);
            const block = blockOf(step.length, mark);
            put(shelf, step.entity, block);
            expected.set(step.entity, block);
          }
          for (let id = 0; id <= 41; id++) {
            const place = shelf.placeOf(id);
            expect(place !== undefined).toBe(expected.has(id));
            if (place !== undefined && id % 7 === mark % 7) {
              const block = expected.get(id)!;
              found.push({ pieces: shelf.pieces, place, block });
            }
          }
        });
        for (const { pieces, place, block } of found) {
          expect(contentOf(pieces, place)).toEqual(Array.from(block));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('takes little more memory than what it has', () => {
    const shelf = new Shelf();
    const bytes = 4 * 1000;
    const sizes: number[] = [];
    for (let round = 0; round < 20; round++) {
      for (let id = 1; id <= 500; id++) {
        shelf.drop(id);
        put(shelf, id, blockOf(1000, round));
      }
      sizes.push(shelf.size);
    }
    expect(sizes[0]).toBeLessThan(1.2 * bytes * 500);
    expect(Math.max(...sizes)).toBeLessThan(2.5 * bytes * 500);
    shelf.clear();
    expect(shelf.size).toBe(0);
  });
});
