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

import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type { Definitions } from '@backstage-dora/plugin-dora-common';
import { useTranslation } from '../translations';
import { metricSentence } from './sentences';

const useStyles = makeStyles(
  (theme: Theme) => ({
    list: { margin: 0 },
    term: { fontWeight: 600, fontSize: '0.875rem' },
    text: { margin: theme.spacing(0, 0, 1), fontSize: '0.875rem' },
  }),
  { name: 'DoraMetricDefinitions' },
);

/** What each metric means, a sentence each. */
export const MetricDefinitions = (props: { definitions: Definitions }) => {
  const classes = useStyles();
  const t = useTranslation();
  const { metrics, minimumSample, timezone } = props.definitions;
  return (
    <div>
      <Typography variant="body2" paragraph>
        {t('definitions.general', { count: minimumSample, timezone })}
      </Typography>
      <dl className={classes.list}>
        {metrics.map(definition => (
          <div key={definition.metric}>
            <dt className={classes.term}>
              {t(`metric.${definition.metric}.title`)}
            </dt>
            <dd className={classes.text}>
              {metricSentence(definition, props.definitions, t)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
};
