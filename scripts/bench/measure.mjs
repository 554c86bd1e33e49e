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

import { performance } from 'node:perf_hooks';

/** Measures how long work takes, in ms. */
export async function time(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function percentile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * p) / 100) - 1];
}

export const summary = times => ({
  runs: times.length,
  p50: percentile(times, 50),
  p95: percentile(times, 95),
});

/** Sequential runs after some to warm up; `before` is not measured. */
export async function repeat(runs, work, before) {
  const times = [];
  for (let i = -3; i < runs; i++) {
    await before?.();
    const ms = await time(() => work(Math.max(0, i)));
    if (i >= 0) times.push(ms);
  }
  return summary(times);
}

/** Processes items concurrently; returns the time of each. */
export async function inParallel(senders, items, work) {
  const iterator = items[Symbol.iterator]();
  const times = [];
  const sender = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) {
      times.push(await time(() => work(next.value)));
    }
  };
  await Promise.all(Array.from({ length: senders }, sender));
  return times;
}
