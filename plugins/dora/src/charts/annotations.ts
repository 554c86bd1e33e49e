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

import type { Signal } from '@backstage-dora/plugin-dora-common';
import { startOf, wallClock } from '../window';
import { TrendPoint } from './trend';

/** A signal on the time axis. */
export interface Annotation {
  key: string;
  label: string;
  type: string;
  start: number;
  /** Where it lasted; otherwise it is a moment. */
  end?: number;
}

/** The signals as marks on the axis. */
export function toAnnotations(
  signals: readonly Signal[],
  timezone: string,
): Annotation[] {
  return signals.map(signal => ({
    key: `${signal.source}/${signal.id}`,
    label: signal.name || signal.type,
    type: signal.type,
    start: wallClock(signal.at, timezone),
    end: signal.until ? wallClock(signal.until, timezone) : undefined,
  }));
}

/** The annotations that touch a bucket. */
export function annotationsIn(
  annotations: readonly Annotation[],
  { from, to }: Pick<TrendPoint, 'from' | 'to'>,
): Annotation[] {
  return annotations.filter(
    ({ start, end = start }) => start < startOf(to) && end >= startOf(from),
  );
}
