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

const useStyles = makeStyles(
  (theme: Theme) => ({
    mark: {
      display: 'inline-block',
      width: '1.2em',
      fontWeight: theme.typography.fontWeightBold as number,
      color: theme.palette.text.secondary,
    },
  }),
  { name: 'DoraChangeMark' },
);

const GLYPHS = { better: '↗', worse: '↘', same: '→' } as const;

/** Whether things got better; what that means in words stands beside it. */
export const ChangeMark = (props: {
  direction: 'better' | 'worse' | 'same';
  /** Spoken where no words stand beside it. */
  label?: string;
}) => {
  const classes = useStyles();
  return (
    <span
      className={classes.mark}
      title={props.label}
      {...(props.label
        ? { role: 'img', 'aria-label': props.label }
        : { 'aria-hidden': true })}
    >
      {GLYPHS[props.direction]}
    </span>
  );
};
