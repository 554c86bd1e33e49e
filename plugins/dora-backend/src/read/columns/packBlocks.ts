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

import { blockOf, DAYS_PER_BLOCK } from '../../database/derivedBlocks';
import {
  Block,
  coarseOf,
  countDays,
  firstDayOf,
  NOTHING,
  restOf,
} from './blocks';
import { Columns, CountSection, Part, sectionsOf, ValueSection } from './parts';

type Section = CountSection | ValueSection;

const hasValues = (section: Section): section is ValueSection =>
  'column' in section;

/** The number of rows of a section in a block, by day. */
interface Head {
  /** The non-empty days, as bits */
  bits: number;
  rows: number;
}

/** Where to write the rows of a section: the next index for each day, and the range of indexes for each block. */
interface Places {
  next: Int32Array;
  first: Int32Array;
  end: Int32Array;
}

/** The number of rows of a section by day. */
function countRows(
  section: Section,
  [days, ...columns]: Columns,
  firstDay: number,
  size: number,
): Int32Array {
  const rowsOn = new Int32Array(size);
  for (let row = 0; row < days.length; row++) {
    if (!hasValues(section) || !Number.isNaN(columns[section.column][row])) {
      rowsOn[days[row] - firstDay] += 1;
    }
  }
  return rowsOn;
}

function headOf(rowsOn: Int32Array): Head {
  let bits = 0;
  let rows = 0;
  for (let day = 0; day < DAYS_PER_BLOCK; day++) {
    if (rowsOn[day] > 0) {
      bits |= 1 << day;
      rows += rowsOn[day];
    }
  }
  return { bits, rows };
}

function sizeOf(section: Section, { bits, rows }: Head): number {
  const days = countDays(bits);
  if (!hasValues(section)) {
    return 1 + days * section.counters.length;
  }
  return 2 + days + rows + (section.durations ? (rows + 1) >> 1 : 0);
}

/** Writes the head of a section. */
function writeHead(
  block: Block,
  at: number,
  section: Section,
  { bits, rows }: Head,
  rowsOn: Int32Array,
  next: Int32Array,
): number {
  block[at] = bits;
  const days = countDays(bits);
  const first = at + (hasValues(section) ? 2 + days : 1);
  let before = 0;
  let nth = 0;
  for (let day = 0; day < DAYS_PER_BLOCK; day++) {
    if (rowsOn[day] > 0) {
      if (hasValues(section)) {
        block[at + 1 + nth] = before;
        next[day] = first + before;
      } else {
        next[day] = first + nth * section.counters.length;
      }
      before += rowsOn[day];
      nth += 1;
    }
  }
  if (hasValues(section)) {
    block[first - 1] = rows;
  }
  return first;
}

function writeValues(
  { column, durations }: ValueSection,
  [days, ...columns]: Columns,
  blocks: Block[],
  firstDay: number,
  { next, first, end }: Places,
) {
  const values = columns[column];
  for (let row = 0; row < days.length; row++) {
    const value = values[row];
    if (!Number.isNaN(value)) {
      const day = days[row] - firstDay;
      const index = blockOf(day);
      const block = blocks[index];
      const at = next[day]++;
      if (durations) {
        const nth = at - first[index];
        block[at] = coarseOf(value);
        block[end[index] + (nth >> 1)] |= restOf(value) << ((nth & 1) * 16);
      } else {
        block[at] = value;
        if (block[at] !== value) {
          throw new RangeError('A number does not fit into a block');
        }
      }
    }
  }
}

function writeCounts(
  { counters }: CountSection,
  [days, ...columns]: Columns,
  blocks: Block[],
  firstDay: number,
  { next }: Places,
) {
  for (let row = 0; row < days.length; row++) {
    const day = days[row] - firstDay;
    const block = blocks[blockOf(day)];
    counters.forEach((counter, index) => {
      const count = counter(columns, row);
      if (Number.isNaN(count)) {
        throw new RangeError('Unknown value in a derived row');
      }
      block[next[day] + index] += count;
    });
  }
}

/**
 * Packs derived rows of an entity into consecutive blocks.
 *
 * @param columns - the day of each row, in any order of rows, followed by the columns of the part
 */
export function packBlocks(
  part: Part,
  firstBlock: number,
  length: number,
  columns: Columns,
): Block[] {
  const sections = sectionsOf(part);
  const firstDay = firstDayOf(firstBlock);
  const size = firstDayOf(length);
  const rows = sections.map(section => {
    const rowsOn = countRows(section, columns, firstDay, size);
    return Array.from({ length }, (_, index) =>
      rowsOn.subarray(firstDayOf(index), firstDayOf(index + 1)),
    );
  });
  const places = sections.map(
    (): Places => ({
      next: new Int32Array(size),
      first: new Int32Array(length),
      end: new Int32Array(length),
    }),
  );
  const blocks = Array.from({ length }, (_, index) => {
    const heads = rows.map(rowsOn => headOf(rowsOn[index]));
    if (heads.every(head => head.rows === 0)) {
      return NOTHING;
    }
    const sizes = sections.map((section, nth) => sizeOf(section, heads[nth]));
    const block = new Int32Array(
      sizes.reduce((sum, one) => sum + one, 1 + sections.length),
    );
    block[0] = block.length;
    let at = 1 + sections.length;
    sections.forEach((section, nth) => {
      const { next, first, end } = places[nth];
      block[1 + nth] = at;
      first[index] = writeHead(
        block,
        at,
        section,
        heads[nth],
        rows[nth][index],
        next.subarray(firstDayOf(index), firstDayOf(index + 1)),
      );
      end[index] = first[index] + heads[nth].rows;
      at += sizes[nth];
    });
    return block;
  });
  sections.forEach((section, nth) => {
    if (hasValues(section)) {
      writeValues(section, columns, blocks, firstDay, places[nth]);
    } else {
      writeCounts(section, columns, blocks, firstDay, places[nth]);
    }
  });
  return blocks;
}
