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

import { useMemo } from 'react';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import type { Bucket } from '@backstage-dora/plugin-dora-common';
import {
  Preset,
  presetParams,
  rangeParams,
  TimeWindow,
  toTimeWindow,
} from './timeWindow';
import { UrlPatch, useUrlState } from './useUrlState';

export interface TimeWindowState {
  window: TimeWindow;
  setPreset: (preset: Preset) => void;
  setRange: (from: string, to: string) => void;
  setBucket: (bucket: Bucket) => void;
}

/** Paging starts anew, and what is open beside the page closes, when the window changes. */
const RESET: UrlPatch = {
  page: undefined,
  evidencePage: undefined,
  in: undefined,
  at: undefined,
};

/** The zone whose days the metrics count. */
export function useTimezone(): string {
  return useApi(configApiRef).getOptionalString('dora.timezone') ?? 'UTC';
}

/** The window that the URL says. */
export function useTimeWindow(): TimeWindowState {
  const timezone = useTimezone();
  const url = useUrlState();
  const [window, from, to, bucket] = ['window', 'from', 'to', 'bucket'].map(
    url.get,
  );
  return useMemo(
    () => ({
      window: toTimeWindow({ window, from, to, bucket }, timezone, Date.now()),
      setPreset: preset => url.set({ ...RESET, ...presetParams(preset) }),
      setRange: (first, end) =>
        url.set({ ...RESET, ...rangeParams(first, end) }),
      setBucket: value => url.set({ bucket: value }),
    }),
    [window, from, to, bucket, timezone, url],
  );
}
