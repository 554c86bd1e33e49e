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

import { KeyboardEvent, SyntheticEvent, useRef, useState } from 'react';
import Paper from '@material-ui/core/Paper';
import Popper from '@material-ui/core/Popper';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';
import { HeatRow, HeatRowData } from './HeatRow';
import { useHeatStyles } from './useHeatStyles';

/** So many days have room above the weeks. */
const LABELS = 13;

interface Place {
  row: number;
  column: number;
}

function cellOf(target: EventTarget): HTMLElement | undefined {
  return (
    (target as HTMLElement).closest<HTMLElement>('[data-column]') ?? undefined
  );
}

/** Where a key leads to; undefined for keys that lead nowhere. */
function step(key: string, { row, column }: Place, last: Place) {
  const within = (value: number, most: number) =>
    Math.min(Math.max(value, 0), most);
  switch (key) {
    case 'ArrowLeft':
      return { row, column: within(column - 1, last.column) };
    case 'ArrowRight':
      return { row, column: within(column + 1, last.column) };
    case 'ArrowUp':
      return { row: within(row - 1, last.row), column };
    case 'ArrowDown':
      return { row: within(row + 1, last.row), column };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: last.column };
    default:
      return undefined;
  }
}

/** Entities by week: coloured cells that mouse and arrow keys explain, or a table to read. */
export const HeatTable = (props: {
  rows: HeatRowData[];
  /** First day of each week. */
  weeks: string[];
  marked?: string;
  isPlain: boolean;
  label: string;
}) => {
  const { rows, weeks, marked, isPlain, label } = props;
  const classes = useHeatStyles();
  const t = useTranslation();
  const format = useFormatter();
  const grid = useRef<HTMLTableElement>(null);
  const [place, setPlace] = useState<Place>({ row: 0, column: 0 });
  const [pointed, setPointed] = useState<HTMLElement>();
  // The rows may have become fewer since.
  const active = rows[place.row] ? place : { row: 0, column: 0 };
  const everyOther = isPlain ? 1 : Math.ceil(weeks.length / LABELS);

  const point = ({ target }: SyntheticEvent) => setPointed(cellOf(target));
  const unpoint = () => setPointed(undefined);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      unpoint();
      return;
    }
    const last = { row: rows.length - 1, column: weeks.length - 1 };
    const next = step(event.key, active, last);
    if (next) {
      event.preventDefault();
      setPlace(next);
      grid.current
        ?.querySelector<HTMLElement>(
          `[data-row="${next.row}"][data-column="${next.column}"]`,
        )
        ?.focus();
    }
  };
  const pictured = isPlain
    ? {}
    : {
        role: 'grid',
        onKeyDown,
        onMouseOver: point,
        onMouseLeave: unpoint,
        onFocus: point,
        onBlur: unpoint,
      };
  return (
    // Scrolls on narrow screens, hence has to be within reach of the keyboard.
    <TableContainer tabIndex={0} role="region" aria-label={label}>
      <Table size="small" aria-label={label} ref={grid} {...pictured}>
        <TableHead>
          <TableRow>
            <TableCell className={classes.name}>{t('compare.name')}</TableCell>
            {weeks.map((week, index) => (
              <TableCell
                key={week}
                className={isPlain ? classes.plain : classes.week}
              >
                <span
                  className={
                    index % everyOther === 0 ? undefined : classes.spoken
                  }
                >
                  {format.shortDay(week)}
                </span>
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row, index) => (
            <HeatRow
              key={row.entityRef}
              index={index}
              row={row}
              isMarked={row.entityRef === marked}
              isPlain={isPlain}
              active={index === active.row ? active.column : undefined}
              classes={classes}
            />
          ))}
        </TableBody>
      </Table>
      <Popper
        open={pointed !== undefined}
        anchorEl={pointed}
        placement="top"
        className={classes.popper}
      >
        <Paper elevation={4} className={classes.tip}>
          <Typography className={classes.tipText}>
            {pointed?.getAttribute('aria-label')}
          </Typography>
        </Paper>
      </Popper>
    </TableContainer>
  );
};
