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

import MuiLink from '@material-ui/core/Link';
import Typography from '@material-ui/core/Typography';
import type { IncidentItem } from '@backstage-dora/plugin-dora-common';
import { entityName, ExternalLink } from '../common';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';
import { CorrectionList } from './CorrectionList';
import { CorrectButton } from './corrections';
import { explainIncident } from './explain';
import { sentBy } from './personName';
import { releaseName } from './releaseName';
import { useEvidenceStyles } from './styles';
import { EvidenceState } from './useEvidence';

/** Incidents with how each was linked to a release, or why it was not. */
export const IncidentList = (props: {
  items: IncidentItem[];
  onOpenRelease: EvidenceState['openRelease'];
}) => {
  const classes = useEvidenceStyles();
  const t = useTranslation();
  const format = useFormatter();
  return (
    <ul className={classes.list}>
      {props.items.map(incident => (
        <li
          key={`${incident.source}/${incident.id}`}
          className={classes.item}
          data-testid="dora-incident"
        >
          <div className={classes.head}>
            <span className={classes.name}>
              <ExternalLink url={incident.url}>
                {incident.title || incident.id}
              </ExternalLink>
            </span>
            <span className={classes.small}>
              {typeof incident.timeToRestore === 'number'
                ? t('incident.restored', {
                    value: format.duration(incident.timeToRestore),
                  })
                : t('incident.open')}
            </span>
          </div>
          <Typography className={classes.small} color="textSecondary">
            {[
              incident.title ? incident.id : incident.source,
              entityName(incident.entityRef),
              ...(incident.severity
                ? [t('incident.severity', { severity: incident.severity })]
                : []),
              ...(incident.kind === 'flag-rollback'
                ? [t('incident.flagRollback')]
                : []),
              t('incident.started', { time: format.time(incident.startedAt) }),
              ...(incident.duplicates
                ? [
                    t('incident.duplicates', {
                      incidents: incident.duplicates
                        .map(({ source, id }) => `${source}/${id}`)
                        .join(', '),
                    }),
                  ]
                : []),
              ...sentBy(incident, t),
            ].join(' · ')}
          </Typography>
          <Typography className={classes.sentence}>
            {explainIncident(incident, t, format)}
          </Typography>
          {incident.releases.map(release => (
            <Typography key={release.id} className={classes.small}>
              {t('incident.release')}{' '}
              <MuiLink
                component="button"
                underline="always"
                className={classes.small}
                onClick={() => props.onOpenRelease(release)}
              >
                {releaseName(release, t)}
              </MuiLink>{' '}
              <CorrectButton
                intent={{ action: 'detach', incident, release }}
                about={incident.id}
              />
            </Typography>
          ))}
          <CorrectionList corrections={incident.corrections} />
          <CorrectButton
            intent={{
              action: 'attach',
              incident,
              linked: incident.releases,
            }}
            about={incident.id}
            isAlone
          />
        </li>
      ))}
    </ul>
  );
};
