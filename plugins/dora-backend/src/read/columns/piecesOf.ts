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
 * How many blocks are read by one query, and packed without a pause. Those of busy entities have thousands of rows each,
 * which take much more memory on their way than where they are kept; and several parts are on their way at once.
 */
const BLOCKS_AT_ONCE = 64;

/** The missing blocks of each entity, as ranges, cut into pieces that are read at once. */
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
