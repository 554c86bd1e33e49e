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
import type { Release } from '@backstage-dora/plugin-dora-common';
import { ExternalLink } from '../common';
import { Formatter, useFormatter } from '../format';
import { Translate, useTranslation } from '../translations';
import { explainExclusion, explainReason } from './explain';
import { FailedMark, KindMark } from './marks';
import { releaseName } from './releaseName';
import { useEvidenceStyles } from './styles';
import { EvidenceState } from './useEvidence';

function facts(release: Release, t: Translate, format: Formatter): string {
  const workspaces = new Set(
    release.rollouts.map(({ workspace }) => workspace),
  );
  const carried = release.changes.filter(({ first }) => first).length;
  return [
    release.time ? format.time(release.time) : t('release.noTime'),
    t('release.workspaces', { count: workspaces.size }),
    t('release.changes', { count: carried }),
    ...(release.incidents.length > 0
      ? [t('release.incidents', { count: release.incidents.length })]
      : []),
  ].join(' · ');
}

/** Releases, newest first; what did not count says why. */
export const ReleaseList = (props: {
  items: Release[];
  onOpen: EvidenceState['openRelease'];
}) => {
  const classes = useEvidenceStyles();
  const t = useTranslation();
  const format = useFormatter();
  return (
    <ul className={classes.list}>
      {props.items.map(release => {
        const { id, entityRef, time, counted } = release;
        const name = releaseName(release, t);
        return (
          <li key={id} className={classes.item} data-testid="dora-release">
            <div className={classes.head}>
              {counted && time ? (
                <MuiLink
                  component="button"
                  className={classes.name}
                  onClick={() => props.onOpen({ entityRef, time })}
                >
                  {name}
                </MuiLink>
              ) : (
                <span className={classes.name}>
                  <ExternalLink url={release.rollouts[0]?.url}>
                    {name}
                  </ExternalLink>
                </span>
              )}
              <span className={classes.marks}>
                {counted && <KindMark kind={release.kind} />}
                {release.failed && <FailedMark />}
              </span>
            </div>
            <Typography className={classes.small} color="textSecondary">
              {counted ? facts(release, t, format) : time && format.time(time)}
            </Typography>
            {release.reasons.map((reason, index) => (
              <Typography
                key={`${reason.reason}${index}`}
                className={classes.sentence}
              >
                {explainReason(reason, t, format)}
              </Typography>
            ))}
            {release.reportedRelease && (
              <Typography className={classes.small}>
                {t('release.reports')}{' '}
                <MuiLink
                  component="button"
                  underline="always"
                  className={classes.small}
                  onClick={() => props.onOpen(release.reportedRelease!)}
                >
                  {releaseName(release.reportedRelease, t)}
                </MuiLink>
              </Typography>
            )}
            {release.exclusion && (
              <Typography className={classes.small}>
                {t('release.notCounted', {
                  reason: explainExclusion(
                    {
                      exclusion: release.exclusion,
                      explanation: release.explanation,
                    },
                    t,
                    format,
                  ),
                })}
              </Typography>
            )}
          </li>
        );
      })}
    </ul>
  );
};
