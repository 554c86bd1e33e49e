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

import { ReactNode } from 'react';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { parseEntityRef } from '@backstage/catalog-model';
import { ENTITY_TAB_PATH } from '../routes';

/** The name in a reference: its kind and namespace seldom tell a reader anything. */
export function entityName(entityRef: string): string {
  return parseEntityRef(entityRef).name;
}

/** Where the DORA tab of an entity is. */
export function useEntityTabPath(): (entityRef: string) => string {
  const entityRoute = useRouteRef(entityRouteRef);
  return entityRef =>
    `${entityRoute(
      entityRouteParams(entityRef, { encodeParams: true }),
    )}/${ENTITY_TAB_PATH}`;
}

/** Leads to the DORA tab of an entity, the window included. */
export const EntityLink = (props: {
  entityRef: string;
  search?: string;
  children?: ReactNode;
  /** Within a text, a link has to be seen without its colour. */
  underline?: 'always';
}) => {
  const { entityRef, search = '', children, ...rest } = props;
  const tabPath = useEntityTabPath();
  return (
    <Link to={`${tabPath(entityRef)}${search}`} {...rest}>
      {children ?? entityName(entityRef)}
    </Link>
  );
};
