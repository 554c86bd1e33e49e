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

import type {
  MetricDefinition,
  TimelineResult,
} from '@backstage-dora/plugin-dora-common';
import { releaseName } from '../evidence/releaseName';
import type { Formatter } from '../format';
import type { Translate } from '../translations';
import { startOf, wallClock } from '../window';
import { PlotScale } from './PlotScale';
import { TrendPoint } from './trend';

/** What a dot stands for, and what it opens. */
export type DotTarget =
  | { release: { entityRef: string; time: string } }
  | { incident: { id: string; startedAt: string } };

/** One failed release or incident, with how long it took. */
export interface Dot {
  key: string;
  time: number;
  /** Seconds; undefined where it is still open. */
  value?: number;
  /** What it is, and how long it took, in words. */
  text: string;
  target: DotTarget;
}

/** Open ones stand at the top edge. */
const EDGE = 8;
const REACH = 10;

/** Whether the single cases of a metric are drawn, and not only their median. */
export function hasDots({ cases }: MetricDefinition): boolean {
  return cases !== undefined;
}

/** The single cases that the median of a metric is taken over. */
export function toDots(
  { cases }: MetricDefinition,
  timeline: TimelineResult | undefined,
  timezone: string,
  format: Formatter,
  t: Translate,
): Dot[] {
  const words = (label: string, seconds: number | null) =>
    t('chart.noteValue', {
      label,
      value: seconds === null ? t('chart.stillOpen') : format.duration(seconds),
    });
  if (cases === 'failedReleases') {
    return (timeline?.failedReleases.items ?? []).map(release => ({
      key: release.id,
      time: wallClock(release.time, timezone),
      value: release.recoveryTime ?? undefined,
      text: words(releaseName(release, t), release.recoveryTime),
      target: { release: { entityRef: release.entityRef, time: release.time } },
    }));
  }
  if (cases === 'incidents') {
    return (timeline?.incidents.items ?? []).map(incident => ({
      key: `${incident.source}/${incident.id}`,
      time: wallClock(incident.startedAt, timezone),
      value: incident.timeToRestore ?? undefined,
      text: words(incident.title || incident.id, incident.timeToRestore),
      target: {
        incident: { id: incident.id, startedAt: incident.startedAt },
      },
    }));
  }
  return [];
}

/** The dots of a bucket. */
export function dotsIn(
  dots: readonly Dot[],
  { from, to }: Pick<TrendPoint, 'from' | 'to'>,
): Dot[] {
  return dots.filter(({ time }) => time >= startOf(from) && time < startOf(to));
}

/** Where a dot is drawn. */
export function dotPlace({ time, value }: Dot, scale: PlotScale) {
  return {
    x: scale.x(time),
    y: value === undefined ? EDGE : scale.y(value),
  };
}

/** The dot that the pointer is on. */
export function dotAt(
  dots: readonly Dot[],
  scale: PlotScale,
  at: { x: number; y: number },
): Dot | undefined {
  let nearest: { dot: Dot; distance: number } | undefined;
  for (const dot of dots) {
    const { x, y } = dotPlace(dot, scale);
    const distance = Math.hypot(x - at.x, y - at.y);
    if (distance <= REACH && !(nearest && nearest.distance <= distance)) {
      nearest = { dot, distance };
    }
  }
  return nearest?.dot;
}
