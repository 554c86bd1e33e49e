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

import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import { makeStyles, Theme } from '@material-ui/core/styles';
import { usePending } from '../api';
import { EntityLink, entityName, PendingNote, Toggle } from '../common';
import { EvidenceDrawer, useEvidence } from '../evidence';
import { MetricsProvider } from '../metrics';
import { PictureView } from '../picture';
import { useTranslation } from '../translations';
import {
  useTimeWindow,
  useUrlState,
  WindowPicker,
  windowSearch,
} from '../window';
import { CoverageView } from './CoverageView';
import { MetricsView } from './MetricsView';
import { ScopeBreadcrumbs } from './ScopeBreadcrumbs';
import { LEVELS, useScope } from './useScope';

const VIEWS = ['compare', 'picture', 'coverage'] as const;

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      fontFamily: theme.typography.fontFamily,
    },
    scope: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      justifyContent: 'space-between',
      gap: theme.spacing(1),
    },
    // In the gap between what is above and below.
    pending: { margin: theme.spacing(-2, 0) },
    tab: { textTransform: 'none', minWidth: 'auto' },
  }),
  { name: 'DoraOrganisation' },
);

const OrganisationPage = () => {
  const classes = useStyles();
  const t = useTranslation();
  const url = useUrlState();
  const scope = useScope();
  const { window } = useTimeWindow();
  const evidence = useEvidence();
  const pending = usePending();
  const view = VIEWS.find(name => name === url.get('view')) ?? VIEWS[0];
  const { entityRef, level } = scope;
  return (
    <div className={classes.root} data-testid="dora-page">
      <div className={classes.scope}>
        <ScopeBreadcrumbs scope={scope} />
        {entityRef && (
          <EntityLink entityRef={entityRef} search={windowSearch(window)}>
            {t('compare.open', { title: entityName(entityRef) })}
          </EntityLink>
        )}
      </div>
      <Tabs
        value={view}
        indicatorColor="primary"
        textColor="inherit"
        onChange={(_, next) =>
          url.set({
            view: next === VIEWS[0] ? undefined : next,
            page: undefined,
          })
        }
        aria-label={t('scope.views')}
      >
        {VIEWS.map(name => (
          <Tab
            key={name}
            value={name}
            className={classes.tab}
            label={t(`scope.${name}`)}
          />
        ))}
      </Tabs>
      <PendingNote pending={pending} className={classes.pending} />
      {view !== 'coverage' && (
        <>
          <WindowPicker />
          <Toggle
            label={t('scope.levels')}
            value={level}
            options={LEVELS.map(name => ({
              value: name,
              text: t(`level.${name}`),
            }))}
            onChange={scope.setLevel}
          />
        </>
      )}
      {view === 'compare' && (
        <MetricsView scope={scope} window={window} evidence={evidence} />
      )}
      {view === 'picture' && (
        <PictureView level={level} under={entityRef} window={window} />
      )}
      {view === 'coverage' && <CoverageView entityRef={entityRef} />}
      <EvidenceDrawer
        entityRef={entityRef}
        title={entityRef ? entityName(entityRef) : t('scope.organisation')}
        window={window}
      />
    </div>
  );
};

/** The metrics of the organisation, level by level. */
export const OrganisationDora = () => (
  <MetricsProvider>
    <OrganisationPage />
  </MetricsProvider>
);
