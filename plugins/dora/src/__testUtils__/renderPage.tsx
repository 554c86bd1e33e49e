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

import { useLocation } from 'react-router-dom';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import {
  entityPresentationApiRef,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import type { DoraApi } from '@backstage-dora/plugin-dora-common';
import { doraApiRef } from '../api';
import { rootRouteRef } from '../routes';

const Location = () => {
  const { pathname, search } = useLocation();
  return <output data-testid="location">{`${pathname}${search}`}</output>;
};

/** Query string that the page under test stands at. */
export function currentSearch(container: HTMLElement): URLSearchParams {
  const text = container.querySelector('[data-testid=location]')?.textContent;
  return new URLSearchParams(text?.split('?')[1] ?? '');
}

/** Renders a page in an app with a mocked backend. */
export function renderPage(
  page: JSX.Element,
  options: {
    api: DoraApi;
    at?: string;
    timezone?: string;
    connectTemplate?: string;
    /** Whether the reader has the permission to correct facts. */
    mayCorrect?: boolean;
  },
) {
  return renderInTestApp(
    <>
      {page}
      <Location />
    </>,
    {
      apis: [
        [doraApiRef, options.api],
        [
          entityPresentationApiRef,
          {
            forEntity: entityOrRef => ({
              snapshot: {
                entityRef: String(entityOrRef),
                primaryTitle: `Title of ${entityOrRef}`,
              },
              promise: Promise.resolve({
                entityRef: String(entityOrRef),
                primaryTitle: `Title of ${entityOrRef}`,
              }),
            }),
          },
        ],
        [
          permissionApiRef,
          mockApis.permission({
            authorize: options.mayCorrect
              ? AuthorizeResult.ALLOW
              : AuthorizeResult.DENY,
          }),
        ],
      ],
      config: {
        app: { baseUrl: 'http://localhost:3000' },
        backend: { baseUrl: 'http://localhost:7007' },
        dora: {
          timezone: options.timezone ?? 'UTC',
          ...(options.connectTemplate && {
            connectTemplate: options.connectTemplate,
          }),
        },
      },
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/dora': rootRouteRef,
      },
      initialRouteEntries: [options.at ?? '/'],
    },
  );
}
