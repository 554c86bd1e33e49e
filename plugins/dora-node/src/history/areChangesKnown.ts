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

import { DateTime } from 'luxon';
import { HistoryCommit } from './types';

/** Larger clock errors are not taken into account. */
const DOUBT = { days: 1 };

/**
 * Whether the change that brought a commit would already be known if there were
 * one, so that it need not be requested.
 *
 * @param since - all changes merged since then are known
 *
 * @public
 */
export function areChangesKnown(
  { committedAt }: HistoryCommit,
  since: string,
  now: DateTime,
): boolean {
  const at = DateTime.fromISO(committedAt);
  return at > DateTime.fromISO(since).plus(DOUBT) && at < now.minus(DOUBT);
}
