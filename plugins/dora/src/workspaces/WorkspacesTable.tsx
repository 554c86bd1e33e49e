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

import { useState } from 'react';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import TableSortLabel from '@material-ui/core/TableSortLabel';
import { makeStyles, Theme } from '@material-ui/core/styles';
import { useFormatter } from '../format';
import { usePalette } from '../metrics/palette';
import { useTranslation } from '../translations';
import {
  sortRows,
  WORKSPACE_SORTS,
  WorkspaceRow,
  WorkspaceSort,
} from './workspaceRows';

const BAR = 80;

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: {
      overflowX: 'auto',
      '& th, & td': { wordBreak: 'normal', overflowWrap: 'normal' },
    },
    name: { minWidth: 120, fontWeight: 600 },
    small: { fontSize: '0.75rem', color: theme.palette.text.secondary },
    nowrap: { whiteSpace: 'nowrap' },
    share: { display: 'flex', alignItems: 'center', gap: theme.spacing(1) },
  }),
  { name: 'DoraWorkspacesTable' },
);

/** The lag behind the first workspace, and how sure it is. */
const Lag = ({ lag }: Pick<WorkspaceRow, 'lag'>) => {
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();
  if (lag.value === null) {
    return <>{t('workspaces.alone')}</>;
  }
  return (
    <>
      {lag.value > 0
        ? t('workspaces.later', { value: format.duration(lag.value) })
        : t('workspaces.first')}
      <div className={classes.small}>
        {[
          ...(lag.p90 === null || lag.p90 === 0
            ? []
            : [t('tile.p90', { value: format.duration(lag.p90) })]),
          t('compare.sample', { value: format.number(lag.sample, 0) }),
        ].join(', ')}
      </div>
    </>
  );
};

const Row = ({ row }: { row: WorkspaceRow }) => {
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();
  const palette = usePalette();
  return (
    <TableRow data-testid="dora-workspace-row">
      <TableCell
        component="th"
        scope="row"
        role="rowheader"
        className={classes.name}
      >
        {row.workspace}
        <div className={classes.small}>
          {t('compare.components', { count: row.components })}
        </div>
      </TableCell>
      <TableCell className={classes.nowrap}>
        {format.frequency(row.deploymentFrequency)}
        <div className={classes.small}>
          {format.sample('deploymentFrequency', row.releases)}
        </div>
      </TableCell>
      <TableCell>
        <div className={classes.share}>
          <svg width={BAR} height={10} aria-hidden>
            <rect width={BAR} height={10} fill={palette.value} opacity={0.2} />
            <rect width={BAR * row.share} height={10} fill={palette.value} />
          </svg>
          <span className={classes.nowrap}>
            {t('unit.percent', { value: format.number(row.share * 100, 0) })}
          </span>
        </div>
      </TableCell>
      <TableCell className={classes.nowrap}>
        <Lag lag={row.lag} />
      </TableCell>
      <TableCell className={classes.nowrap}>
        {row.latest ? format.time(row.latest) : t('chart.none')}
      </TableCell>
    </TableRow>
  );
};

/** A row per workspace. */
export const WorkspacesTable = ({ rows }: { rows: WorkspaceRow[] }) => {
  const classes = useStyles();
  const t = useTranslation();
  const [sort, setSort] = useState<WorkspaceSort>('workspace');
  const heading = (by: WorkspaceSort) => (
    <TableCell
      key={by}
      className={classes.nowrap}
      sortDirection={
        sort === by ? (by === 'workspace' && 'asc') || 'desc' : false
      }
    >
      <TableSortLabel
        active={sort === by}
        direction={by === 'workspace' ? 'asc' : 'desc'}
        onClick={() => setSort(by)}
      >
        {t(`workspaces.heading.${by}`)}
      </TableSortLabel>
    </TableCell>
  );
  const [first, second, ...others] = WORKSPACE_SORTS;
  return (
    // Scrolls on narrow screens, hence has to be within reach of the keyboard.
    <TableContainer
      className={classes.root}
      tabIndex={0}
      role="region"
      aria-label={t('workspaces.title')}
    >
      <Table size="small">
        <TableHead>
          <TableRow>
            {[first, second].map(heading)}
            <TableCell className={classes.nowrap}>
              {t('workspaces.heading.share')}
            </TableCell>
            {others.map(heading)}
          </TableRow>
        </TableHead>
        <TableBody>
          {sortRows(rows, sort).map(row => (
            <Row key={row.workspace} row={row} />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
};
