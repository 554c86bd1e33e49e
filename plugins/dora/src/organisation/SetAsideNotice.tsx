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
import Alert from '@material-ui/lab/Alert';
import type { SetAside } from '@backstage-dora/plugin-dora-common';
import { DocsLink, EntityLink } from '../common';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';

const useStyles = makeStyles(
  (theme: Theme) => ({
    heading: { fontSize: '1rem', fontWeight: 600 },
    list: { margin: theme.spacing(1, 0), paddingLeft: theme.spacing(3) },
    item: { overflowWrap: 'anywhere' },
  }),
  { name: 'DoraSetAside' },
);

/** Which components are not up to date, since when and why, and what to do. Nothing where all are. */
export const SetAsideNotice = (props: {
  setAside?: SetAside[];
  /** How many of them to name. */
  most?: number;
}) => {
  const { setAside = [], most = Infinity } = props;
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();
  const count = setAside.length;
  if (count === 0) {
    return null;
  }
  return (
    <Alert
      severity="warning"
      variant="outlined"
      role="note"
      data-testid="dora-set-aside"
    >
      <Typography component="h2" className={classes.heading}>
        {t('coverage.setAside.title', {
          count,
          value: format.number(count, 0),
        })}
      </Typography>
      <Typography component="ul" variant="body2" className={classes.list}>
        {setAside
          .slice(0, most)
          .map(({ entityRef, incident, error, since, nextTryAt }) => (
            <li
              key={JSON.stringify([entityRef, incident])}
              className={classes.item}
            >
              <EntityLink entityRef={entityRef} underline="always" />{' '}
              {t('coverage.setAside.item', {
                since: format.time(since),
                error,
                next: format.time(nextTryAt),
              })}
            </li>
          ))}
        {count > most && (
          <li>
            {t('coverage.sync.more', { value: format.number(count - most, 0) })}
          </li>
        )}
      </Typography>
      <Typography variant="body2">
        {t('coverage.setAside.text', { count })}{' '}
        <DocsLink
          page="operate"
          section="components-set-aside"
          text={t('coverage.setAside.docs')}
        />
      </Typography>
    </Alert>
  );
};
