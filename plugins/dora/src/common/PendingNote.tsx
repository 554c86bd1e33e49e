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

import { makeStyles, Theme } from '@material-ui/core/styles';
import SyncIcon from '@material-ui/icons/Sync';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      height: theme.spacing(3),
      fontSize: '0.75rem',
      color: theme.palette.text.secondary,
      whiteSpace: 'nowrap',
    },
    icon: { fontSize: '1rem' },
  }),
  { name: 'DoraPendingNote' },
);

/**
 * Says how many facts are not in the numbers yet. Its place is kept when there are
 * none, so that nothing moves when it comes and goes.
 */
export const PendingNote = (props: {
  pending?: number;
  className?: string;
}) => {
  const { pending = 0, className = '' } = props;
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();
  return (
    <div
      role="status"
      className={`${classes.root} ${className}`}
      data-testid="dora-pending"
    >
      {pending > 0 && (
        <>
          <SyncIcon className={classes.icon} aria-hidden />
          {t('pending.text', {
            count: pending,
            value: format.number(pending, 0),
          })}
        </>
      )}
    </div>
  );
};
