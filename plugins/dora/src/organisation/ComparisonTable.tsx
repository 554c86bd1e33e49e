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

import { ReactNode, useMemo } from 'react';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import TableSortLabel from '@material-ui/core/TableSortLabel';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  CompareItem,
  CompareSort,
  MetricsWindow,
} from '@backstage-dora/plugin-dora-common';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';
import { weeksOf } from '../window';
import { ComparisonRow, useCellStyles } from './ComparisonRow';
import { ComparisonState } from './useComparisonState';

const useStyles = makeStyles(
  { outdated: { opacity: 0.6 } },
  { name: 'DoraComparisonTable' },
);

/** The metrics of entities side by side. The server sorts and pages. */
export const ComparisonTable = (props: {
  items: CompareItem[];
  window: MetricsWindow;
  state: ComparisonState;
  outdated: boolean;
  label: string;
  renderName: (item: CompareItem) => ReactNode;
}) => {
  const { items, window, state, outdated, label, renderName } = props;
  const classes = useStyles();
  const cells = useCellStyles();
  const t = useTranslation();
  const format = useFormatter();
  const weeks = useMemo(() => weeksOf(window), [window]);

  // Where everything is sample data, the banner says it once.
  const isMixed = items.some(
    ({ sampleData, metrics }) =>
      !sampleData && metrics.deploymentFrequency.state !== 'not-connected',
  );
  const heading = (name: CompareSort, text: string, className: string) => {
    const isActive = state.sort === name;
    const isByChange = isActive && state.by === 'change';
    return (
      <TableCell
        key={name}
        className={className}
        sortDirection={isActive ? state.order : false}
      >
        <TableSortLabel
          active={isActive}
          direction={isActive ? state.order : 'asc'}
          onClick={() => state.sortBy(name)}
        >
          {text}
        </TableSortLabel>
        {isByChange && (
          <Typography className={cells.small} color="textSecondary">
            {t(`order.first.${state.order}`)}
          </Typography>
        )}
      </TableCell>
    );
  };
  return (
    // Scrolls on narrow screens, hence has to be within reach of the keyboard.
    <TableContainer tabIndex={0} role="region" aria-label={label}>
      <Table
        size="small"
        aria-label={label}
        aria-busy={outdated}
        className={outdated ? classes.outdated : undefined}
      >
        <TableHead>
          <TableRow>
            {heading('name', t('compare.name'), cells.name)}
            <TableCell className={cells.cell}>
              {t('compare.releases')}
            </TableCell>
            {state.columns.map(name =>
              heading(name, t(`metric.${name}.title`), cells.cell),
            )}
          </TableRow>
        </TableHead>
        <TableBody>
          {items.map(item => (
            <ComparisonRow
              key={item.entityRef}
              item={item}
              days={window.days}
              weeks={weeks}
              columns={state.columns}
              changed={
                state.by === 'change' && state.sort !== 'name'
                  ? state.sort
                  : undefined
              }
              marksSample={isMixed}
              format={format}
              renderName={renderName}
            />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
};
