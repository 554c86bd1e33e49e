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

import { ReactNode } from 'react';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import TableSortLabel from '@material-ui/core/TableSortLabel';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type {
  CompareItem,
  CompareSort,
} from '@backstage-dora/plugin-dora-common';
import { useFormatter } from '../format';
import { Sparkline } from '../metrics';
import { useTranslation } from '../translations';
import { MetricCell } from './MetricCell';
import { ComparisonState } from './useComparisonState';

const useStyles = makeStyles(
  (theme: Theme) => ({
    outdated: { opacity: 0.6 },
    cell: {
      padding: theme.spacing(1, 1.5),
      verticalAlign: 'top',
      minWidth: 120,
    },
    name: {
      padding: theme.spacing(1, 1.5),
      verticalAlign: 'top',
      minWidth: 170,
      maxWidth: 280,
      position: 'sticky',
      left: 0,
      zIndex: 1,
      backgroundColor: theme.palette.background.paper,
      [theme.breakpoints.down('xs')]: { minWidth: 120, maxWidth: 140 },
    },
    // The theme may stripe the rows; the first column stays in place and needs a ground.
    row: { '&&': { backgroundColor: theme.palette.background.paper } },
    small: { fontSize: '0.75rem' },
  }),
  { name: 'DoraComparisonTable' },
);

/** The metrics of entities side by side. The server sorts and pages. */
export const ComparisonTable = (props: {
  items: CompareItem[];
  days: number;
  state: ComparisonState;
  outdated: boolean;
  label: string;
  renderName: (item: CompareItem) => ReactNode;
}) => {
  const { items, days, state, outdated, label, renderName } = props;
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();

  // Where everything is sample data, the banner says it once.
  const isMixed = items.some(
    ({ sampleData, metrics }) =>
      !sampleData && metrics.deploymentFrequency.state !== 'not-connected',
  );
  const heading = (name: CompareSort, text: string, className: string) => (
    <TableCell
      key={name}
      className={className}
      sortDirection={state.sort === name ? state.order : false}
    >
      <TableSortLabel
        active={state.sort === name}
        direction={state.sort === name ? state.order : 'asc'}
        onClick={() => state.sortBy(name)}
      >
        {text}
      </TableSortLabel>
    </TableCell>
  );
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
            {heading('name', t('compare.name'), classes.name)}
            <TableCell className={classes.cell}>
              {t('compare.releases')}
            </TableCell>
            {state.columns.map(name =>
              heading(name, t(`metric.${name}.title`), classes.cell),
            )}
          </TableRow>
        </TableHead>
        <TableBody>
          {items.map(item => (
            <TableRow
              key={item.entityRef}
              className={classes.row}
              data-testid="dora-compare-row"
              data-entity-ref={item.entityRef}
            >
              <TableCell
                component="th"
                scope="row"
                role="rowheader"
                className={classes.name}
              >
                {renderName(item)}
                <Typography className={classes.small} color="textSecondary">
                  {[
                    ...(item.components > 1
                      ? [t('compare.components', { count: item.components })]
                      : []),
                    ...(item.workspaces > 1
                      ? [t('compare.workspaces', { count: item.workspaces })]
                      : []),
                    ...(isMixed && item.sampleData
                      ? [t('compare.sampleData')]
                      : []),
                  ].join(' · ')}
                </Typography>
              </TableCell>
              <TableCell className={classes.cell}>
                {item.metrics.deploymentFrequency.state !== 'not-connected' && (
                  <Sparkline
                    values={item.spark}
                    width={90}
                    label={t('compare.spark', {
                      counts: item.spark
                        .map(count => format.number(count, 0))
                        .join(', '),
                    })}
                  />
                )}
              </TableCell>
              {state.columns.map(name => (
                <TableCell key={name} className={classes.cell}>
                  <MetricCell name={name} metrics={item.metrics} days={days} />
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
};
