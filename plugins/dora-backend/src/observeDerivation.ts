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

import { MetricsService } from '@backstage/backend-plugin-api/alpha';

/** The part of derivation that is observed. */
interface ObservedDerivation {
  backlog(): Promise<number>;
  setAside(): Promise<number>;
}

/**
 * Reports the state of derivation to the metrics service, which is alpha and
 * therefore only referenced where it is injected.
 */
export function observeDerivation(
  metrics: MetricsService,
  derivation: ObservedDerivation,
): void {
  const gauge = (
    name: string,
    description: string,
    read: () => Promise<number>,
  ) =>
    metrics
      .createObservableGauge(name, { description })
      .addCallback(async result => result.observe(await read()));
  gauge('dora.derivation.pending', 'Facts waiting to be derived', () =>
    derivation.backlog(),
  );
  gauge(
    'dora.derivation.set_aside',
    'Components and incidents that cannot be derived',
    () => derivation.setAside(),
  );
}
