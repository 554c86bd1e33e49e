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

/** Runs of neighbours that are there; a gap breaks a line instead of being drawn over. */
export function runs<T, U>(
  items: readonly T[],
  pick: (item: T, index: number) => U | undefined,
): U[][] {
  const found: U[][] = [];
  let current: U[] | undefined;
  items.forEach((item, index) => {
    const picked = pick(item, index);
    if (picked === undefined) {
      current = undefined;
      return;
    }
    if (!current) {
      current = [];
      found.push(current);
    }
    current.push(picked);
  });
  return found;
}

interface Place {
  x: number;
  y: number;
  complete: boolean;
}

/** Part of a line; dashed to and from what is not complete. */
export interface LinePart {
  places: readonly Place[];
  dashed: boolean;
}

/** The parts of a line without gaps, from left to right. */
export function lineParts(places: readonly Place[]): LinePart[] {
  const parts: { places: Place[]; dashed: boolean }[] = [];
  places.forEach((place, index) => {
    const before = places[index - 1];
    if (!before) {
      return;
    }
    const dashed = !(before.complete && place.complete);
    const last = parts[parts.length - 1];
    if (last?.dashed === dashed) {
      last.places.push(place);
    } else {
      parts.push({ places: [before, place], dashed });
    }
  });
  return parts.length > 0
    ? parts
    : [{ places, dashed: places.some(({ complete }) => !complete) }];
}

/** A line through some places, as the path of a drawing. */
export function pathOf(places: readonly { x: number; y: number }[]): string {
  return `M${places.map(({ x, y }) => `${x} ${y}`).join('L')}`;
}
