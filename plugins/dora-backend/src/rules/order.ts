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

import { FactIdentity } from './types';

/** Compares by code units; negative when `a` comes first. */
export const compareText = (a: string, b: string) => {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
};

/** Something at a time (ms since the epoch); source and id distinguish it from others at the same time. */
export interface Moment extends FactIdentity {
  time: number;
}

/** Compares by time, then source, then id; negative when `a` comes first. */
export function compareMoments(a: Moment, b: Moment): number {
  return (
    a.time - b.time ||
    compareText(a.source, b.source) ||
    compareText(a.id, b.id)
  );
}

/** The last of some moments; undefined when there are none. */
export function latest<T extends Moment>(moments: Iterable<T>): T | undefined {
  let last: T | undefined;
  for (const moment of moments) {
    if (!last || compareMoments(moment, last) > 0) {
      last = moment;
    }
  }
  return last;
}

/** A text that is unique for an identity. */
export function identityKey({ source, id }: FactIdentity): string {
  // Ingest rejects NUL in both.
  return `${source}\u0000${id}`;
}
