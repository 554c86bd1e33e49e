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

import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { Operations } from '@backstage-dora/plugin-dora-common';
import { Request } from 'express';
import { OperationId } from './operations';

type Json<T> = T extends { content: { 'application/json': infer TBody } }
  ? TBody
  : T extends { content: { 'application/x-ndjson': infer TLine } }
  ? AsyncIterable<TLine>
  : void;

type Parameters<
  TId extends OperationId,
  TPlace extends 'query' | 'path',
> = NonNullable<Operations[TId]['parameters'][TPlace]> extends never
  ? {}
  : NonNullable<Operations[TId]['parameters'][TPlace]>;

/** Query parameters with a default in the OpenAPI document, which is filled in if omitted. */
type Defaulted =
  | 'bucket'
  | 'by'
  | 'level'
  | 'limit'
  | 'metric'
  | 'offset'
  | 'order'
  | 'sort';

type WithDefaults<T> = T & Required<Pick<T, keyof T & Defaulted>>;

/** The request of a handler, validated against the OpenAPI document. */
export interface OperationRequest<TId extends OperationId> {
  query: WithDefaults<Parameters<TId, 'query'>>;
  path: Parameters<TId, 'path'>;
  body: Operations[TId] extends { requestBody: infer TBody }
    ? Json<TBody>
    : undefined;
  credentials: BackstageCredentials;
  /** For the audit log */
  request: Request;
}

/** The answer of a handler, as the OpenAPI document promises. */
export type OperationAnswer<TId extends OperationId> =
  Operations[TId]['responses'] extends { 200: infer TAnswer }
    ? Json<TAnswer>
    : Operations[TId]['responses'] extends { 201: infer TAnswer }
    ? Json<TAnswer>
    : void;

/** A handler for each operation of the OpenAPI document. */
export type Handlers = {
  [TId in OperationId]: (
    request: OperationRequest<TId>,
  ) => Promise<OperationAnswer<TId>>;
};
