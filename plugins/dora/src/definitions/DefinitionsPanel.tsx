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

import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { useDoraRequest } from '../api';
import { LoadingRows, RequestError } from '../common';
import { useTranslation } from '../translations';
import { useUrlState } from '../window';
import { MetricDefinitions } from './MetricDefinitions';
import { PublishedPresets } from './PublishedPresets';
import { RuleTable } from './RuleTable';
import { TierTable } from './TierTable';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: { '&::before': { display: 'none' } },
    title: { fontSize: '1.1rem', fontWeight: 600 },
    details: { flexDirection: 'column', gap: theme.spacing(2) },
  }),
  { name: 'DoraDefinitions' },
);

/** How the numbers of this installation are measured: asked for when it is opened. */
export const DefinitionsPanel = () => {
  const classes = useStyles();
  const t = useTranslation();
  const url = useUrlState();
  const isOpen = url.get('show') === 'definitions';
  const definitions = useDoraRequest('definitions', isOpen ? {} : undefined);
  return (
    <Accordion
      className={classes.root}
      expanded={isOpen}
      onChange={(_, expanded) =>
        url.set(
          { show: expanded ? 'definitions' : undefined },
          { replace: true },
        )
      }
      TransitionProps={{ unmountOnExit: true }}
    >
      <AccordionSummary
        expandIcon={<ExpandMoreIcon />}
        id="dora-definitions-head"
        aria-controls="dora-definitions"
      >
        <Typography component="h2" className={classes.title}>
          {t('definitions.title')}
        </Typography>
      </AccordionSummary>
      <AccordionDetails id="dora-definitions" className={classes.details}>
        {definitions.error && (
          <RequestError
            title={t('error.definitions')}
            error={definitions.error}
            onRetry={definitions.retry}
          />
        )}
        {!definitions.data && !definitions.error && <LoadingRows />}
        {definitions.data && (
          <>
            <MetricDefinitions definitions={definitions.data} />
            <TierTable preset={definitions.data.tiers} />
            <PublishedPresets presets={definitions.data.presets} />
            <RuleTable definitions={definitions.data} />
          </>
        )}
      </AccordionDetails>
    </Accordion>
  );
};
