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

import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { ReleaseEvent } from '@backstage-dora/plugin-dora-common';

/**
 * The topic of Backstage's events service on which what becomes of releases is
 * published as well, with a `ReleaseEvent` as payload. That service promises
 * nothing; for each event to be handled, add a {@link ReleaseEventConsumer}.
 *
 * @public
 */
export const DORA_RELEASES_TOPIC = 'dora.releases';

/**
 * Handles what became true of releases, one batch of events after the other.
 *
 * @public
 */
export interface ReleaseEventConsumer {
  /** What its cursor is kept under; to be changed never, or to begin anew. */
  name: string;
  /**
   * Handles up to 500 events, in order.
   *
   * @remarks
   *
   * One replica calls it at a time. The events count as handled when it
   * resolves; when it throws, or the process is killed, they come again, so
   * handling one twice has to do no harm. After an error the pauses grow up to
   * five minutes; nothing is left out.
   *
   * @param options - `signal` is aborted when the backend stops, or another replica has taken over
   */
  handle(
    events: ReleaseEvent[],
    options: { signal: AbortSignal },
  ): Promise<void>;
}

/**
 * Adds consumers of events to the DORA backend plugin.
 *
 * @public
 */
export interface DoraEventsExtensionPoint {
  /**
   * Adds a consumer, which begins with what becomes true after its first start.
   *
   * @remarks
   *
   * Call it in the `init` of a module. Two consumers of one name are an error.
   */
  addConsumer(consumer: ReleaseEventConsumer): void;
}

/**
 * The extension point by which modules consume events.
 *
 * @public
 */
export const doraEventsExtensionPoint =
  createExtensionPoint<DoraEventsExtensionPoint>({
    id: 'dora.events',
  });
