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

import { CSSProperties, useCallback } from 'react';
import { alpha, makeStyles, Theme, useTheme } from '@material-ui/core/styles';
import { usePalette } from '../metrics/palette';

/** The strongest colour still lets the number in it be read. */
const STRONGEST = 0.5;

export const useHeatStyles = makeStyles(
  (theme: Theme) => ({
    name: {
      position: 'sticky',
      left: 0,
      zIndex: 1,
      minWidth: 140,
      maxWidth: 240,
      backgroundColor: theme.palette.background.paper,
      padding: theme.spacing(0.25, 1),
      [theme.breakpoints.down('xs')]: { minWidth: 140, maxWidth: 140 },
    },
    marked: { fontWeight: 700, textDecoration: 'underline' },
    row: { '&&': { backgroundColor: theme.palette.background.paper } },
    cell: {
      padding: theme.spacing(0.25, 0.5),
      textAlign: 'center',
      fontSize: '0.75rem',
      whiteSpace: 'nowrap',
      minWidth: 30,
      border: `1px solid ${theme.palette.background.paper}`,
      '&:focus': {
        outline: `2px solid ${theme.palette.text.primary}`,
        outlineOffset: -2,
      },
    },
    plain: {
      padding: theme.spacing(0.25, 1),
      whiteSpace: 'nowrap',
      fontSize: '0.8125rem',
    },
    week: {
      position: 'relative',
      padding: theme.spacing(0.25, 0.5),
      fontSize: '0.7rem',
      whiteSpace: 'nowrap',
      textAlign: 'center',
    },
    // There is no room for every week's day, but it is read out.
    spoken: {
      position: 'absolute',
      width: 1,
      height: 1,
      overflow: 'hidden',
      clip: 'rect(0 0 0 0)',
    },
    small: { fontSize: '0.75rem' },
    tip: { padding: theme.spacing(0.75, 1.25), maxWidth: 320 },
    tipText: { fontSize: '0.8125rem' },
    popper: { pointerEvents: 'none', zIndex: theme.zIndex.tooltip },
    legend: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.5, 2),
      padding: 0,
      margin: theme.spacing(1, 0),
      listStyle: 'none',
      fontSize: '0.8125rem',
    },
    entry: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.75),
    },
    swatch: { display: 'inline-block', width: 22, height: 16 },
    tools: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1.5),
      marginBottom: theme.spacing(1),
    },
    metric: { minWidth: 240 },
    outdated: { opacity: 0.6 },
  }),
  { name: 'DoraHeatMap' },
);

/**
 * The ground of a cell: the stronger, the higher; 0 is a frame, no value is
 * hatched, and what is not complete has a dashed frame.
 */
export function useHeatGround(
  steps: number,
): (step: number | undefined, complete?: boolean) => CSSProperties {
  const { value } = usePalette();
  const { divider, text } = useTheme<Theme>().palette;
  const hatch = alpha(text.secondary, 0.25);
  return useCallback(
    (step, complete = true) => {
      const frame: CSSProperties = complete
        ? {}
        : { border: `1px dashed ${alpha(text.secondary, 0.6)}` };
      if (step === undefined) {
        return {
          ...frame,
          backgroundImage: `repeating-linear-gradient(135deg, ${hatch} 0 1px, transparent 1px 5px)`,
        };
      }
      return step === 0
        ? { ...frame, boxShadow: `inset 0 0 0 1px ${divider}` }
        : {
            ...frame,
            backgroundColor: alpha(value, (STRONGEST * step) / steps),
          };
    },
    [value, divider, text.secondary, hatch, steps],
  );
}
