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

import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import type { Rollout } from '@backstage-dora/plugin-dora-common';
import { ExternalLink } from '../common';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';
import { sentBy } from './personName';
import { shortVersion } from './releaseName';
import { useEvidenceStyles } from './styles';

/** Under which names a source reported it. */
const namesOf = ({
  version,
  commitSha,
  digest,
}: Pick<Rollout, 'version' | 'commitSha' | 'digest'>): string[] =>
  [version, commitSha, digest].flatMap(name =>
    name === undefined ? [] : shortVersion(name),
  );

/** Where a release went, workspace by workspace, or who else reported it; each under the names of its source. */
export const Rollouts = ({
  rollouts,
  echoes = false,
}: {
  rollouts: Rollout[];
  echoes?: boolean;
}) => {
  const classes = useEvidenceStyles();
  const t = useTranslation();
  const format = useFormatter();
  return (
    <TableContainer>
      <Table
        size="small"
        className={classes.rollouts}
        aria-label={t(echoes ? 'release.echoes' : 'release.rollouts')}
      >
        <TableHead>
          <TableRow>
            <TableCell>{t('rollout.workspace')}</TableCell>
            <TableCell>{t('rollout.time')}</TableCell>
            {!echoes && <TableCell>{t('rollout.replaced')}</TableCell>}
            <TableCell>{t('rollout.deployment')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rollouts.map(
            ({ workspace, time, replaced, deployment, ...rest }) => (
              <TableRow key={`${deployment.source}/${deployment.id}`}>
                <TableCell>{workspace}</TableCell>
                <TableCell>{format.time(time)}</TableCell>
                {!echoes && (
                  <TableCell>
                    {replaced === undefined
                      ? t('rollout.first')
                      : shortVersion(replaced)}
                  </TableCell>
                )}
                <TableCell>
                  <ExternalLink url={rest.url}>
                    {rest.title || deployment.id}
                  </ExternalLink>
                  <Typography className={classes.small} color="textSecondary">
                    {[
                      deployment.source,
                      ...namesOf(rest),
                      ...(rest.title ? [deployment.id] : []),
                      ...sentBy(rest, t),
                    ].join(' · ')}
                  </Typography>
                </TableCell>
              </TableRow>
            ),
          )}
        </TableBody>
      </Table>
    </TableContainer>
  );
};
