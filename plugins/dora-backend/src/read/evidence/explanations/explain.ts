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

import { Explanation } from '@backstage-dora/plugin-dora-common';
import { formatCommit } from '../text';
import { toTime } from '../values';
import { ExplanationCode, ValueName } from './patterns';

type Value = string | number | undefined;

/** An explanation of a known code, without missing values. */
export function explain<TCode extends ExplanationCode>(
  code: TCode,
  values: Record<ValueName<TCode>, Value> & Record<string, Value>,
): Explanation {
  return { code, values: withoutMissing(values) };
}

/** The same explanation with more values. */
export function withValues(
  { code, values }: Explanation,
  more: Record<string, Value>,
): Explanation {
  return { code, values: { ...values, ...withoutMissing(more) } };
}

function withoutMissing(values: Record<string, Value>): Explanation['values'] {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

/** Values that identify a release: its version, if any, and its time. */
export function releaseValues(release: {
  version: string | null;
  time: number;
}) {
  return {
    release:
      release.version === null ? undefined : formatCommit(release.version),
    releaseAt: toTime(release.time),
  };
}

/** Values that identify an incident: its id and its kind, such as a flag that was switched off. */
export function incidentValues({ id, kind }: { id: string; kind: string }) {
  return { incident: id, incidentKind: kind };
}

/** Values of a correction: who made it, when, and why. */
export function correctionValues({
  by,
  at,
  note,
}: {
  by: string;
  at: string;
  note?: string;
}) {
  return {
    correctedBy: by,
    correctedAt: at,
    correctionNote: note || undefined,
  };
}

/** A duration in ms as seconds. */
export const inSeconds = (duration: number) => duration / 1000;
