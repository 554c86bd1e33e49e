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

import { ReactNode, useCallback } from 'react';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type { CompareItem, Level } from '@backstage-dora/plugin-dora-common';
import { useApi } from '@backstage/core-plugin-api';
import { doraApiRef, useDoraRequest } from '../api';
import {
  CsvButton,
  EntityLink,
  LoadingRows,
  Pager,
  RequestError,
} from '../common';
import {
  ActiveFilters,
  FilterField,
  FilterMenu,
  NoMatch,
  useFilters,
  useLimits,
} from '../filters';
import { useMetrics } from '../metrics';
import { useTranslation } from '../translations';
import { TimeWindow, windowSearch } from '../window';
import { ColumnMenu } from './ColumnMenu';
import { comparisonCsv } from './comparisonCsv';
import { ComparisonTable } from './ComparisonTable';
import { OrderMenu } from './OrderMenu';
import { PAGE_SIZES, useComparisonState } from './useComparisonState';

const useStyles = makeStyles(
  (theme: Theme) => ({
    tools: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      padding: theme.spacing(1.5),
    },
    find: { width: 240 },
    space: { flexGrow: 1 },
    note: { fontSize: '0.8125rem', padding: theme.spacing(0, 1.5, 1) },
    empty: { padding: theme.spacing(4, 2), textAlign: 'center' },
    error: { padding: theme.spacing(2) },
  }),
  { name: 'DoraComparison' },
);

/** Entities of a level side by side, with filters, orders, columns, pages and a download. */
export const Comparison = (props: {
  level: Level;
  under?: string;
  window: TimeWindow;
  /** How a row is named; by default it leads to the entity's DORA tab. Stable, as rows are. */
  renderName?: (item: CompareItem) => ReactNode;
}) => {
  const { level, under, window } = props;
  const classes = useStyles();
  const t = useTranslation();
  const api = useApi(doraApiRef);
  const { all, of } = useMetrics();
  const state = useComparisonState();
  const filter = useFilters(level);
  const selection = {
    level,
    under,
    from: window.from,
    to: window.to,
    sort: state.sort,
    order: state.order,
    by: state.by,
    ...filter.query,
  };
  const { data, error, retry, outdated } = useDoraRequest(
    'compare',
    {
      ...selection,
      limit: state.pageSize,
      offset: state.page * state.pageSize,
    },
    { keep: true },
  );
  const { text } = filter.filters;
  const limits = useLimits(filter.filters, data?.facets);
  const search = windowSearch(window);
  const linkName = useCallback(
    ({ entityRef, title }: CompareItem) => (
      <EntityLink entityRef={entityRef} search={search}>
        {title}
      </EntityLink>
    ),
    [search],
  );

  return (
    <Paper>
      <div className={classes.tools}>
        <div className={classes.find}>
          <FilterField
            // What is still being typed for one list is nothing to the next.
            key={`${level} ${under}`}
            label={t('compare.filter')}
            value={text}
            onChange={filter.setText}
          />
        </div>
        <FilterMenu state={filter} facets={data?.facets} />
        <OrderMenu state={state} />
        <span className={classes.space} />
        <ColumnMenu state={state} />
        <CsvButton
          name={`dora-${level}-${window.from}-${window.to}.csv`}
          load={() => comparisonCsv(api, selection, all.map(of))}
        />
      </div>
      <ActiveFilters state={filter} facets={data?.facets} />
      <Typography color="textSecondary" className={classes.note}>
        {t('compare.note')}
      </Typography>
      {error && (
        <div className={classes.error}>
          <RequestError
            title={t('error.compare')}
            error={error}
            onRetry={retry}
          />
        </div>
      )}
      {!data && !error && <LoadingRows rows={8} />}
      {data?.totalItems === 0 &&
        (limits.length > 0 ? (
          <NoMatch filters={limits} onClear={filter.clear} />
        ) : (
          <Typography className={classes.empty} color="textSecondary">
            {t(`compare.empty.${level}`)}
          </Typography>
        ))}
      {data && data.totalItems > 0 && (
        <>
          <ComparisonTable
            items={data.items}
            window={data.window}
            state={state}
            outdated={outdated}
            label={t(`level.${level}`)}
            renderName={props.renderName ?? linkName}
          />
          <Pager
            totalItems={data.totalItems}
            page={state.page}
            pageSize={state.pageSize}
            onPage={state.setPage}
            pageSizes={PAGE_SIZES}
            onPageSize={state.setPageSize}
          />
        </>
      )}
    </Paper>
  );
};
