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

/**
 * A reader's position in the feed: the entry, and within it the last fact that
 * was read, identified by its key or, among deleted facts, its number. It stays
 * valid when entries lose facts that no longer exist.
 */
export interface Cursor {
  position: number;
  item: number;
}

export const BEGINNING: Cursor = { position: 0, item: 0 };

export const formatCursor = ({ position, item }: Cursor): string =>
  `${position}-${item}`;

/** @param text - of the form that the OpenAPI document requires */
export function parseCursor(text: string): Cursor {
  const [position, item] = text.split('-').map(Number);
  return { position, item };
}
