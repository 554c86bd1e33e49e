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

/**
 * The system accepts no requests until some time. All subjects with the same
 * budget wait until then; the others continue.
 *
 * @public
 */
export class RateLimitError extends Error {
  name = 'RateLimitError';

  constructor(
    message: string,
    readonly until: DateTime,
    /** Whether the remaining budget suffices for new data, but not for histories. */
    readonly backfillOnly: boolean = false,
  ) {
    super(message);
  }
}

/**
 * An error with advice on how to fix it.
 *
 * @public
 */
export class SyncError extends Error {
  name = 'SyncError';

  constructor(
    message: string,
    /** What to do about it, in a sentence. */
    readonly advice: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
