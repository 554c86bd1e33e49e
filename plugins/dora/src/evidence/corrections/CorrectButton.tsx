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
import { makeStyles, Theme } from '@material-ui/core/styles';
import { useTranslation } from '../../translations';
import { useBeginCorrection } from './CorrectionsContext';
import { Intent } from './Intent';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: {
      textTransform: 'none',
      padding: theme.spacing(0, 0.75),
      minWidth: 'auto',
    },
    // Its text begins where the lines above it do.
    alone: { marginLeft: theme.spacing(-0.75), display: 'block' },
  }),
  { name: 'DoraCorrectButton' },
);

/** Begins a correction. Not there for those who may not make any. */
export const CorrectButton = (props: {
  intent: Intent;
  /** What it is about, for those who do not see where it stands. */
  about: string;
  /** Whether it has a line to itself. */
  isAlone?: boolean;
}) => {
  const { intent, about, isAlone } = props;
  const classes = useStyles();
  const t = useTranslation();
  const begin = useBeginCorrection();
  if (!begin) {
    return null;
  }
  const text =
    intent.action === 'attach' && intent.release
      ? t('correct.attach.incident')
      : t(`correct.${intent.action}.button`);
  return (
    <Button
      size="small"
      color="primary"
      className={isAlone ? `${classes.root} ${classes.alone}` : classes.root}
      onClick={() => begin(intent)}
      aria-label={t('correct.about', { text, about })}
    >
      {text}
    </Button>
  );
};
