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

import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import { ResponseErrorPanel } from '@backstage/core-components';
import { useTranslation } from '../translations';
import { DocsLink } from './DocsLink';
import { unreachable } from './unreachable';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      alignItems: 'flex-start',
      gap: theme.spacing(1),
      '& > :first-child': { alignSelf: 'stretch' },
    },
  }),
  { name: 'DoraRequestError' },
);

/**
 * Says that a request failed, why, and offers to try again; without an answer from
 * the backend plugin also how to install it.
 */
export const RequestError = (props: {
  /** What could not be loaded, as a sentence. */
  title: string;
  error: Error;
  onRetry: () => void;
}) => {
  const classes = useStyles();
  const t = useTranslation();
  const cause = unreachable(props.error);
  return (
    <div className={classes.root}>
      <ResponseErrorPanel
        title={cause ? t(`error.unreachable.${cause}`) : props.title}
        error={props.error}
      />
      {cause && (
        <Typography variant="body2">
          <DocsLink page="install" text={t('error.unreachable.docs')} />
        </Typography>
      )}
      <Button variant="outlined" size="small" onClick={props.onRetry}>
        {t('error.retry')}
      </Button>
    </div>
  );
};
