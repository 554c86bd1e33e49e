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
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import { LoadingRows, RequestError, Toggle } from '../../common';
import { FilterField } from '../../filters';
import { useTranslation } from '../../translations';

const useStyles = makeStyles(
  (theme: Theme) => ({
    tools: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1),
      margin: theme.spacing(1, 0),
    },
    find: { flex: '1 1 260px' },
    option: { alignItems: 'flex-start', marginBottom: theme.spacing(0.5) },
    radio: { padding: theme.spacing(0.25, 1) },
    small: { fontSize: '0.8125rem' },
  }),
  { name: 'DoraPickStep' },
);

/** One of what there is to choose from. */
export interface Choice {
  key: string;
  name: string;
  details: string;
}

/** What the choices are limited to. */
export interface PickScope {
  filter: string;
  isWide: boolean;
}

/** Chooses one of a list that the server searches. */
export const PickStep = (props: {
  question: string;
  findLabel: string;
  /** What the list is limited to unless one asks for everything. */
  narrowText: string;
  scope: PickScope;
  onScope: (scope: PickScope) => void;
  /** Undefined while they are loaded. */
  choices: Choice[] | undefined;
  emptyText: string;
  error?: Error;
  errorTitle: string;
  onRetry: () => void;
  onPick: (key: string) => void;
  onClose: () => void;
}) => {
  const { question, scope, onScope, choices, error } = props;
  const classes = useStyles();
  const t = useTranslation();
  const [chosen, setChosen] = useState<string>();
  const isThere = choices?.some(({ key }) => key === chosen);
  return (
    <>
      <DialogContent>
        <Typography>{question}</Typography>
        <div className={classes.tools}>
          <Toggle
            label={t('correct.pick.among')}
            value={scope.isWide ? 'wide' : 'narrow'}
            options={[
              { value: 'narrow', text: props.narrowText },
              { value: 'wide', text: t('scope.organisation') },
            ]}
            onChange={value => onScope({ ...scope, isWide: value === 'wide' })}
          />
          <div className={classes.find}>
            <FilterField
              label={props.findLabel}
              value={scope.filter}
              onChange={filter => onScope({ ...scope, filter })}
            />
          </div>
        </div>
        {error && (
          <RequestError
            title={props.errorTitle}
            error={error}
            onRetry={props.onRetry}
          />
        )}
        {!choices && !error && <LoadingRows rows={4} />}
        {choices?.length === 0 && (
          <Typography color="textSecondary">{props.emptyText}</Typography>
        )}
        {choices && choices.length > 0 && (
          <RadioGroup
            aria-label={question}
            value={chosen ?? ''}
            onChange={(_, key) => setChosen(key)}
          >
            {choices.map(({ key, name, details }) => (
              <FormControlLabel
                key={key}
                value={key}
                className={classes.option}
                control={
                  <Radio
                    size="small"
                    color="primary"
                    className={classes.radio}
                  />
                }
                label={
                  <>
                    {name}
                    <Typography className={classes.small} color="textSecondary">
                      {details}
                    </Typography>
                  </>
                }
              />
            ))}
          </RadioGroup>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={props.onClose}>{t('correct.cancel')}</Button>
        <Button
          color="primary"
          variant="contained"
          disabled={!isThere}
          onClick={() => chosen !== undefined && props.onPick(chosen)}
        >
          {t('correct.next')}
        </Button>
      </DialogActions>
    </>
  );
};
