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

import { Knex } from 'knex';
import { isPostgres } from '../../database/sql';

/** All databases fold the case of ASCII letters; others only depending on their setup. */
function spellingsOf(text: string): string[] {
  return /[^ -~]/.test(text)
    ? [...new Set([text, text.toLowerCase(), text.toUpperCase()])]
    : [text];
}

/** Condition: any of some columns contains a text, case-insensitively and without wildcards. */
export function containsText(
  knex: Knex,
  columns: string[],
  text: string,
): Knex.Raw {
  const like = isPostgres(knex) ? 'ilike' : 'like';
  const patterns = spellingsOf(text).map(
    spelling => `%${spelling.replace(/[!%_]/g, '!$&')}%`,
  );
  const conditions = columns.flatMap(column =>
    patterns.map(pattern =>
      knex.raw(`${column} ${like} ? escape '!'`, [pattern]),
    ),
  );
  return knex.raw(`(${conditions.map(() => '?').join(' or ')})`, conditions);
}
