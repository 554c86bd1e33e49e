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

import { useRef } from 'react';
import Card from '@material-ui/core/Card';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type { WorkspaceItem } from '@backstage-dora/plugin-dora-common';
import { useDoraRequest } from '../api';
import { LoadingRows, RequestError } from '../common';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';
import { TimeWindow } from '../window';
import { useInView } from './useInView';
import { summarize, toRows, WorkspaceRow } from './workspaceRows';
import { WorkspacesTable } from './WorkspacesTable';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: { display: 'flex', flexDirection: 'column', gap: theme.spacing(1) },
    heading: { fontSize: '1.1rem', fontWeight: 600 },
    words: { padding: theme.spacing(2) },
  }),
  { name: 'DoraWorkspaces' },
);

/** Which workspace gets fewer releases, or gets them later, in words. */
const Summary = ({ rows }: { rows: WorkspaceRow[] }) => {
  const t = useTranslation();
  const format = useFormatter();
  const summary = summarize(rows);
  if (!summary) {
    return <>{t('workspaces.noneInWindow')}</>;
  }
  const { most, fewest, slowest } = summary;
  const releases = (row: WorkspaceRow) =>
    format.sample('deploymentFrequency', row.releases);
  return (
    <>
      {[
        fewest
          ? t('workspaces.fewer', {
              most: most.workspace,
              mostReleases: releases(most),
              fewest: fewest.workspace,
              fewestReleases: releases(fewest),
              share: t('unit.percent', {
                value: format.number(fewest.share * 100, 0),
              }),
            })
          : t('workspaces.even'),
        slowest &&
          t('workspaces.slowest', {
            workspace: slowest.workspace,
            lag: format.duration(slowest.lag.value ?? 0),
          }),
      ]
        .filter(Boolean)
        .join(' ')}
    </>
  );
};

const Workspaces = ({ items }: { items: WorkspaceItem[] }) => {
  const classes = useStyles();
  const t = useTranslation();
  if (items.length === 0) {
    return (
      <Typography className={classes.words} color="textSecondary">
        {t('workspaces.empty')}
      </Typography>
    );
  }
  const rows = toRows(items);
  return (
    <>
      <Typography className={classes.words} variant="body2">
        {items.length === 1 ? (
          t('workspaces.single', {
            workspace: items[0].workspace,
            field: <code>workspace</code>,
          })
        ) : (
          <Summary rows={rows} />
        )}
      </Typography>
      {items.length > 1 && <WorkspacesTable rows={rows} />}
    </>
  );
};

/** The releases by where they went; asked for when one scrolls there. */
export const WorkspacesView = (props: {
  entityRef: string;
  window: TimeWindow;
  /** Whether what is above is there, so that it is known what is in view. */
  isReady: boolean;
}) => {
  const { entityRef, window, isReady } = props;
  const { from, to } = window;
  const classes = useStyles();
  const t = useTranslation();
  const root = useRef<HTMLDivElement>(null);
  const isInView = useInView(root, isReady);
  const workspaces = useDoraRequest(
    'workspaces',
    isInView ? { entityRef, from, to } : undefined,
    { keep: true },
  );
  return (
    <div ref={root} className={classes.root} data-testid="dora-workspaces">
      <Typography component="h2" className={classes.heading}>
        {t('workspaces.title')}
      </Typography>
      {workspaces.error && (
        <RequestError
          title={t('error.workspaces')}
          error={workspaces.error}
          onRetry={workspaces.retry}
        />
      )}
      {workspaces.data && (
        <Card>
          <Workspaces items={workspaces.data.items} />
        </Card>
      )}
      {!workspaces.data && !workspaces.error && <LoadingRows rows={3} />}
    </div>
  );
};
