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
import type { ChangeItem } from '@backstage-dora/plugin-dora-common';
import { ExternalLink } from '../common';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';
import { explainExclusion } from './explain';
import { sentBy } from './personName';
import { releaseName } from './releaseName';
import { StageBar } from './StageBar';
import { useEvidenceStyles } from './styles';
import { EvidenceState } from './useEvidence';

/** A change, as much as is known of it. */
export type ChangeRow = Pick<ChangeItem, 'source' | 'id'> & Partial<ChangeItem>;

/** Changes with their lead time and its stages, or why they have none. */
export const ChangeList = (props: {
  items: ChangeRow[];
  /** Left out where the release is what one looks at. */
  onOpenRelease?: EvidenceState['openRelease'];
}) => {
  const classes = useEvidenceStyles();
  const t = useTranslation();
  const format = useFormatter();
  return (
    <ul className={classes.list}>
      {props.items.map(change => {
        const { source, id, release, leadTime } = change;
        return (
          <li
            key={`${source}/${id}/${change.entityRef}`}
            className={classes.item}
            data-testid="dora-change"
          >
            <div className={classes.head}>
              <span className={classes.name}>
                <ExternalLink url={change.url}>
                  {change.title || id}
                </ExternalLink>
              </span>
              {typeof leadTime === 'number' && (
                <span className={classes.small}>
                  {t('change.leadTime', { value: format.duration(leadTime) })}
                </span>
              )}
            </div>
            <Typography className={classes.small} color="textSecondary">
              {[
                change.title ? id : source,
                ...(change.repository ? [change.repository] : []),
                ...(change.firstCommitAt
                  ? [
                      t('change.firstCommit', {
                        time: format.time(change.firstCommitAt),
                      }),
                    ]
                  : []),
                ...(change.mergedAt
                  ? [t('change.merged', { time: format.time(change.mergedAt) })]
                  : []),
                ...sentBy(change, t),
              ].join(' · ')}
            </Typography>
            {change.stages && <StageBar stages={change.stages} />}
            {change.exclusion && (
              <Typography className={classes.small}>
                {t('change.notCounted', {
                  reason: explainExclusion(
                    {
                      exclusion: change.exclusion,
                      explanation: change.explanation,
                    },
                    t,
                    format,
                  ),
                })}
              </Typography>
            )}
            {release && props.onOpenRelease && (
              <Typography className={classes.small}>
                {t('change.release')}{' '}
                <MuiLink
                  component="button"
                  underline="always"
                  className={classes.small}
                  onClick={() => props.onOpenRelease?.(release)}
                >
                  {releaseName(release, t)}
                </MuiLink>
              </Typography>
            )}
            {release === null && !change.exclusion && (
              <Typography className={classes.small}>
                {t('change.noRelease')}
              </Typography>
            )}
          </li>
        );
      })}
    </ul>
  );
};
