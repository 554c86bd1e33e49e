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

import { LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import {
  DORA_RELEASES_TOPIC,
  ReleaseEventConsumer,
} from '@backstage-dora/plugin-dora-node';
import { setTimeout as sleep } from 'node:timers/promises';

/** Subscribers want current events, and an event bus is not made for a history of millions of releases at once. */
const SHOWN_FOR_MS = 7 * 24 * 3_600_000;

/** The events service waits for all subscribers: one that hangs must not block the next event for the others. */
const PATIENCE_MS = 30_000;

/** What {@link publishReleases} needs. */
export interface PublishOptions {
  events: EventsService;
  logger: LoggerService;
  /** ms since the epoch */
  now: () => number;
}

/** The consumer that publishes recent events of releases to the events service of Backstage. */
export const publishReleases = ({
  events,
  logger,
  now,
}: PublishOptions): ReleaseEventConsumer => ({
  name: 'events-service',
  async handle(batch, { signal }) {
    for (const event of batch) {
      if (Date.parse(event.time) >= now() - SHOWN_FOR_MS) {
        signal.throwIfAborted();
        const published = new AbortController();
        const isLate = await Promise.race([
          events.publish({ topic: DORA_RELEASES_TOPIC, eventPayload: event }),
          sleep(PATIENCE_MS, true, { signal: published.signal }).catch(
            () => false,
          ),
        ]);
        published.abort();
        if (isLate) {
          logger.warn(
            `A subscriber of ${DORA_RELEASES_TOPIC} takes longer than ${
              PATIENCE_MS / 1000
            } s; no longer waiting for it`,
          );
        }
      }
    }
  },
});
