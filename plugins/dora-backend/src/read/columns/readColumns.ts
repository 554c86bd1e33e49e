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

import { readNumbers } from '../../database/readNumbers';
import { Columns } from './parts';

const COMMA = 44;
const SEMICOLON = 59;

function countRows(text: string): number {
  let rows = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === SEMICOLON) {
      break;
    }
    if (code === COMMA) {
      rows += 1;
    }
  }
  return rows;
}

/**
 * Parses columns of integers from a text: columns are separated by `;`, numbers by `,`; an empty item is NaN.
 *
 * @param length - the number of columns to read; the text may continue after them
 * @returns the columns, and the position after them
 */
export function readColumns(
  text: string,
  length: number,
): { columns: Columns; end: number } {
  const rows = countRows(text);
  let at = 0;
  const columns = Array.from({ length }, () => {
    const { numbers, end } = readNumbers(text, {
      length: rows,
      from: at,
      separator: SEMICOLON,
      where: 'derived rows',
    });
    at = end;
    return numbers;
  });
  return { columns, end: at };
}
