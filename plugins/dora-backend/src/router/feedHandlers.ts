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

import { AuthService } from '@backstage/backend-plugin-api';
import { HierarchyService } from '../catalog/types';
import { FeedService } from '../intake/feed/types';
import { Handlers } from './types';

/** What the handler of the feed needs. */
export interface FeedServices {
  auth: AuthService;
  feed: FeedService;
  hierarchy: HierarchyService;
}

/** Handler of the feed of facts. */
export function createFeedHandlers({
  auth,
  feed,
  hierarchy,
}: FeedServices): Pick<Handlers, 'getFacts'> {
  return {
    async getFacts({ query, credentials }) {
      return feed.read({
        ...query,
        // A service reads all, what is in no catalog too; it was given the permission for that.
        readable: auth.isPrincipal(credentials, 'user')
          ? await hierarchy.readableBy(credentials)
          : undefined,
      });
    },
  };
}
