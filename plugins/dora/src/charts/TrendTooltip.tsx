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

import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';

const GAP = 12;

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: {
      position: 'absolute',
      top: 0,
      zIndex: theme.zIndex.tooltip,
      maxWidth: 240,
      padding: theme.spacing(1, 1.5),
      // The pointer is on the chart, not on what is said about it.
      pointerEvents: 'none',
    },
    title: { fontWeight: 600, fontSize: '0.8125rem' },
    line: { fontSize: '0.8125rem' },
  }),
  { name: 'DoraTrendTooltip' },
);

/** What a chart says of what is under the cursor, on the side that has room. */
export const TrendTooltip = (props: {
  title: string;
  lines: string[];
  /** Where the cursor is. */
  place: number;
  /** Width of the chart. */
  width: number;
}) => {
  const { title, lines, place, width } = props;
  const classes = useStyles();
  const side =
    place > width / 2 ? { right: width - place + GAP } : { left: place + GAP };
  return (
    <Paper className={classes.root} elevation={4} style={side} aria-hidden>
      <Typography className={classes.title}>{title}</Typography>
      {lines.map((line, index) => (
        // Two incidents may have the same title.
        <Typography key={`${index} ${line}`} className={classes.line}>
          {line}
        </Typography>
      ))}
    </Paper>
  );
};
