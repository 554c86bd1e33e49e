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
import type { TimelineResult } from '@backstage-dora/plugin-dora-common';
import { useFormatter } from '../format';
import { usePalette } from '../metrics/palette';
import { useTranslation } from '../translations';
import { AnnotationMark } from './AnnotationMark';
import { LegendEntry, useLegendStyles } from './LegendEntry';

const SIZE = { width: 20, height: 16 };
const CUT = ['incidents', 'failedReleases', 'signals'] as const;

/** What the marks of all charts mean, and which are not all there. */
export const TimelineLegend = ({ timeline }: { timeline: TimelineResult }) => {
  const classes = useLegendStyles();
  const t = useTranslation();
  const format = useFormatter();
  const palette = usePalette();
  const { incidents, signals } = timeline;
  const hasIncidents = incidents.items.length > 0;
  const hasSignals = signals.items.length > 0;
  const lasts = signals.items.some(({ until }) => until !== undefined);
  return (
    <>
      {(hasIncidents || hasSignals) && (
        <div
          className={`${classes.root} ${classes.onPage}`}
          data-testid="dora-timeline-legend"
        >
          {hasIncidents && (
            <LegendEntry
              size={SIZE}
              mark={<AnnotationMark kind="incident" count={1} x={10} y={8} />}
              text={t('chart.incident.incident')}
            />
          )}
          {hasSignals && (
            <LegendEntry
              size={SIZE}
              mark={<AnnotationMark kind="signal" count={1} x={8} y={8} />}
              text={t('chart.signal.any')}
            />
          )}
          {lasts && (
            <LegendEntry
              size={SIZE}
              mark={<rect {...SIZE} fill={palette.signal} opacity={0.3} />}
              text={t('chart.signal.lasting')}
            />
          )}
          {incidents.items.length + signals.items.length > 1 && (
            <LegendEntry
              size={SIZE}
              mark={
                <AnnotationMark
                  kind={hasIncidents ? 'incident' : 'signal'}
                  count={3}
                  x={10}
                  y={8}
                />
              }
              text={t('chart.severalMarks')}
            />
          )}
        </div>
      )}
      {CUT.filter(
        kind => timeline[kind].totalItems > timeline[kind].items.length,
      ).map(kind => (
        <Typography key={kind} variant="body2">
          {t(`chart.cut.${kind}`, {
            shown: format.number(timeline[kind].items.length, 0),
            total: format.number(timeline[kind].totalItems, 0),
          })}
        </Typography>
      ))}
    </>
  );
};
