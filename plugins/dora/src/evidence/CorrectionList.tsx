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
import type { Correction } from '@backstage-dora/plugin-dora-common';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';
import { CorrectButton } from './corrections';
import { personName } from './personName';
import { useEvidenceStyles } from './styles';

/** What people corrected, with who and when. */
export const CorrectionList = (props: { corrections?: Correction[] }) => {
  const classes = useEvidenceStyles();
  const t = useTranslation();
  const format = useFormatter();
  return (
    <>
      {props.corrections?.map(correction => {
        const { id, action, by, at, note } = correction;
        return (
          <Typography key={id} className={classes.small}>
            {t(`correction.${action}`, {
              by: personName(by),
              time: format.time(at),
            })}
            {note && ` ${t('correction.note', { note })}`}{' '}
            <CorrectButton
              intent={{ action: 'take-back', correction }}
              about={t(`correction.${action}`, {
                by: personName(by),
                time: format.time(at),
              })}
            />
          </Typography>
        );
      })}
    </>
  );
};
