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

import { usePalette } from '../metrics/palette';
import { Annotation, groupAnnotations } from './annotations';
import { GROUP_DISTANCE } from './AnnotationStrip';
import { PlotScale } from './PlotScale';

/** What happened besides, through the whole plot: a line for a moment, an area for what lasted. */
export const AnnotationLines = (props: {
  annotations: Annotation[];
  scale: PlotScale;
}) => {
  const { annotations, scale } = props;
  const palette = usePalette();
  const moments = annotations.filter(({ end }) => end === undefined);
  return (
    <>
      {annotations.map(({ key, start, end }) =>
        end === undefined ? null : (
          <rect
            key={key}
            x={scale.x(start)}
            width={Math.max(1, scale.x(end) - scale.x(start))}
            height={scale.height}
            fill={palette.signal}
            opacity={0.18}
          />
        ),
      )}
      {groupAnnotations(moments, scale.x, GROUP_DISTANCE).map(
        ({ x, kind, annotations: [first] }) => (
          <line
            key={first.key}
            x1={x}
            x2={x}
            y1={0}
            y2={scale.height}
            stroke={kind === 'signal' ? palette.signal : palette.failed}
            strokeDasharray={kind === 'signal' ? '3 3' : '1 4'}
            opacity={0.7}
          />
        ),
      )}
    </>
  );
};
