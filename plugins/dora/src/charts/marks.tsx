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

import { useTheme } from '@material-ui/core/styles';
import { usePalette } from '../metrics/palette';
import { Dot, dotPlace } from './dots';
import { PlotScale } from './PlotScale';
import { LinePart, lineParts, pathOf, runs } from '../metrics/runs';
import { TrendPoint } from './trend';

/** Part of a bucket's width that a bar takes. */
const BAR = 0.7;
/** Beyond so many points, dots hide the line. */
const DOTS = 60;

interface Props {
  points: TrendPoint[];
  scale: PlotScale;
}

/** One bar per bucket, made of parts on top of each other. */
export const StackedBars = (
  props: Props & {
    parts: readonly {
      key: string;
      color: string;
      of: (point: TrendPoint) => number;
    }[];
  },
) => {
  const { points, scale, parts } = props;
  return (
    <>
      {points.map(point => {
        const { left, right } = scale.edges(point);
        const width = Math.max(1, (right - left) * BAR);
        let below = 0;
        return parts.map(({ key, color, of }) => {
          const value = Math.max(0, of(point));
          const bottom = below;
          below += value;
          return value > 0 ? (
            <rect
              key={`${point.from} ${key}`}
              x={(left + right - width) / 2}
              width={width}
              y={scale.y(below)}
              height={scale.y(bottom) - scale.y(below)}
              fill={color}
              // Its count is no drop: it may yet rise, or is of fewer days.
              {...(!point.complete && {
                fillOpacity: 0.3,
                stroke: color,
                strokeDasharray: '3 2',
              })}
            />
          ) : null;
        });
      })}
    </>
  );
};

/** The value of each bucket on its own, where the line goes through several. */
export const OwnValues = ({ points, scale }: Props) => {
  const palette = usePalette();
  return (
    <g fill="none" stroke={palette.signal} strokeWidth={1.25}>
      {points.map(({ from, time, value }) => {
        if (value === null) {
          return null;
        }
        const [x, y] = [scale.x(time), scale.y(value)];
        return y < 0 ? (
          // Beyond the axis: points up, out of the plot.
          <path key={from} d={`M${x} 3l4 6h-8Z`} />
        ) : (
          <circle key={from} cx={x} cy={y} r={2.5} />
        );
      })}
    </g>
  );
};

/** A line through the values; a bucket without one breaks it. */
export const ValueLine = (
  props: Props & { of: (point: TrendPoint) => number | null; dashed?: boolean },
) => {
  const { points, scale, of, dashed = false } = props;
  const palette = usePalette();
  const lines = runs(points, point => {
    const value = of(point);
    return value === null
      ? undefined
      : {
          x: scale.x(point.time),
          y: scale.y(value),
          complete: point.complete,
        };
  });
  const dashes = (part: LinePart) => {
    if (dashed) {
      return '4 3';
    }
    return part.dashed ? '2 3' : undefined;
  };
  return (
    <g fill={palette.value} stroke={palette.value}>
      {lines.flatMap(lineParts).map(part => (
        <path
          key={`${part.places[0].x} ${part.dashed}`}
          d={pathOf(part.places)}
          fill="none"
          strokeWidth={dashed ? 1 : 2}
          strokeDasharray={dashes(part)}
        />
      ))}
      {!dashed &&
        lines
          // A value on its own has no line, and is seen as a dot in any case.
          .filter(line => points.length <= DOTS || line.length === 1)
          .flat()
          .map(({ x, y, complete }) => (
            <circle
              key={x}
              cx={x}
              cy={y}
              r={2.5}
              {...(complete ? { stroke: 'none' } : { fillOpacity: 0.3 })}
            />
          ))}
    </g>
  );
};

/** A dot for each single case; a triangle at the top edge where it is still open. */
export const Dots = (props: { dots: readonly Dot[]; scale: PlotScale }) => {
  const palette = usePalette();
  return (
    <g stroke={palette.failed} fill={palette.failed}>
      {props.dots.map(dot => {
        const { x, y } = dotPlace(dot, props.scale);
        return dot.value === undefined ? (
          <path
            key={dot.key}
            d={`M${x} ${y - 5}l5 9h-10Z`}
            fill="none"
            strokeWidth={1.5}
          />
        ) : (
          <circle key={dot.key} cx={x} cy={y} r={3.5} fillOpacity={0.55} />
        );
      })}
    </g>
  );
};

/** The area between two ends; a bucket on its own gets a bar. */
export const Band = ({ points, scale }: Props) => {
  const palette = usePalette();
  const bands = runs(points, ({ time, band }) =>
    band
      ? { x: scale.x(time), low: scale.y(band[0]), high: scale.y(band[1]) }
      : undefined,
  );
  return (
    <g fill={palette.value} opacity={0.2}>
      {bands.map(band =>
        band.length === 1 ? (
          <rect
            key={band[0].x}
            x={band[0].x - 3}
            width={6}
            y={band[0].high}
            height={Math.max(0, band[0].low - band[0].high)}
          />
        ) : (
          <path
            key={band[0].x}
            d={`M${[
              ...band.map(({ x, high }) => `${x} ${high}`),
              ...[...band].reverse().map(({ x, low }) => `${x} ${low}`),
            ].join('L')}Z`}
          />
        ),
      )}
    </g>
  );
};

/** A cross at each count, so that failures are not told by their colour alone. */
export const Crosses = (
  props: Props & { of: (point: TrendPoint) => number },
) => {
  const { points, scale, of } = props;
  const palette = usePalette();
  const theme = useTheme();
  const strokes = [
    { stroke: theme.palette.background.paper, strokeWidth: 6 },
    { stroke: palette.failed, strokeWidth: 2.5 },
  ];
  return (
    <g fill="none" strokeLinecap="round">
      {points
        .filter(point => of(point) > 0)
        .map(point => {
          const [x, y] = [scale.x(point.time), scale.y(of(point))];
          return strokes.map(stroke => (
            <path
              key={`${point.from} ${stroke.strokeWidth}`}
              d={`M${x - 4} ${y - 4}l8 8m0 -8l-8 8`}
              {...stroke}
            />
          ));
        })}
    </g>
  );
};
