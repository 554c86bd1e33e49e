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
import { AnnotationGroup } from './annotations';

/** A triangle for an incident, a flag for a signal, a disc with their number for several. */
export const AnnotationMark = (props: {
  kind: AnnotationGroup['kind'];
  count: number;
  /** Where its middle is. */
  x: number;
  y: number;
}) => {
  const { kind, count, x, y } = props;
  const theme = useTheme();
  const palette = usePalette();
  const color = kind === 'signal' ? palette.signal : palette.failed;
  if (count > 1) {
    return (
      <>
        <rect
          x={x - 9}
          y={y - 7}
          width={18}
          height={14}
          rx={7}
          fill={theme.palette.background.paper}
          stroke={color}
          strokeWidth={1.5}
          strokeDasharray={kind === 'signal' ? '3 2' : undefined}
        />
        <text
          x={x}
          y={y}
          fontSize={10}
          textAnchor="middle"
          dominantBaseline="central"
          fill={theme.palette.text.primary}
        >
          {count > 99 ? '99+' : count}
        </text>
      </>
    );
  }
  return kind === 'incident' ? (
    <path d={`M${x} ${y + 5}l-5.5 -10h11Z`} fill={color} />
  ) : (
    <path
      d={`M${x} ${y + 6}v-12l8 3.5l-8 3.5`}
      fill="none"
      stroke={color}
      strokeWidth={1.75}
      strokeLinejoin="round"
    />
  );
};
