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

import { memo, ReactNode } from 'react';
import TableCell from '@material-ui/core/TableCell';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type {
  CompareItem,
  MetricName,
} from '@backstage-dora/plugin-dora-common';
import type { Formatter } from '../format';
import { Sparkline } from '../metrics';
import { useTranslation } from '../translations';
import type { Week } from '../window';
import { MetricCell } from './MetricCell';

export const useCellStyles = makeStyles(
  (theme: Theme) => ({
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
      [theme.breakpoints.down('xs')]: { minWidth: 165, maxWidth: 165 },
    },
    // The theme may stripe the rows; the first column stays in place and needs a ground.
    row: { '&&': { backgroundColor: theme.palette.background.paper } },
    small: { fontSize: '0.75rem' },
  }),
  { name: 'DoraComparisonRow' },
);

/** One entity of a comparison. Rendered again only when something of its own has changed. */
export const ComparisonRow = memo(
  (props: {
    item: CompareItem;
    days: number;
    /** Those of `spark`. */
    weeks: readonly Week[];
    columns: readonly MetricName[];
    /** The metric that the table is ordered by, by its change. */
    changed?: MetricName;
    /** Whether to say that its numbers are sample data. */
    marksSample: boolean;
    format: Formatter;
    renderName: (item: CompareItem) => ReactNode;
  }) => {
    const { item, days, weeks, columns, changed, marksSample } = props;
    const { format, renderName } = props;
    const classes = useCellStyles();
    const t = useTranslation();
    return (
      <TableRow
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
              ...(marksSample && item.sampleData
                ? [t('compare.sampleData')]
                : []),
            ].join(' · ')}
          </Typography>
        </TableCell>
        <TableCell className={classes.cell}>
          {item.metrics.deploymentFrequency.state !== 'not-connected' && (
            <Sparkline
              points={item.spark.map((value, index) => ({
                value,
                complete: weeks[index]?.complete ?? false,
              }))}
              width={90}
              label={t('compare.spark', {
                counts: item.spark
                  .map(count => format.number(count, 0))
                  .join(', '),
              })}
            />
          )}
        </TableCell>
        {columns.map(name => (
          <TableCell key={name} className={classes.cell}>
            <MetricCell
              name={name}
              metrics={item.metrics}
              days={days}
              withPrevious={name === changed}
              format={format}
            />
          </TableCell>
        ))}
      </TableRow>
    );
  },
);
