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
import { useFormatter } from '../format';
import { TrendPoint } from './trend';

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: { padding: theme.spacing(1, 1.5), maxWidth: 260 },
    title: { fontWeight: 600, fontSize: '0.8125rem' },
    line: { fontSize: '0.8125rem' },
  }),
  { name: 'DoraTrendTooltip' },
);

/** What a chart says of the bucket under the cursor. */
export const TrendTooltip = (props: { point: TrendPoint; lines: string[] }) => {
  const { point, lines } = props;
  const classes = useStyles();
  const format = useFormatter();
  return (
    <Paper className={classes.root} elevation={4}>
      <Typography className={classes.title}>
        {format.days(point.from, point.to)}
      </Typography>
      {lines.map(line => (
        <Typography key={line} className={classes.line}>
          {line}
        </Typography>
      ))}
    </Paper>
  );
};
