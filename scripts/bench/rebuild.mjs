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

import { time } from './measure.mjs';

/** Each with a value other than the default, on top of those before. */
const CHANGES = [
  { name: 'all of it (rollbackWindow)', rules: { rollbackWindow: '6d' } },
  {
    name: 'links of incidents (incidentWindow)',
    rules: { rollbackWindow: '6d', incidentWindow: '47h' },
  },
];

/**
 * How long it takes to derive again after a rule has changed: what a restart with
 * the changed rule takes until metrics are answered, less what one takes without a
 * change.
 *
 * @param {(rules?: object) => Promise<object>} restart - the backend, ready
 */
export async function measureRebuild(restart, facts) {
  let backend;
  const restartAndRead = rules =>
    time(async () => {
      backend = await restart(rules);
      await backend.settled();
    });
  // Startup time varies.
  const unchanged = Math.min(await restartAndRead(), await restartAndRead());
  const rebuilds = [];
  for (const { name, rules } of CHANGES) {
    const ms = (await restartAndRead(rules)) - unchanged;
    rebuilds.push({
      ...{ name, ms },
      factsPerSecond: (facts / ms) * 1000,
      peakMemory: backend.peakMemory(),
    });
  }
  return { unchanged, rebuilds };
}
