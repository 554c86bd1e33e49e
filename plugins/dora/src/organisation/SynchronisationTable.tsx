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
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import type { Synchronisation } from '@backstage-dora/plugin-dora-common';
import { EntityLink } from '../common';
import { Formatter, useFormatter } from '../format';
import { Translate, useTranslation } from '../translations';

/** So many entities of a subject are named. */
const MOST = 5;

const useStyles = makeStyles(
  (theme: Theme) => ({
    cell: { verticalAlign: 'top' },
    small: { fontSize: '0.8125rem' },
    links: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1),
      fontSize: '0.8125rem',
    },
    problem: { maxWidth: 420, overflowWrap: 'anywhere' },
  }),
  { name: 'DoraSynchronisations' },
);

/** How far it is: `12 of 40 steps`, `12 steps`, or nothing where there are none. */
function progress(
  { done, remaining }: Synchronisation,
  t: Translate,
  format: Formatter,
): string {
  if (done === undefined) {
    return t('chart.none');
  }
  const value = format.number(done, 0);
  return remaining === undefined
    ? t('coverage.sync.steps', { count: done, value })
    : t('coverage.sync.progress', {
        count: done + remaining,
        value,
        total: format.number(done + remaining, 0),
      });
}

/** What the sources that fetch facts by themselves are doing. */
export const SynchronisationTable = (props: {
  synchronisations: Synchronisation[];
}) => {
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();
  return (
    <Table size="small">
      <TableHead>
        <TableRow>
          <TableCell>{t('coverage.source')}</TableCell>
          <TableCell>{t('coverage.sync.subject')}</TableCell>
          <TableCell>{t('coverage.sync.state')}</TableCell>
          <TableCell>{t('coverage.sync.backfill')}</TableCell>
          <TableCell>{t('coverage.sync.at')}</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {props.synchronisations.map(sync => (
          <TableRow
            key={`${sync.source} ${sync.subject}`}
            data-testid="dora-synchronisation"
          >
            <TableCell className={classes.cell}>{sync.source}</TableCell>
            <TableCell
              className={classes.cell}
              component="th"
              scope="row"
              role="rowheader"
            >
              {sync.subject}
              <div className={classes.links}>
                {sync.entityRefs.slice(0, MOST).map(entityRef => (
                  <EntityLink key={entityRef} entityRef={entityRef} />
                ))}
                {sync.entityRefs.length > MOST &&
                  t('coverage.sync.more', {
                    value: format.number(sync.entityRefs.length - MOST, 0),
                  })}
              </div>
            </TableCell>
            <TableCell className={classes.cell}>
              {t(`coverage.sync.states.${sync.state}`)}
              {sync.until && (
                <Typography className={classes.small} color="textSecondary">
                  {t('coverage.sync.until', { time: format.time(sync.until) })}
                </Typography>
              )}
              <div className={classes.problem}>
                {sync.error && (
                  <Typography className={classes.small}>
                    {sync.error}
                  </Typography>
                )}
                {sync.advice && (
                  <Typography className={classes.small} color="textSecondary">
                    {sync.advice}
                  </Typography>
                )}
              </div>
            </TableCell>
            <TableCell className={classes.cell}>
              {progress(sync, t, format)}
            </TableCell>
            <TableCell className={classes.cell}>
              {format.time(sync.at)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
};
