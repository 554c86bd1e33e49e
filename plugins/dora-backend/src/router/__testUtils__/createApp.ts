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

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express from 'express';
import { BodyReaderOptions } from '../BodyReader';
import { createRouter } from '../createRouter';
import { Handlers } from '../types';

const MEBIBYTE = 1024 * 1024;

/** An app with the router of some handlers, and what Backstage puts behind it. */
export function createApp(
  handlers: Partial<Handlers>,
  options?: {
    allowed?: boolean;
    signedOut?: boolean;
    bodies?: Partial<BodyReaderOptions>;
  },
): express.Express {
  const router = createRouter(handlers as Handlers, {
    httpAuth: mockServices.httpAuth({
      defaultCredentials: options?.signedOut
        ? mockCredentials.none()
        : mockCredentials.user(),
    }),
    permissions: mockServices.permissions({
      result:
        options?.allowed ?? true ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
    }),
    logger: mockServices.logger.mock(),
    bodies: { bytes: 20 * MEBIBYTE, ...options?.bodies },
  });
  const middleware = MiddlewareFactory.create({
    config: mockServices.rootConfig(),
    logger: mockServices.logger.mock(),
  });
  return express()
    .use(router)
    .use(middleware.notFound())
    .use(middleware.error());
}
