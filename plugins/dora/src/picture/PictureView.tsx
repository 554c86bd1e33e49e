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

import MenuItem from '@material-ui/core/MenuItem';
import Paper from '@material-ui/core/Paper';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import type { Level } from '@backstage-dora/plugin-dora-common';
import { useDoraRequest } from '../api';
import { EntityLink, LoadingRows, RequestError } from '../common';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';
import { TimeWindow, useUrlState, windowSearch } from '../window';
import { Distributions } from './Distributions';
import { HeatMap } from './HeatMap';
import { ThroughputStability } from './ThroughputStability';

/** More dots than a picture can show. */
const MOST = 1000;

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: { display: 'flex', flexDirection: 'column', gap: theme.spacing(2) },
    section: { padding: theme.spacing(2) },
    heading: { fontSize: '1.1rem', fontWeight: 600 },
    tools: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1.5),
      padding: theme.spacing(1.5),
    },
    mark: { minWidth: 240 },
    text: { flex: '1 1 300px' },
    empty: { padding: theme.spacing(4, 2), textAlign: 'center' },
  }),
  { name: 'DoraPicture' },
);

/** The organisation in pictures: no ranking, but who is where, and how far apart. */
export const PictureView = (props: {
  level: Level;
  under?: string;
  window: TimeWindow;
}) => {
  const { level, under, window } = props;
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();
  const url = useUrlState();
  const { data, error, retry } = useDoraRequest('compare', {
    level,
    under,
    from: window.from,
    to: window.to,
    limit: MOST,
  });
  if (error) {
    return (
      <RequestError title={t('error.compare')} error={error} onRetry={retry} />
    );
  }
  if (!data) {
    return <LoadingRows rows={8} />;
  }
  const { items, totalItems } = data;
  if (items.length === 0) {
    return (
      <Paper>
        <Typography className={classes.empty} color="textSecondary">
          {t(`compare.empty.${level}`)}
        </Typography>
      </Paper>
    );
  }
  const marked = items.find(({ entityRef }) => entityRef === url.get('mark'));
  const onMark = (entityRef: string | undefined) =>
    url.set({ mark: entityRef }, { replace: true });
  const section = (title: string, text: string, content: ReactNode) => (
    <Paper className={classes.section}>
      <Typography component="h2" className={classes.heading}>
        {title}
      </Typography>
      <Typography variant="body2" color="textSecondary" paragraph>
        {text}
      </Typography>
      {content}
    </Paper>
  );
  return (
    <div className={classes.root} data-testid="dora-picture">
      <Paper className={classes.tools}>
        <TextField
          select
          size="small"
          variant="outlined"
          className={classes.mark}
          label={t('picture.mark')}
          value={marked?.entityRef ?? ''}
          onChange={event => onMark(event.target.value || undefined)}
          InputLabelProps={{ htmlFor: 'dora-picture-mark' }}
          SelectProps={{ inputProps: { id: 'dora-picture-mark' } }}
        >
          <MenuItem value="">{t('picture.nothing')}</MenuItem>
          {items.map(({ entityRef, title }) => (
            <MenuItem key={entityRef} value={entityRef}>
              {title}
            </MenuItem>
          ))}
        </TextField>
        {marked && (
          <EntityLink
            entityRef={marked.entityRef}
            search={windowSearch(window)}
          >
            {t('compare.open', { title: marked.title })}
          </EntityLink>
        )}
        <Typography
          variant="body2"
          color="textSecondary"
          className={classes.text}
        >
          {totalItems > items.length
            ? t('picture.cut', { value: format.number(items.length, 0) })
            : t('picture.note')}
        </Typography>
      </Paper>
      {section(
        t('picture.scatter.title'),
        t('picture.scatter.text'),
        <ThroughputStability
          items={items}
          marked={marked?.entityRef}
          onMark={onMark}
        />,
      )}
      {section(
        t('picture.distribution.title'),
        t('picture.distribution.text'),
        <Distributions items={items} marked={marked} />,
      )}
      {section(
        t('picture.heatMap.title'),
        t('picture.heatMap.text'),
        <HeatMap
          items={items}
          window={data.window}
          marked={marked?.entityRef}
        />,
      )}
    </div>
  );
};
