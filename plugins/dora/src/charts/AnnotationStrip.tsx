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
import { makeStyles } from '@material-ui/core/styles';
import { useTranslation } from '../translations';
import {
  Annotation,
  AnnotationGroup,
  annotationLines,
  groupAnnotations,
} from './annotations';
import { AnnotationMark } from './AnnotationMark';
import { PlotScale } from './PlotScale';
import { TrendTooltip } from './TrendTooltip';

export const STRIP_HEIGHT = 16;
/** What is closer together than this shares a mark. */
export const GROUP_DISTANCE = 20;

const useStyles = makeStyles(
  {
    root: { position: 'absolute', top: 0, overflow: 'visible' },
    opens: { cursor: 'pointer' },
  },
  { name: 'DoraAnnotationStrip' },
);

/**
 * A mark above the plot for everything that happened. It is for the pointer: the
 * slider below, and the table, say the same.
 */
export const AnnotationStrip = (props: {
  annotations: Annotation[];
  scale: PlotScale;
  /** Where the plot begins. */
  left: number;
  /** Width of the chart. */
  width: number;
  /** Incidents were chosen. */
  onOpen: (incidents: Annotation[]) => void;
}) => {
  const { annotations, scale, left, width, onOpen } = props;
  const classes = useStyles();
  const t = useTranslation();
  const [shown, setShown] = useState<AnnotationGroup>();
  return (
    <>
      <svg
        className={classes.root}
        style={{ left }}
        width={scale.width}
        height={STRIP_HEIGHT}
        aria-hidden
      >
        {groupAnnotations(annotations, scale.x, GROUP_DISTANCE).map(group => {
          const incidents = group.annotations.filter(
            ({ kind }) => kind === 'incident',
          );
          return (
            <g
              key={group.annotations[0].key}
              className={incidents.length > 0 ? classes.opens : undefined}
              onPointerEnter={() => setShown(group)}
              onPointerLeave={() => setShown(undefined)}
              onClick={() => incidents.length > 0 && onOpen(incidents)}
            >
              <rect
                x={group.x - GROUP_DISTANCE / 2}
                width={GROUP_DISTANCE}
                height={STRIP_HEIGHT}
                fill="transparent"
              />
              <AnnotationMark
                kind={group.kind}
                count={group.annotations.length}
                x={group.x}
                y={STRIP_HEIGHT / 2}
              />
            </g>
          );
        })}
      </svg>
      {shown && (
        <TrendTooltip
          title={t('chart.marks')}
          lines={annotationLines(shown.annotations, t, 10)}
          place={left + shown.x}
          width={width}
        />
      )}
    </>
  );
};
