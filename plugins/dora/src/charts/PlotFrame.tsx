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

import { ReactNode, useMemo, useRef } from 'react';
import { makeStyles, Theme } from '@material-ui/core/styles';
import { useFormatter } from '../format';
import { AnnotationStrip, STRIP_HEIGHT } from './AnnotationStrip';
import { Annotation } from './annotations';
import { AnnotationLines } from './AnnotationLines';
import { Axes } from './Axes';
import { Dot, dotPlace } from './dots';
import { createPlotScale, PlotScale } from './PlotScale';
import { TrendPoint } from './trend';
import { TrendTooltip } from './TrendTooltip';
import { PlotHandlers, usePlotControl } from './usePlotControl';
import { useWidth } from './useWidth';
import { ValueAxis } from './ValueAxis';

const HEIGHT = 170;
const AXIS_WIDTH = 70;
const AXIS_HEIGHT = 24;
const MARGIN = 8;
const TOP = STRIP_HEIGHT + MARGIN;

const useStyles = makeStyles(
  (theme: Theme) => ({
    root: {
      position: 'relative',
      marginTop: theme.spacing(1),
      paddingTop: TOP,
    },
    plot: {
      position: 'absolute',
      top: TOP,
      left: AXIS_WIDTH,
      cursor: 'pointer',
      overflow: 'hidden',
      // Sideways it sweeps, up and down it scrolls the page.
      touchAction: 'pan-y',
      '&:focus': { outline: 'none' },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: 2,
      },
    },
    cursor: { stroke: theme.palette.text.secondary },
    ring: { stroke: theme.palette.text.primary, strokeWidth: 2, fill: 'none' },
    sweep: { fill: theme.palette.primary.main, opacity: 0.2 },
  }),
  { name: 'DoraPlotFrame' },
);

/** Axes, annotations, cursor and zoom that all drawings over time share. */
export const PlotFrame = (
  props: {
    label: string;
    points: TrendPoint[];
    annotations: Annotation[];
    /** Single cases, drawn by the children. */
    dots: readonly Dot[];
    axis: ValueAxis;
    tickText: (value: number) => string;
    /** What is to be said of a bucket. */
    linesOf: (point: TrendPoint) => string[];
    children: (scale: PlotScale) => ReactNode;
    /** Incidents of some days were chosen. */
    onOpenIncidents: (annotations: readonly Annotation[]) => void;
  } & PlotHandlers,
) => {
  const { label, points, annotations, dots, axis, tickText, linesOf } = props;
  const { children, onOpenIncidents } = props;
  const classes = useStyles();
  const format = useFormatter();
  const container = useRef<HTMLDivElement>(null);
  const outerWidth = useWidth(container, 480);
  const width = Math.max(1, outerWidth - AXIS_WIDTH - MARGIN);
  const scale = useMemo(
    () => createPlotScale({ points, width, height: HEIGHT, axis }),
    [points, width, axis],
  );
  const { index, isActive, sweep, dot, handlers } = usePlotControl(
    points,
    dots,
    scale,
    props,
  );
  // The cursor moves often, and what is drawn under it stays.
  const drawing = useMemo(() => children(scale), [children, scale]);
  const point = index === undefined ? undefined : points[index];
  const describe = (of: TrendPoint) =>
    [format.days(of.from, of.to), ...linesOf(of)].join(', ');
  const edges = (from: number, to: number) => ({
    left: scale.edges(points[Math.min(from, to)]).left,
    right: scale.edges(points[Math.max(from, to)]).right,
  });

  return (
    <div
      ref={container}
      className={classes.root}
      style={{ height: TOP + HEIGHT + AXIS_HEIGHT }}
    >
      <AnnotationStrip
        annotations={annotations}
        scale={scale}
        left={AXIS_WIDTH}
        width={outerWidth}
        onOpen={onOpenIncidents}
      />
      <Axes
        scale={scale}
        points={points}
        ticks={axis.ticks}
        tickText={tickText}
        axisWidth={AXIS_WIDTH}
        axisHeight={AXIS_HEIGHT}
      />
      <svg
        className={classes.plot}
        width={width}
        height={HEIGHT}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={points.length - 1}
        aria-valuenow={index ?? points.length - 1}
        aria-valuetext={describe(point ?? points[points.length - 1])}
        {...handlers}
      >
        {/* The whole area is sensitive, not only what is drawn. */}
        <rect width={width} height={HEIGHT} fill="transparent" />
        <AnnotationLines annotations={annotations} scale={scale} />
        {drawing}
        {point && (
          <line
            className={classes.cursor}
            x1={scale.x(point.time)}
            x2={scale.x(point.time)}
            y1={0}
            y2={HEIGHT}
          />
        )}
        {dot && (
          <circle
            className={classes.ring}
            cx={dotPlace(dot, scale).x}
            cy={dotPlace(dot, scale).y}
            r={7}
          />
        )}
        {sweep && (
          <rect
            className={classes.sweep}
            x={edges(sweep.first, sweep.last).left}
            width={
              edges(sweep.first, sweep.last).right -
              edges(sweep.first, sweep.last).left
            }
            height={HEIGHT}
          />
        )}
      </svg>
      {isActive && point && (
        <TrendTooltip
          title={format.days(point.from, point.to)}
          lines={dot ? [dot.text] : linesOf(point)}
          place={AXIS_WIDTH + scale.x(point.time)}
          width={outerWidth}
        />
      )}
    </div>
  );
};
