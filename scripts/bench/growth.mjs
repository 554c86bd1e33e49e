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

/** The windows of the answers, 90 days and those before, fit into it. */
const MONTHS = 6;
const FACTOR = 10;
const COUNTS = ['domains', 'products', 'components', 'deployments'];

const times = (options, names) =>
  Object.fromEntries(names.map(name => [name, options[name] * FACTOR]));

/**
 * What ten times the history behind the same windows, and ten times the
 * products, make of the time that answers take.
 *
 * @param {object} options - of the smallest organisation, over 24 months
 * @param {(options: object) => Promise<{ size: string, reads: object[] }>} latencies
 */
export async function measureGrowth({ months, ...options }, latencies) {
  const base = {
    ...options,
    months: MONTHS,
    deployments: Math.ceil((options.deployments * MONTHS) / months),
  };
  return {
    base: await latencies(base),
    history: await latencies({
      ...base,
      ...times(base, ['months', 'deployments']),
    }),
    products: await latencies({ ...base, ...times(base, COUNTS) }),
  };
}
