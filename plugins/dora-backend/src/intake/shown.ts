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
const MAX_DEPTH = 5;

/**
 * Truncates a value to what is shown, so that a megabyte or a thousand levels
 * cost nothing and do not overflow the stack.
 */
function visible(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') {
    return value.slice(0, 2 * MAX_SHOWN);
  }
  if (typeof value !== 'object' || value === null) {
    // JSON cannot represent Infinity or big integers.
    return ['number', 'bigint'].includes(typeof value) &&
      !Number.isFinite(value)
      ? String(value)
      : value;
  }
  if (depth === MAX_DEPTH) {
    return '…';
  }
  return Array.isArray(value)
    ? value.slice(0, MAX_SHOWN).map(item => visible(item, depth + 1))
    : Object.fromEntries(
        Object.entries(value)
          .slice(0, MAX_SHOWN)
          .map(([name, item]) => [
            name.slice(0, 2 * MAX_SHOWN),
            visible(item, depth + 1),
          ]),
      );
}

/** Formats a value for a message: as JSON, truncated if long, and always storable as text. */
export function shown(value: unknown): string {
  // JSON.stringify escapes NUL and lone surrogates; Array.from does not split
  // surrogate pairs.
  const json = Array.from(JSON.stringify(visible(value)) ?? 'nothing');
  return json.length > MAX_SHOWN
    ? `${json.slice(0, MAX_SHOWN).join('')}…`
    : json.join('');
}
