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

import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { HierarchyService } from '../catalog/types';
import { Outbox } from '../derivation/outbox/types';
import { FeedService } from '../intake/feed/types';
import { Handlers } from './types';

/** Services that the handlers of the feeds need. */
export interface FeedServices {
  auth: AuthService;
  feed: FeedService;
  outbox: Outbox;
  hierarchy: HierarchyService;
}

/** Handlers of the feed of facts and of release events. */
export function createFeedHandlers({
  auth,
  feed,
  hierarchy,
  outbox,
}: FeedServices): Pick<Handlers, 'getEvents' | 'getEventsCursor' | 'getFacts'> {
  /** Services read everything, including facts about entities outside the catalog. */
  const readableBy = async (credentials: BackstageCredentials) =>
    auth.isPrincipal(credentials, 'user')
      ? hierarchy.readableBy(credentials)
      : undefined;
  return {
    async getEvents({ query, credentials }) {
      return outbox.read({ ...query, readable: await readableBy(credentials) });
    },
    async getEventsCursor() {
      return { cursor: await outbox.latest() };
    },
    async getFacts({ query, credentials }) {
      return feed.read({ ...query, readable: await readableBy(credentials) });
    },
  };
}
