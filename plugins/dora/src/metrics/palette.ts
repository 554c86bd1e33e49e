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
import type { ReleaseKind, Tier } from '@backstage-dora/plugin-dora-common';

/**
 * Colours after Okabe and Ito: told apart with any colour vision, and with a
 * contrast of 3 : 1 or more on Backstage's light or dark paper.
 */
const HUES = {
  light: {
    blue: '#2a7fc1',
    green: '#00906b',
    orange: '#c07c00',
    vermilion: '#d55e00',
    purple: '#b0609c',
    grey: '#7d7d7d',
  },
  dark: {
    blue: '#62b0ea',
    green: '#34c79b',
    orange: '#e8ac4a',
    vermilion: '#ff8d52',
    purple: '#dd98cc',
    grey: '#adadad',
  },
};

type Stage = 'coding' | 'pickup' | 'review' | 'deploy';

/** The colours of what the pages draw. */
export interface Palette {
  value: string;
  failed: string;
  signal: string;
  kind: Record<ReleaseKind, string>;
  stage: Record<Stage, string>;
  tier: Record<Tier, string>;
}

/** The colours for the theme of the app. */
export function usePalette(): Palette {
  const { blue, green, orange, vermilion, purple, grey } =
    HUES[useTheme().palette.type];
  return {
    value: blue,
    failed: vermilion,
    signal: grey,
    kind: { code: blue, hotfix: orange, rollback: purple, config: grey },
    stage: { coding: blue, pickup: orange, review: purple, deploy: green },
    tier: { elite: blue, high: green, medium: orange, low: vermilion },
  };
}
