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

import { setTimeout as sleep } from 'node:timers/promises';

const ATTEMPTS = 5;

/** PostgreSQL's serialization_failure and deadlock_detected: its manual says to retry these. */
const TRANSIENT = ['40001', '40P01'];

/** Retries a transaction that failed because of a conflict with a concurrent one. */
export async function retryConflicts<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (
        attempt === ATTEMPTS ||
        !TRANSIENT.includes((error as { code?: string }).code ?? '')
      ) {
        throw error;
      }
      await sleep(10 * attempt * Math.random());
    }
  }
}
