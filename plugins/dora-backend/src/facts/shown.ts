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

const MAX_SHOWN = 80;

/** A value as a message shows it: as JSON, cut where it is long, and always text that can be stored. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  // JSON.stringify escapes NUL and lone surrogates; cutting may halve a pair.
  return json.length > MAX_SHOWN
    ? `${Array.from(json.slice(0, MAX_SHOWN * 2))
        .slice(0, MAX_SHOWN)
        .join('')
        .replace(/\p{Surrogate}/gu, '')}…`
    : json;
}
