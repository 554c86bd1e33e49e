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
import { useState } from 'react';
import { useDoraRequest } from '../api';
import { entityName, RequestError, SampleBanner, Toggle } from '../common';
import { ConnectDialog } from '../connect';
import { DefinitionsPanel } from '../definitions';
import { EvidenceDrawer, useEvidence } from '../evidence';
import { HEADLINE, MetricTiles, MissingFacts } from '../metrics';
import { useTranslation } from '../translations';
import {
  useTimeWindow,
  useUrlState,
  WindowPicker,
  windowSearch,
} from '../window';
import { Comparison } from './Comparison';
import { CoverageView } from './CoverageView';
import { RowName } from './RowName';
import { ScopeBreadcrumbs } from './ScopeBreadcrumbs';
import { LEVELS, useScope } from './useScope';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      fontFamily: theme.typography.fontFamily,
    },
    tab: { textTransform: 'none', minWidth: 'auto' },
  }),
  { name: 'DoraOrganisation' },
);

/** The metrics of the organisation, level by level. */
export const OrganisationDora = () => {
  const classes = useStyles();
  const t = useTranslation();
  const url = useUrlState();
  const scope = useScope();
  const { window } = useTimeWindow();
  const evidence = useEvidence();
  const [missing, setMissing] = useState<MissingFacts>();
  const isCoverage = url.get('view') === 'coverage';
  const { from, to } = window;
  const { entityRef, level } = scope;
  const metrics = useDoraRequest(
    'metrics',
    isCoverage ? undefined : { entityRef, from, to },
  );

  return (
    <div className={classes.root} data-testid="dora-page">
      <ScopeBreadcrumbs scope={scope} />
      <Tabs
        value={isCoverage ? 'coverage' : 'compare'}
        indicatorColor="primary"
        textColor="inherit"
        onChange={(_, view) =>
          url.set({ view: view === 'coverage' ? view : undefined })
        }
        aria-label={t('scope.views')}
      >
        <Tab
          className={classes.tab}
          value="compare"
          label={t('scope.compare')}
        />
        <Tab
          className={classes.tab}
          value="coverage"
          label={t('scope.coverage')}
        />
      </Tabs>
      {isCoverage ? (
        <CoverageView entityRef={entityRef} />
      ) : (
        <>
          <WindowPicker />
          {metrics.data?.sampleData && <SampleBanner />}
          {metrics.error ? (
            <RequestError
              title={t('error.metrics')}
              error={metrics.error}
              onRetry={metrics.retry}
            />
          ) : (
            <MetricTiles
              names={HEADLINE}
              result={metrics.data}
              onOpen={evidence.open}
              onConnect={setMissing}
            />
          )}
          <Toggle
            label={t('scope.levels')}
            value={level}
            options={LEVELS.map(name => ({
              value: name,
              text: t(`level.${name}`),
            }))}
            onChange={scope.setLevel}
          />
          <Comparison
            level={level}
            under={entityRef}
            window={window}
            renderName={item => (
              <RowName
                item={item}
                into={scope.into(item.entityRef)}
                search={windowSearch(window)}
              />
            )}
          />
          <DefinitionsPanel />
        </>
      )}
      <EvidenceDrawer
        entityRef={entityRef}
        title={entityRef ? entityName(entityRef) : t('scope.organisation')}
        window={window}
      />
      <ConnectDialog
        missing={missing}
        entityRef={entityRef ?? 'component:default/my-component'}
        onClose={() => setMissing(undefined)}
      />
    </div>
  );
};
