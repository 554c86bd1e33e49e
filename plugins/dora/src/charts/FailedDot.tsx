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

/** A cross, so that failed releases are not told by their colour alone. */
export const FailedDot = (props: {
  cx?: number;
  cy?: number;
  value?: unknown;
}) => {
  const { cx, cy, value } = props;
  const palette = usePalette();
  const theme = useTheme();
  if (cx === undefined || cy === undefined || !value) {
    return <g />;
  }
  return (
    <g fill="none" strokeLinecap="round">
      {[
        { stroke: theme.palette.background.paper, strokeWidth: 6 },
        { stroke: palette.failed, strokeWidth: 2.5 },
      ].map(stroke => (
        <path
          key={stroke.stroke}
          d={`M${cx - 4} ${cy - 4}l8 8m0 -8l-8 8`}
          {...stroke}
        />
      ))}
    </g>
  );
};
