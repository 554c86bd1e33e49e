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

import { BlockRange } from './BlockLoader';

/**
 * How many blocks one query reads, which are then packed without a break. Blocks of active entities have thousands of
 * rows each, which take far more memory during loading than when packed, and several parts are loaded at a time.
 */
const BLOCKS_AT_ONCE = 64;

/** Splits the missing blocks of each entity into pieces of ranges, each for one query. */
export function* piecesOf(
  missing: Map<number, number[]>,
): Generator<BlockRange[]> {
  let piece: BlockRange[] = [];
  let size = 0;
  for (const [entityId, blocks] of missing) {
    let range: BlockRange | undefined;
    for (const block of blocks) {
      if (range && block === range.firstBlock + range.length) {
        range.length += 1;
      } else {
        range = { entityId, firstBlock: block, length: 1 };
        piece.push(range);
      }
      size += 1;
    }
    if (size >= BLOCKS_AT_ONCE) {
      yield piece;
      piece = [];
      size = 0;
    }
  }
  if (piece.length > 0) {
    yield piece;
  }
}
