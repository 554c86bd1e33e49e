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

import { Habits, Place, Practice, PracticeSpec } from '../organisation/types';
import { Random } from './Random';

type Practices = Habits['practices'];

function resolve(spec: PracticeSpec, known: Practices, day: number): Practice {
  if (typeof spec === 'string') {
    return known[spec];
  }
  if ('like' in spec) {
    const { like, ...own } = spec;
    return { ...known[like], ...own };
  }
  const [start, end] = spec.between;
  const share = Math.min(1, Math.max(0, (day - start) / (end - start)));
  const from = resolve(spec.from, known, day);
  const to = resolve(spec.to, known, day);
  // By an equal factor a day.
  const blended = Object.entries(to).map(([key, value]) => {
    const before = from[key as keyof Practice];
    return typeof value === 'number' && typeof before === 'number'
      ? [key, before ** (1 - share) * value ** share]
      : [key, value];
  });
  return Object.fromEntries(blended);
}

/** The practice at a place, by day of the history. No two places that share one are alike. */
export function practicesAt(
  { ref, delivery }: Place,
  { seed, practices }: Habits,
): (day: number) => Practice {
  const random = Random.of(seed, ref);
  const pace = random.logNormal(1, 0.2);
  const patience = random.logNormal(1, 0.3);
  return day => {
    const practice = resolve(delivery.practice, practices, day);
    const releasesPerWeek = practice.releasesPerWeek * pace;
    const leadTime = practice.leadTime * patience;
    return { ...practice, releasesPerWeek, leadTime };
  };
}
