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

import type { ReleaseKind, Tier } from '@backstage-dora/plugin-dora-common';

/**
 * Colours after Okabe and Ito: told apart with any colour vision, and with a
 * contrast of 3 : 1 or more on both white and Backstage's dark paper.
 */
const BLUE = '#2a7fc1';
const GREEN = '#00906b';
const ORANGE = '#c07c00';
const VERMILION = '#d55e00';
const PURPLE = '#b0609c';
const GREY = '#7d7d7d';

/** Colours of what charts show. */
export const COLORS = {
  value: BLUE,
  band: BLUE,
  failed: VERMILION,
  signal: GREY,
  incident: VERMILION,
} as const;

/** Colours of the kinds of releases. */
export const KIND_COLORS: Record<ReleaseKind, string> = {
  code: BLUE,
  hotfix: ORANGE,
  rollback: PURPLE,
  config: GREY,
};

/** Colours of the stages of a change, in their order. */
export const STAGE_COLORS = {
  coding: BLUE,
  pickup: ORANGE,
  review: PURPLE,
  deploy: GREEN,
} as const;

const TIER_COLORS: Record<Tier, string> = {
  elite: BLUE,
  high: GREEN,
  medium: ORANGE,
  low: VERMILION,
};

/** Colour of a tier. */
export function tierColor(tier: Tier): string {
  return TIER_COLORS[tier];
}
