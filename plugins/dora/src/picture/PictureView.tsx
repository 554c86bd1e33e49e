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
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import type { CompareResult, Level } from '@backstage-dora/plugin-dora-common';
import { useDoraRequest } from '../api';
import { EntityLink, LoadingRows, RequestError } from '../common';
import {
  ActiveFilters,
  FilterField,
  FilterMenu,
  NoMatch,
  useFilters,
  useLimits,
} from '../filters';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';
import { TimeWindow, useUrlState, windowSearch } from '../window';
import { Distributions } from './Distributions';
import { HeatMap } from './HeatMap';
import { MarkField } from './MarkField';
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
    find: { width: 240 },
    note: { fontSize: '0.8125rem', padding: theme.spacing(0, 1.5, 1.5) },
    empty: { padding: theme.spacing(4, 2), textAlign: 'center' },
  }),
  { name: 'DoraPicture' },
);

const Section = (props: {
  title: string;
  text?: string;
  children: ReactNode;
}) => {
  const classes = useStyles();
  return (
    <Paper className={classes.section}>
      <Typography component="h2" className={classes.heading} paragraph>
        {props.title}
      </Typography>
      {props.text && (
        <Typography variant="body2" color="textSecondary" paragraph>
          {props.text}
        </Typography>
      )}
      {props.children}
    </Paper>
  );
};

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
  const filter = useFilters(level);
  const query = {
    level,
    under,
    from: window.from,
    to: window.to,
    ...filter.query,
  };
  const { data, error, retry } = useDoraRequest(
    'compare',
    { ...query, limit: MOST },
    { keep: true },
  );
  const { text } = filter.filters;
  const limits = useLimits(filter.filters, data?.facets);
  const marked = data?.items.find(
    ({ entityRef }) => entityRef === url.get('mark'),
  );
  const onMark = (entityRef: string | undefined) =>
    url.set({ mark: entityRef }, { replace: true });

  const pictures = ({ items }: CompareResult) => (
    <>
      <Section
        title={t('picture.scatter.title')}
        text={t('picture.scatter.text')}
      >
        <ThroughputStability
          items={items}
          marked={marked?.entityRef}
          onMark={onMark}
        />
      </Section>
      <Section
        title={t('picture.distribution.title')}
        text={t('picture.distribution.text')}
      >
        <Distributions items={items} marked={marked} />
      </Section>
    </>
  );
  const nothing = () =>
    limits.length > 0 ? (
      <NoMatch filters={limits} onClear={filter.clear} />
    ) : (
      <Typography className={classes.empty} color="textSecondary">
        {t(`compare.empty.${level}`)}
      </Typography>
    );
  return (
    <div className={classes.root} data-testid="dora-picture">
      <Paper>
        <div className={classes.tools}>
          <div className={classes.find}>
            <FilterField
              key={`${level} ${under}`}
              label={t('compare.filter')}
              value={text}
              onChange={filter.setText}
            />
          </div>
          <FilterMenu state={filter} facets={data?.facets} />
          <MarkField
            items={data?.items ?? []}
            marked={marked}
            onMark={onMark}
          />
          {marked && (
            <EntityLink
              entityRef={marked.entityRef}
              search={windowSearch(window)}
            >
              {t('compare.open', { title: marked.title })}
            </EntityLink>
          )}
        </div>
        <ActiveFilters state={filter} facets={data?.facets} />
        <Typography color="textSecondary" className={classes.note}>
          {data && data.totalItems > data.items.length
            ? t('picture.cut', { value: format.number(data.items.length, 0) })
            : t('picture.note')}
        </Typography>
        {data?.totalItems === 0 && nothing()}
      </Paper>
      {error && (
        <RequestError
          title={t('error.compare')}
          error={error}
          onRetry={retry}
        />
      )}
      {!data && !error && <LoadingRows rows={8} />}
      {data && data.totalItems > 0 && pictures(data)}
      {data?.totalItems !== 0 && !error && (
        <Section title={t('picture.heatMap.title')}>
          <HeatMap query={query} marked={marked?.entityRef} />
        </Section>
      )}
    </div>
  );
};
