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
import ToggleButton from '@material-ui/lab/ToggleButton';
import ToggleButtonGroup from '@material-ui/lab/ToggleButtonGroup';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: { flexWrap: 'wrap' },
    option: {
      textTransform: 'none',
      color: theme.palette.text.primary,
      padding: theme.spacing(0.5, 1.25),
      '&&.Mui-selected': {
        color: theme.palette.text.primary,
        fontWeight: theme.typography.fontWeightBold as number,
      },
    },
  }),
  { name: 'DoraToggle' },
);

/** Chooses one of a few. */
export const Toggle = <T extends string | number>(props: {
  label: string;
  /** Undefined where none is chosen. */
  value: T | undefined;
  options: readonly { value: T; text: string }[];
  onChange: (value: T) => void;
}) => {
  const { label, value, options, onChange } = props;
  const classes = useStyles();
  return (
    <ToggleButtonGroup
      size="small"
      exclusive
      className={classes.root}
      value={value ?? null}
      // Choosing what is chosen says nothing.
      onChange={(_, next: T | null) => next !== null && onChange(next)}
      aria-label={label}
    >
      {options.map(option => (
        <ToggleButton
          key={option.value}
          value={option.value}
          className={classes.option}
        >
          {option.text}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
};
