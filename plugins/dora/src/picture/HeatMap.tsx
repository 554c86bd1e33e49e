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
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import type {
  CompareItem,
  CompareQuery,
  CompareResult,
  MetricDefinition,
} from '@backstage-dora/plugin-dora-common';
import { useDoraRequest } from '../api';
import { LoadingRows, Pager, RequestError, Toggle } from '../common';
import { useFormatter } from '../format';
import { lacksIncidents, useMetrics } from '../metrics';
import { useTranslation } from '../translations';
import { useUrlState, weeksOf } from '../window';
import { HeatLegend } from './HeatLegend';
import { HeatCell } from './HeatRow';
import { fullHeat, heatStep, heatValue, shortHeat, stepsOf } from './heatScale';
import { HeatTable } from './HeatTable';
import { useHeatGround, useHeatStyles } from './useHeatStyles';

const PAGE_SIZE = 50;
const METRIC_ID = 'dora-heat-metric';

/** The rows of the picture, or of the table that stands for it. */
function useRows(
  data: CompareResult | undefined,
  definition: MetricDefinition,
  isPlain: boolean,
) {
  const t = useTranslation();
  const format = useFormatter();
  const ground = useHeatGround(stepsOf(definition));
  return useMemo(() => {
    const weeks = data ? weeksOf(data.window) : [];
    const unfinished = (text: string, complete: boolean) =>
      complete ? text : t('picture.heatMap.unfinished', { text });
    const days = weeks.map(({ from, to, complete }) =>
      unfinished(format.days(from, to), complete),
    );
    const toCells = (item: CompareItem): HeatCell[] => {
      const isPartial = lacksIncidents(definition, item.metrics);
      return weeks.map(({ complete }, index) => {
        const point = item.weekly?.[index];
        const value =
          item.metrics[definition.metric].state === 'not-connected'
            ? undefined
            : heatValue(definition, point);
        const full =
          point && value !== undefined
            ? fullHeat(definition, point, format, t)
            : t('picture.heatMap.noValue');
        const words =
          isPartial && value !== undefined
            ? t('picture.heatMap.partial', { words: full })
            : full;
        const short =
          value === undefined
            ? t('chart.none')
            : shortHeat(definition, value, format, t);
        return {
          text: isPlain ? unfinished(words, complete) : short,
          label: t('picture.heatMap.cell', {
            title: item.title,
            days: days[index],
            words,
          }),
          // Without incidents, a low value is no good sign: it gets no colour of its own.
          style: ground(
            value === undefined || isPartial
              ? undefined
              : heatStep(definition, value),
            complete,
          ),
        };
      });
    };
    const rows = data?.items.map(item => ({
      entityRef: item.entityRef,
      title: item.title,
      cells: toCells(item),
    }));
    return { weeks, rows: rows ?? [] };
  }, [data, definition, isPlain, format, t, ground]);
}

/** A metric by entity and week: the number in each cell, and its colour by the number. */
export const HeatMap = (props: { query: CompareQuery; marked?: string }) => {
  const { query, marked } = props;
  const classes = useHeatStyles();
  const t = useTranslation();
  const url = useUrlState();
  const { all, of } = useMetrics();
  const metric = all.find(name => name === url.get('heat')) ?? all[0];
  const definition = of(metric);
  const isPlain = url.get('heatView') === 'table';
  const urlPage = Number(url.get('page') ?? 0);
  const page = Number.isInteger(urlPage) && urlPage > 0 ? urlPage : 0;
  const { data, error, retry, outdated } = useDoraRequest(
    'compare',
    { ...query, weekly: metric, limit: PAGE_SIZE, offset: page * PAGE_SIZE },
    { keep: true },
  );
  const { weeks, rows } = useRows(data, definition, isPlain);
  const title = t(`metric.${metric}.title`);
  return (
    <>
      <div className={classes.tools}>
        <TextField
          select
          id={METRIC_ID}
          size="small"
          variant="outlined"
          className={classes.metric}
          label={t('filters.metric')}
          value={metric}
          onChange={({ target }) =>
            url.set({
              heat: target.value === all[0] ? undefined : target.value,
            })
          }
        >
          {all.map(name => (
            <MenuItem key={name} value={name}>
              {t(`metric.${name}.title`)}
            </MenuItem>
          ))}
        </TextField>
        <Toggle
          label={t('picture.heatMap.view')}
          value={isPlain ? 'table' : 'colours'}
          options={[
            { value: 'colours', text: t('picture.heatMap.colours') },
            { value: 'table', text: t('chart.view.table') },
          ]}
          onChange={view =>
            url.set({ heatView: view === 'table' ? view : undefined })
          }
        />
      </div>
      <Typography variant="body2" color="textSecondary">
        {t(`picture.heatMap.text.${definition.unit}`)}
      </Typography>
      {!isPlain && (
        <HeatLegend
          definition={definition}
          hasCut={weeks.some(({ complete }) => !complete)}
        />
      )}
      {error && (
        <RequestError
          title={t('error.compare')}
          error={error}
          onRetry={retry}
        />
      )}
      {!data && !error && <LoadingRows rows={8} />}
      {data && (
        <div className={outdated ? classes.outdated : undefined}>
          <HeatTable
            rows={rows}
            weeks={weeks.map(({ from }) => from)}
            marked={marked}
            isPlain={isPlain}
            label={t('picture.heatMap.label', { metric: title })}
          />
        </div>
      )}
      {data && data.totalItems > PAGE_SIZE && (
        <Pager
          totalItems={data.totalItems}
          page={page}
          pageSize={PAGE_SIZE}
          onPage={next =>
            url.set({ page: next > 0 ? String(next) : undefined })
          }
        />
      )}
    </>
  );
};
