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
 * The topic of Backstage's events service on which release events are also
 * published, with a `ReleaseEvent` as payload. That service does not guarantee
 * delivery; to handle every event, add a {@link ReleaseEventConsumer}.
 *
 * @public
 */
export const DORA_RELEASES_TOPIC = 'dora.releases';

/**
 * Handles release events, one batch after another.
 *
 * @public
 */
export interface ReleaseEventConsumer {
  /** Key of its cursor; changing it starts the consumer afresh. */
  name: string;
  /**
   * Handles up to 500 events, in order.
   *
   * @remarks
   *
   * Only one replica calls it at a time. The events count as handled when it
   * resolves; if it throws or the process is killed, they are delivered again,
   * so handling must be idempotent. After errors the delays grow up to five
   * minutes; no event is skipped.
   *
   * @param options - `signal` is aborted when the backend stops or another
   *   replica has taken over
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
   * Adds a consumer, which receives events from its first start onwards.
   *
   * @remarks
   *
   * Call it in the `init` of a module. Two consumers with the same name are an
   * error.
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
