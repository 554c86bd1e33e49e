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

import { useDoraRequest } from '../api';
import { addDays, dayOf, useTimezone } from '../window';
import { OpenRelease } from './useEvidence';

const ALL = 1000;

/** The releases, and so the changes, of a component on the day of a release. */
export function useDayOf(opened: OpenRelease | undefined) {
  const timezone = useTimezone();
  if (!opened) {
    return undefined;
  }
  const day = dayOf(opened.time, timezone);
  return {
    entityRef: opened.entityRef,
    from: day,
    to: addDays(day, 1),
    limit: ALL,
  };
}

/** Finds a release again, by its component and time. */
export function useRelease(opened: OpenRelease | undefined) {
  const { data, error, retry } = useDoraRequest('releases', useDayOf(opened));
  const release = data?.items.find(
    ({ time }) =>
      opened && time && Date.parse(time) === Date.parse(opened.time),
  );
  const pending = data?.pending ?? 0;
  return {
    release,
    error,
    retry,
    pending,
    // What is still pending may be the release itself.
    isGone: data !== undefined && !release && pending === 0,
  };
}
