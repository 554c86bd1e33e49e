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

import { ReactNode } from 'react';
import { makeStyles, Theme } from '@material-ui/core/styles';

export const useLegendStyles = makeStyles(
  (theme: Theme) => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(0.5, 1.5),
      fontSize: '0.75rem',
      color: theme.palette.text.secondary,
    },
    // On the page's own ground, which is darker than a card, the secondary colour is too faint.
    onPage: { color: theme.palette.text.primary },
    entry: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
    },
  }),
  { name: 'DoraTrendLegend' },
);

/** A mark and what it means. */
export const LegendEntry = (props: {
  mark: ReactNode;
  text: string;
  size?: { width: number; height: number };
}) => {
  const { mark, text, size = { width: 14, height: 10 } } = props;
  const classes = useLegendStyles();
  return (
    <span className={classes.entry}>
      <svg {...size} viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden>
        {mark}
      </svg>
      {text}
    </span>
  );
};
