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
import type { ChangeItem, Release } from '@backstage-dora/plugin-dora-common';
import { useDoraRequest } from '../api';
import {
  EntityLink,
  entityName,
  ExternalLink,
  LoadingRows,
  PendingNote,
  RequestError,
} from '../common';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';
import { ChosenRelease, CorrectButton } from './corrections';
import { ChangeList, ChangeRow } from './ChangeList';
import { CorrectionList } from './CorrectionList';
import { explainReason } from './explain';
import { FailedMark, KindMark } from './marks';
import { releaseName, shortVersion } from './releaseName';
import { Rollouts } from './Rollouts';
import { useEvidenceStyles } from './styles';
import { OpenRelease } from './useEvidence';
import { useDayOf, useRelease } from './useRelease';

const Incidents = (props: {
  incidents: Release['incidents'];
  release: ChosenRelease;
}) => {
  const classes = useEvidenceStyles();
  const t = useTranslation();
  const format = useFormatter();
  return (
    <ul className={classes.list}>
      {props.incidents.map(incident => (
        <li
          key={`${incident.source}/${incident.id}`}
          className={classes.item}
          data-testid="dora-incident"
        >
          <span className={classes.head}>
            <span className={classes.name}>
              <ExternalLink url={incident.url}>
                {incident.title || incident.id}
              </ExternalLink>
            </span>
            <CorrectButton
              intent={{ action: 'detach', incident, release: props.release }}
              about={incident.id}
            />
          </span>
          <Typography className={classes.small} color="textSecondary">
            {[
              incident.title ? incident.id : incident.source,
              entityName(incident.entityRef),
              t('incident.started', {
                time: format.time(incident.startedAt),
              }),
              incident.resolvedAt
                ? t('incident.resolved', {
                    time: format.time(incident.resolvedAt),
                  })
                : t('incident.open'),
            ].join(' · ')}
          </Typography>
        </li>
      ))}
    </ul>
  );
};

/** The changes that a release carries, with what the list of changes knows of them. */
function withStages(release: Release, known: ChangeItem[]): ChangeRow[] {
  return release.changes.map(change => ({
    ...known.find(
      ({ source, id }) => source === change.source && id === change.id,
    ),
    ...change,
  }));
}

const Failure = ({ release }: { release: Release }) => {
  const classes = useEvidenceStyles();
  const t = useTranslation();
  const format = useFormatter();
  if (!release.failed && release.reasons.length === 0) {
    return (
      <Typography className={classes.small} color="textSecondary">
        {release.maturing ? t('release.maturing') : t('release.notFailed')}
      </Typography>
    );
  }
  return (
    <>
      <ul className={classes.reasons}>
        {release.reasons.map((reason, index) => (
          <li key={`${reason.reason}${index}`} className={classes.sentence}>
            {explainReason(reason, t, format)}
          </li>
        ))}
      </ul>
      {release.failed && (
        <Typography className={classes.small}>
          {release.recoveredAt && release.time
            ? t('release.recovered', {
                time: format.time(release.recoveredAt),
                duration: format.duration(
                  (Date.parse(release.recoveredAt) - Date.parse(release.time)) /
                    1000,
                ),
              })
            : t('release.notRecovered')}
        </Typography>
      )}
    </>
  );
};

/** One release: where it went, what it carried, what went wrong, and why we think so. */
export const ReleaseDetail = ({ opened }: { opened: OpenRelease }) => {
  const classes = useEvidenceStyles();
  const t = useTranslation();
  const format = useFormatter();
  const { release, error, retry, pending, isGone } = useRelease(opened);
  const changes = useDoraRequest('changes', useDayOf(opened));

  if (error) {
    return (
      <RequestError title={t('error.release')} error={error} onRetry={retry} />
    );
  }
  if (isGone) {
    return <Typography>{t('release.gone')}</Typography>;
  }
  if (!release) {
    return (
      <>
        <PendingNote pending={pending} />
        <LoadingRows />
      </>
    );
  }
  const name = releaseName(release, t);
  const target = { ...opened, version: release.version };
  return (
    <div data-testid="dora-release-detail">
      <PendingNote pending={pending} />
      <div className={classes.head}>
        <Typography component="h3" className={classes.name}>
          {name}
        </Typography>
        <span className={classes.marks}>
          <KindMark kind={release.kind} />
          {release.failed && <FailedMark />}
        </span>
      </div>
      <Typography className={classes.small} color="textSecondary">
        {release.time && format.time(release.time)}
        {' · '}
        <EntityLink entityRef={release.entityRef} underline="always" />
      </Typography>
      <Failure release={release} />
      {release.failed && (
        <CorrectButton
          intent={{ action: 'not-a-failure', release: target }}
          about={name}
          isAlone
        />
      )}
      <CorrectionList corrections={release.corrections} />

      <Typography component="h4" className={classes.section}>
        {t('release.rollouts')}
      </Typography>
      <Rollouts rollouts={release.rollouts} />

      {release.echoes && release.echoes.length > 0 && (
        <>
          <Typography component="h4" className={classes.section}>
            {t('release.echoes')}
          </Typography>
          <Typography className={classes.small} color="textSecondary">
            {t('release.echoesText')}
          </Typography>
          <Rollouts rollouts={release.echoes} echoes />
        </>
      )}
      {release.names && release.names.length > 1 && (
        <>
          <Typography component="h4" className={classes.section}>
            {t('release.names')}
          </Typography>
          <Typography className={classes.small}>
            {release.names.map(each => shortVersion(each.name)).join(' · ')}
          </Typography>
        </>
      )}

      <Typography component="h4" className={classes.section}>
        {t('release.changesTitle')}
      </Typography>
      <Typography className={classes.small} color="textSecondary">
        {t(`release.changesFrom.${release.changesFrom ?? 'none'}`)}
      </Typography>
      {changes.error && (
        <RequestError
          title={t('error.changes')}
          error={changes.error}
          onRetry={changes.retry}
        />
      )}
      {!changes.data && !changes.error ? (
        <LoadingRows rows={Math.min(3, release.changes.length)} />
      ) : (
        <ChangeList items={withStages(release, changes.data?.items ?? [])} />
      )}

      <Typography component="h4" className={classes.section}>
        {t('release.incidentsTitle')}
      </Typography>
      {release.incidents.length > 0 ? (
        <Incidents incidents={release.incidents} release={target} />
      ) : (
        <Typography className={classes.small} color="textSecondary">
          {t('release.noIncidents')}
        </Typography>
      )}
      <CorrectButton
        intent={{
          action: 'attach',
          release: target,
          linked: release.incidents.map(({ source, id }) => ({
            id: `${source}/${id}`,
          })),
        }}
        about={name}
        isAlone
      />
    </div>
  );
};
