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

import Dialog from '@material-ui/core/Dialog';
import DialogTitle from '@material-ui/core/DialogTitle';
import { useTranslation } from '../../translations';
import { ConfirmStep } from './ConfirmStep';
import { Intent } from './Intent';
import { PickIncident } from './PickIncident';
import { PickRelease } from './PickRelease';

/** Asks for what is still open of a correction, then whether to make it. */
export const CorrectionDialog = (props: {
  intent: Intent;
  onChange: (intent: Intent) => void;
  onClose: () => void;
}) => {
  const { intent, onChange, onClose } = props;
  const t = useTranslation();
  const step = () => {
    if (intent.action === 'attach') {
      const { incident, release, linked } = intent;
      if (incident && !release) {
        return (
          <PickRelease
            incident={incident}
            linked={linked}
            onPick={chosen => onChange({ ...intent, release: chosen })}
            onClose={onClose}
          />
        );
      }
      if (release && !incident) {
        return (
          <PickIncident
            release={release}
            linked={linked}
            onPick={chosen => onChange({ ...intent, incident: chosen })}
            onClose={onClose}
          />
        );
      }
    }
    return <ConfirmStep intent={intent} onClose={onClose} />;
  };
  return (
    <Dialog
      open
      fullWidth
      maxWidth="sm"
      onClose={onClose}
      aria-labelledby="dora-correction-title"
    >
      <DialogTitle id="dora-correction-title">
        {t(`correct.${intent.action}.title`)}
      </DialogTitle>
      {step()}
    </Dialog>
  );
};
