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

import Paper from '@material-ui/core/Paper';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type {
  MetricName,
  MetricsResult,
} from '@backstage-dora/plugin-dora-common';
import { useDoraRequest } from '../api';
import { LoadingRows, RequestError } from '../common';
import { useFormatter } from '../format';
import { ChangeMark, describeMetric, useMetrics } from '../metrics';
import { useTranslation } from '../translations';
import { daysBetween, TimeWindow, useUrlState } from '../window';
import { verdict } from './verdict';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
      padding: theme.spacing(2),
    },
    heading: { fontSize: '1.1rem', fontWeight: 600 },
    tools: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1.5),
    },
    date: { width: 170 },
    text: { flex: '1 1 300px' },
    value: { fontWeight: 600 },
    small: { fontSize: '0.75rem', color: theme.palette.text.secondary },
  }),
  { name: 'DoraBeforeAfter' },
);

/** A metric of one side: value, interval and sample, or why there is none. */
const Side = (props: { name: MetricName; result: MetricsResult }) => {
  const { name, result } = props;
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();
  const catalogue = useMetrics();
  const { value, status, interval, sample, reason, caveats } = describeMetric({
    name,
    metrics: result.metrics,
    catalogue,
    days: result.window.days,
    format,
    t,
  });
  return (
    <>
      <div className={classes.value} title={reason}>
        {value ?? status}
      </div>
      {value !== undefined && (
        <div className={classes.small}>
          {interval ? t('split.interval', { interval, sample }) : sample}
          {status && <div>{status}</div>}
          {caveats.map(({ text, short }) => (
            <div key={text} title={text}>
              {short}
            </div>
          ))}
        </div>
      )}
    </>
  );
};

const SIDES = ['before', 'after'] as const;

const Sides = (props: { before: MetricsResult; after: MetricsResult }) => {
  const { before, after } = props;
  const t = useTranslation();
  const format = useFormatter();
  const catalogue = useMetrics();
  return (
    <TableContainer>
      <Table size="small" aria-label={t('split.title')}>
        <TableHead>
          <TableRow>
            <TableCell>{t('definitions.metric')}</TableCell>
            {SIDES.map(side => {
              const { from, to } = props[side].window;
              return <TableCell key={side}>{format.days(from, to)}</TableCell>;
            })}
            <TableCell>{t('split.verdict')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {catalogue.all.map(name => {
            const says = verdict(catalogue.of(name), before, after);
            return (
              <TableRow key={name}>
                <TableCell component="th" scope="row" role="rowheader">
                  {t(`metric.${name}.title`)}
                </TableCell>
                {SIDES.map(side => (
                  <TableCell key={side}>
                    <Side name={name} result={props[side]} />
                  </TableCell>
                ))}
                <TableCell>
                  {says && <ChangeMark direction={says} />}
                  {t(`split.${says ?? 'unknown'}`)}
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </TableContainer>
  );
};

/** Compares what was before a day with what came after it, within the window. */
export const BeforeAfter = (props: {
  entityRef: string;
  window: TimeWindow;
}) => {
  const { entityRef, window } = props;
  const classes = useStyles();
  const t = useTranslation();
  const url = useUrlState();
  const day = url.get('split');
  const isInside =
    daysBetween(window.from, day) !== undefined &&
    daysBetween(day, window.to) !== undefined;
  const before = useDoraRequest(
    'metrics',
    isInside ? { entityRef, from: window.from, to: day } : undefined,
  );
  const after = useDoraRequest(
    'metrics',
    isInside ? { entityRef, from: day, to: window.to } : undefined,
  );
  const failed = before.error ? before : after;
  return (
    <Paper className={classes.root}>
      <Typography component="h2" className={classes.heading}>
        {t('split.title')}
      </Typography>
      <div className={classes.tools}>
        <TextField
          id="dora-split"
          type="date"
          size="small"
          variant="outlined"
          className={classes.date}
          label={t('split.day')}
          value={day ?? ''}
          error={day !== undefined && !isInside}
          helperText={
            day !== undefined && !isInside ? t('split.outside') : undefined
          }
          onChange={event =>
            url.set({ split: event.target.value || undefined })
          }
          InputLabelProps={{ shrink: true }}
        />
        <Typography
          variant="body2"
          color="textSecondary"
          className={classes.text}
        >
          {t('split.text')}
        </Typography>
      </div>
      {failed.error && (
        <RequestError
          title={t('error.metrics')}
          error={failed.error}
          onRetry={failed.retry}
        />
      )}
      {isInside && before.data && after.data && (
        <Sides before={before.data} after={after.data} />
      )}
      {isInside && !(before.data && after.data) && !failed.error && (
        <LoadingRows />
      )}
    </Paper>
  );
};
