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
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import { CopyTextButton } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { MissingFacts } from '../metrics';
import { useTranslation } from '../translations';
import { curlExample } from './connectExamples';
import { ReadOn } from './ReadOn';
import { TemplateLink } from './TemplateLink';

const useStyles = makeStyles(
  (theme: Theme) => ({
    code: {
      display: 'flex',
      alignItems: 'flex-start',
      backgroundColor: theme.palette.background.default,
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
    },
    text: {
      flexGrow: 1,
      overflowX: 'auto',
      margin: 0,
      padding: theme.spacing(1.5),
      fontSize: '0.8125rem',
      fontFamily: 'monospace',
    },
  }),
  { name: 'DoraConnectDialog' },
);

/** Says what to send, so that a metric can be told, with a command that sends a first one. */
export const ConnectDialog = (props: {
  missing?: MissingFacts;
  entityRef: string;
  onClose: () => void;
}) => {
  const { missing, entityRef, onClose } = props;
  const classes = useStyles();
  const t = useTranslation();
  const baseUrl = useApi(configApiRef).getString('backend.baseUrl');
  if (!missing) {
    return null;
  }
  const example = curlExample({
    missing,
    entityRef,
    baseUrl,
    now: new Date(),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      maxWidth="md"
      aria-labelledby="dora-connect-title"
    >
      <DialogTitle id="dora-connect-title">
        {t(`connect.${missing}.title`)}
      </DialogTitle>
      <DialogContent>
        <Typography paragraph>{t(`connect.${missing}.text`)}</Typography>
        <Typography paragraph>{t('connect.example')}</Typography>
        <div className={classes.code}>
          <Typography component="pre" className={classes.text} tabIndex={0}>
            {example}
          </Typography>
          <CopyTextButton text={example} tooltipText={t('connect.copied')} />
        </div>
        <ReadOn missing={missing} />
      </DialogContent>
      <DialogActions>
        <TemplateLink missing={missing} entityRef={entityRef} />
        <Button onClick={onClose} color="primary">
          {t('connect.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
