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

import { useEffect, useState } from 'react';
import MenuItem from '@material-ui/core/MenuItem';
import Paper from '@material-ui/core/Paper';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type { Bucket } from '@backstage-dora/plugin-dora-common';
import { Toggle } from '../common/Toggle';
import { useTranslation } from '../translations';
import { addDays } from './calendar';
import { BUCKETS, daysBetween, PRESETS } from './timeWindow';
import { useTimeWindow } from './useTimeWindow';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1.5),
      padding: theme.spacing(1.5),
    },
    date: { width: 150 },
    bucket: { minWidth: 110 },
    zone: { fontSize: '0.8125rem' },
  }),
  { name: 'DoraWindowPicker' },
);

/** Chooses the window and, where there are charts, the length of their buckets. */
export const WindowPicker = ({ buckets = false }: { buckets?: boolean }) => {
  const classes = useStyles();
  const t = useTranslation();
  const { window, setPreset, setRange, setBucket } = useTimeWindow();
  const lastDay = addDays(window.to, -1);
  const [dates, setDates] = useState({ first: window.from, last: lastDay });
  useEffect(
    () => setDates({ first: window.from, last: lastDay }),
    [window.from, lastDay],
  );

  const change = (next: { first: string; last: string }) => {
    setDates(next);
    const end = next.last && addDays(next.last, 1);
    if (end && daysBetween(next.first, end) !== undefined) {
      setRange(next.first, end);
    }
  };
  const isWindow =
    Boolean(dates.last) &&
    daysBetween(dates.first, addDays(dates.last, 1)) !== undefined;

  return (
    <Paper className={classes.root} role="group" aria-label={t('window.label')}>
      <Toggle
        label={t('window.presets')}
        value={window.preset}
        options={PRESETS.map(preset => ({
          value: preset,
          text: t('window.days', { count: preset }),
        }))}
        onChange={setPreset}
      />
      <TextField
        id="dora-window-from"
        type="date"
        size="small"
        variant="outlined"
        className={classes.date}
        label={t('window.from')}
        value={dates.first}
        error={!isWindow}
        onChange={event => change({ ...dates, first: event.target.value })}
        InputLabelProps={{ shrink: true }}
      />
      <TextField
        id="dora-window-to"
        type="date"
        size="small"
        variant="outlined"
        className={classes.date}
        label={t('window.to')}
        value={dates.last}
        error={!isWindow}
        helperText={isWindow ? undefined : t('window.invalid')}
        onChange={event => change({ ...dates, last: event.target.value })}
        InputLabelProps={{ shrink: true }}
      />
      {buckets && (
        <TextField
          select
          size="small"
          variant="outlined"
          className={classes.bucket}
          label={t('window.bucket')}
          value={window.bucket}
          onChange={event => setBucket(event.target.value as Bucket)}
          InputLabelProps={{ htmlFor: 'dora-window-bucket' }}
          SelectProps={{ inputProps: { id: 'dora-window-bucket' } }}
        >
          {BUCKETS.map(bucket => (
            <MenuItem key={bucket} value={bucket}>
              {t(`window.buckets.${bucket}`)}
            </MenuItem>
          ))}
        </TextField>
      )}
      <Typography
        component="span"
        color="textSecondary"
        className={classes.zone}
      >
        {t('window.timezone', { timezone: window.timezone })}
      </Typography>
    </Paper>
  );
};
