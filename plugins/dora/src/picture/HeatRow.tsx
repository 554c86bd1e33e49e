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

import { CSSProperties, memo } from 'react';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';

/** A cell, ready to be drawn. */
export interface HeatCell {
  /** Short, for the picture; in full, for the table. */
  text: string;
  /** Who, when, how much, from how many. */
  label: string;
  style: CSSProperties;
}

export interface HeatRowData {
  entityRef: string;
  title: string;
  cells: HeatCell[];
}

/** An entity, week by week. Rendered again only when something of its own has changed. */
export const HeatRow = memo(
  (props: {
    index: number;
    row: HeatRowData;
    isMarked: boolean;
    /** As a table to be read rather than a picture. */
    isPlain: boolean;
    /** The cell that the keyboard enters; undefined where that is in another row. */
    active?: number;
    classes: Record<'row' | 'name' | 'marked' | 'cell' | 'plain', string>;
  }) => {
    const { index, row, isMarked, isPlain, active, classes } = props;
    return (
      <TableRow className={classes.row}>
        <TableCell
          component="th"
          scope="row"
          role="rowheader"
          className={classes.name}
        >
          <span className={isMarked ? classes.marked : undefined}>
            {row.title}
          </span>
        </TableCell>
        {row.cells.map(({ text, label, style }, column) =>
          isPlain ? (
            <TableCell key={label} className={classes.plain}>
              {text}
            </TableCell>
          ) : (
            <TableCell
              key={label}
              role="gridcell"
              className={classes.cell}
              style={style}
              aria-label={label}
              tabIndex={column === active ? 0 : -1}
              data-row={index}
              data-column={column}
            >
              {text}
            </TableCell>
          ),
        )}
      </TableRow>
    );
  },
);
