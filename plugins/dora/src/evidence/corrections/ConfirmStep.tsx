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

import { useState } from 'react';
import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { entityName } from '../../common';
import { useTranslation } from '../../translations';
import { releaseName } from '../releaseName';
import { useRelease } from '../useRelease';
import { ChosenIncident, Intent } from './Intent';
import { useCorrect } from './useCorrect';

/** The longest note that the API takes. */
const LONGEST_NOTE = 2000;

/** An incident in a sentence: its id, and what it is called. */
function incidentName({ id, title }: ChosenIncident): string {
  return title ? `${id} (${title})` : id;
}

/** Says what a correction changes, and makes it. */
export const ConfirmStep = (props: { intent: Intent; onClose: () => void }) => {
  const { intent, onClose } = props;
  const t = useTranslation();
  const [note, setNote] = useState('');
  const isTakenBack = intent.action === 'take-back';
  const target = isTakenBack ? undefined : intent.release;
  const { release, isGone } = useRelease(target);
  const deployment = release?.rollouts[0]?.deployment;
  const { isBusy, error, run } = useCorrect(onClose);

  const incident = 'incident' in intent ? intent.incident : undefined;
  const text = t(`correct.${intent.action}.text`, {
    release: target ? releaseName(target, t) : '',
    component: target ? entityName(target.entityRef) : '',
    incident: incident ? incidentName(incident) : '',
  });
  const submit = () =>
    run(async api => {
      if (intent.action === 'take-back') {
        await api.deleteCorrection(intent.correction.id);
      } else if (deployment) {
        await api.correct({
          action: intent.action,
          deployment,
          incident: incident && { source: incident.source, id: incident.id },
          note: note.trim() || undefined,
        });
      }
    });
  return (
    <>
      <DialogContent>
        <Typography paragraph>{text}</Typography>
        {!isTakenBack && (
          <>
            <TextField
              fullWidth
              multiline
              minRows={2}
              variant="outlined"
              id="dora-correction-note"
              label={t('correct.note')}
              value={note}
              onChange={event => setNote(event.target.value)}
              inputProps={{ maxLength: LONGEST_NOTE }}
            />
            <Typography variant="body2" color="textSecondary">
              {t('correct.seen')}
            </Typography>
          </>
        )}
        {isGone && <Alert severity="warning">{t('release.gone')}</Alert>}
        {error && (
          <Alert severity="error">
            {t('correct.failed', { reason: error })}
          </Alert>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('correct.cancel')}</Button>
        <Button
          color="primary"
          variant="contained"
          disabled={isBusy || (!isTakenBack && !deployment)}
          onClick={submit}
        >
          {t(`correct.${intent.action}.confirm`)}
        </Button>
      </DialogActions>
    </>
  );
};
