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
  Signal,
  TimelineIncident,
  TimelineResult,
} from '@backstage-dora/plugin-dora-common';
import type { Formatter } from '../format';
import type { Translate } from '../translations';
import { startOf, wallClock } from '../window';
import { TrendPoint } from './trend';

/** Something that happened, on the time axis. */
export interface Annotation {
  key: string;
  kind: 'incident' | 'signal';
  /** What it is, in words. */
  text: string;
  start: number;
  /** Where it lasted; otherwise it is a moment. */
  end?: number;
}

const SIGNAL_TYPES = [
  'flag',
  'ring',
  'freeze',
  'note',
  'slo',
  'outcome',
] as const;

function signalText({ type, name, value }: Signal, f: Formatter, t: Translate) {
  const known = SIGNAL_TYPES.find(candidate => candidate === type);
  const word = known ? t(`chart.signal.${known}`) : type;
  const label = name ? t('chart.note', { type: word, label: name }) : word;
  return value === undefined
    ? label
    : t('chart.noteValue', { label, value: f.number(value) });
}

function incidentText(incident: TimelineIncident, f: Formatter, t: Translate) {
  const { kind, title, id, timeToRestore } = incident;
  const label = t('chart.note', {
    type: t(`chart.incident.${kind}`),
    label: title || id,
  });
  return t('chart.noteValue', {
    label,
    value:
      timeToRestore === null ? t('chart.stillOpen') : f.duration(timeToRestore),
  });
}

/** The incidents and signals as marks on the axis, in order of time. */
export function toAnnotations(
  { incidents, signals }: Pick<TimelineResult, 'incidents' | 'signals'>,
  timezone: string,
  format: Formatter,
  t: Translate,
): Annotation[] {
  const annotations: Annotation[] = [
    ...incidents.items.map(incident => ({
      key: `incident ${incident.source}/${incident.id}`,
      kind: 'incident' as const,
      text: incidentText(incident, format, t),
      start: wallClock(incident.startedAt, timezone),
    })),
    ...signals.items.map(signal => ({
      key: `signal ${signal.source}/${signal.id}`,
      kind: 'signal' as const,
      text: signalText(signal, format, t),
      start: wallClock(signal.at, timezone),
      end: signal.until ? wallClock(signal.until, timezone) : undefined,
    })),
  ];
  return annotations.sort((a, b) => a.start - b.start);
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

/** Annotations that fall so close together that one mark stands for them. */
export interface AnnotationGroup {
  x: number;
  annotations: Annotation[];
  kind: Annotation['kind'] | 'both';
}

/** Groups what is less than so many pixels from the first of its group. */
export function groupAnnotations(
  annotations: readonly Annotation[],
  x: (time: number) => number,
  distance: number,
): AnnotationGroup[] {
  const groups: AnnotationGroup[] = [];
  for (const annotation of annotations) {
    const place = Math.max(0, x(annotation.start));
    const last = groups[groups.length - 1];
    if (last && place - last.x < distance) {
      last.annotations.push(annotation);
      if (last.kind !== annotation.kind) {
        last.kind = 'both';
      }
    } else {
      groups.push({
        x: place,
        annotations: [annotation],
        kind: annotation.kind,
      });
    }
  }
  return groups;
}

/** One line each, and no more of them than can be read. */
export function annotationLines(
  annotations: readonly Annotation[],
  t: Translate,
  limit = 6,
): string[] {
  const shown = annotations.slice(
    0,
    annotations.length > limit ? limit - 1 : limit,
  );
  const more = annotations.length - shown.length;
  return [
    ...shown.map(({ text }) => text),
    ...(more > 0 ? [t('chart.more', { count: more })] : []),
  ];
}
