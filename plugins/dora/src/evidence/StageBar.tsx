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
import type { Stages } from '@backstage-dora/plugin-dora-common';
import { STAGES } from '../metrics';
import { usePalette } from '../metrics/palette';
import { useFormatter } from '../format';
import { useTranslation } from '../translations';

const useStyles = makeStyles(
  (theme: Theme) => ({
    bar: {
      display: 'flex',
      height: 8,
      gap: 1,
      borderRadius: 4,
      overflow: 'hidden',
      margin: theme.spacing(0.5, 0),
    },
    legend: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1.5),
      fontSize: '0.75rem',
      color: theme.palette.text.secondary,
    },
    swatch: {
      display: 'inline-block',
      width: 8,
      height: 8,
      borderRadius: 2,
      marginRight: theme.spacing(0.5),
    },
  }),
  { name: 'DoraStageBar' },
);

/** Where the lead time of a change went; the words under it say the same. */
export const StageBar = ({ stages }: { stages: Stages }) => {
  const classes = useStyles();
  const t = useTranslation();
  const format = useFormatter();
  const palette = usePalette();
  const known = STAGES.flatMap(stage => {
    const seconds = stages[stage];
    return typeof seconds === 'number' ? [{ stage, seconds }] : [];
  });
  if (known.length === 0) {
    return null;
  }
  return (
    <div>
      <div className={classes.bar} aria-hidden>
        {known
          .filter(({ seconds }) => seconds > 0)
          .map(({ stage, seconds }) => (
            <span
              key={stage}
              style={{
                flex: `${seconds} 1 2px`,
                backgroundColor: palette.stage[stage],
              }}
            />
          ))}
      </div>
      <div className={classes.legend}>
        {known.map(({ stage, seconds }) => (
          <span key={stage}>
            <span
              className={classes.swatch}
              style={{ backgroundColor: palette.stage[stage] }}
            />
            {t(`stage.${stage}`)} {format.duration(seconds)}
          </span>
        ))}
      </div>
    </div>
  );
};
