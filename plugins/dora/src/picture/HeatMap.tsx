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

import { useMemo } from 'react';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { alpha, makeStyles, Theme } from '@material-ui/core/styles';
import type {
  CompareItem,
  MetricsWindow,
} from '@backstage-dora/plugin-dora-common';
import { Pager } from '../common';
import { useFormatter } from '../format';
import { usePalette } from '../metrics/palette';
import { useTranslation } from '../translations';
import { useUrlState } from '../window';
import { weeksOf } from './weeks';

const PAGE_SIZE = 50;
/** The strongest colour still lets the number in it be read. */
const STRONGEST = 0.5;

const useStyles = makeStyles(
  (theme: Theme) => ({
    name: {
      position: 'sticky',
      left: 0,
      zIndex: 1,
      minWidth: 140,
      backgroundColor: theme.palette.background.paper,
      padding: theme.spacing(0.25, 1),
    },
    marked: { fontWeight: 700, textDecoration: 'underline' },
    row: { '&&': { backgroundColor: theme.palette.background.paper } },
    cell: {
      padding: theme.spacing(0.25, 0.5),
      textAlign: 'center',
      fontSize: '0.75rem',
      minWidth: 26,
      border: `1px solid ${theme.palette.background.paper}`,
    },
    // There is no room for every week's day, but it is read out.
    spoken: {
      position: 'absolute',
      width: 1,
      height: 1,
      overflow: 'hidden',
      clip: 'rect(0 0 0 0)',
    },
    week: {
      position: 'relative',
      padding: theme.spacing(0.25, 0.5),
      fontSize: '0.7rem',
      whiteSpace: 'nowrap',
      textAlign: 'center',
    },
  }),
  { name: 'DoraHeatMap' },
);

/** Releases by entity and week: the number in each cell, and its colour by the number. */
export const HeatMap = (props: {
  items: CompareItem[];
  window: MetricsWindow;
  marked?: string;
}) => {
  const { items, window, marked } = props;
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();
  const palette = usePalette();
  const url = useUrlState();
  const weeks = useMemo(() => weeksOf(window.from, window.to), [window]);
  const highest = Math.max(1, ...items.flatMap(({ spark }) => spark));
  const page = Number(url.get('page') ?? 0);
  const current = items[page * PAGE_SIZE] ? page : 0;
  const everyOther = Math.max(1, Math.ceil(weeks.length / 13));
  return (
    <>
      <TableContainer
        tabIndex={0}
        role="region"
        aria-label={t('picture.heatMap.title')}
      >
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell className={classes.name}>
                {t('compare.name')}
              </TableCell>
              {weeks.map((week, index) => (
                <TableCell key={week} className={classes.week}>
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
            {items
              .slice(current * PAGE_SIZE, (current + 1) * PAGE_SIZE)
              .map(({ entityRef, title, spark }) => (
                <TableRow key={entityRef} className={classes.row}>
                  <TableCell
                    component="th"
                    scope="row"
                    role="rowheader"
                    className={classes.name}
                  >
                    <span
                      className={
                        entityRef === marked ? classes.marked : undefined
                      }
                    >
                      {title}
                    </span>
                  </TableCell>
                  {spark.map((count, index) => (
                    <TableCell
                      key={weeks[index]}
                      className={classes.cell}
                      style={{
                        backgroundColor: alpha(
                          palette.value,
                          (STRONGEST * Math.sqrt(count)) / Math.sqrt(highest),
                        ),
                      }}
                    >
                      {count > 0 ? format.number(count, 0) : ''}
                    </TableCell>
                  ))}
                </TableRow>
              ))}
          </TableBody>
        </Table>
      </TableContainer>
      {items.length > PAGE_SIZE && (
        <Pager
          totalItems={items.length}
          page={current}
          pageSize={PAGE_SIZE}
          onPage={next =>
            url.set({ page: next > 0 ? String(next) : undefined })
          }
        />
      )}
    </>
  );
};
