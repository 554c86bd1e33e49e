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

import { PackedPart, PackedRows } from '../../database/packedRows';
import { Value } from '../../database/rows';
import {
  columnOf,
  DerivedRow,
  DerivedTable,
  ReleaseTable,
} from './derivedTables';

/** Reads a derived table by column: all columns but the component, which is known from `g`. */
export function packedPart({
  name,
  columns,
  condition,
}: DerivedTable): PackedPart {
  const numbers: string[] = [];
  const optionalTexts: string[] = [];
  for (const [column, type] of Object.entries(columns)) {
    if (type === 'text') {
      optionalTexts.push(`t.${column}`);
    } else if (column !== 'entity_id') {
      numbers.push(
        type === 'boolean' ? `cast(t.${column} as integer)` : `t.${column}`,
      );
    }
  }
  return {
    columns: { numbers, texts: [], optionalTexts },
    from: `${name} t where t.entity_id = g.entity_id${
      condition === undefined ? '' : ` and ${condition}`
    }`,
  };
}

/** The stored rows of a component in a derived table, compared by column without building the rows. */
export class StoredTable {
  readonly #columns: ((row: number) => Value)[];
  /** Row numbers by `releases.id` */
  readonly #groups = new Map<number, number[]>();
  /** The column that identifies a row within a release */
  readonly #member: number;

  constructor(table: ReleaseTable, entityId: number, packed: PackedRows) {
    const { numbers, optionalTexts } = packed;
    let number = 0;
    let text = 0;
    this.#columns = Object.entries(table.columns).map(([name, type]) => {
      if (name === 'entity_id') {
        return () => entityId;
      }
      if (type === 'text') {
        const texts = optionalTexts[text++];
        return row => texts[row] ?? null;
      }
      const values = numbers[number++];
      const toValue = (value: number) =>
        type === 'boolean' ? value === 1 : value;
      return row => (Number.isNaN(values[row]) ? null : toValue(values[row]));
    });
    this.#member = columnOf(table, table.member);
    const releaseOf = this.#columns[columnOf(table, table.release)];
    for (let row = 0; row < packed.length; row++) {
      const id = releaseOf(row) as number;
      const group = this.#groups.get(id);
      if (group) {
        group.push(row);
      } else {
        this.#groups.set(id, [row]);
      }
    }
  }

  /** Whether these are exactly the stored rows of a release. */
  equals(releaseId: number, wanted: DerivedRow[]): boolean {
    const rows = this.#groups.get(releaseId) ?? [];
    if (rows.length !== wanted.length) {
      return false;
    }
    let inOrder = wanted;
    if (rows.length > 1) {
      const at = this.#member;
      const memberOf = this.#columns[at];
      rows.sort((a, b) => (memberOf(a) as number) - (memberOf(b) as number));
      inOrder = [...wanted].sort(
        (a, b) => (a[at] as number) - (b[at] as number),
      );
    }
    return rows.every((row, index) =>
      this.#columns.every(
        (valueOf, column) => valueOf(row) === inOrder[index][column],
      ),
    );
  }

  /** Drops the rows of a release that are up to date. */
  drop(releaseId: number): void {
    this.#groups.delete(releaseId);
  }

  /** All rows that were not dropped. */
  rest(): DerivedRow[] {
    return [...this.#groups.values()].flatMap(rows =>
      rows.map(row => this.#columns.map(valueOf => valueOf(row))),
    );
  }
}
