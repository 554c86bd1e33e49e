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

/**
 * A JSON Schema, as far as this package uses it.
 *
 * @public
 */
export type JsonSchema = { [keyword: string]: unknown };

/**
 * A parameter of an operation, or a reference to one.
 *
 * @public
 */
export type OpenApiParameter =
  | { $ref: string }
  | {
      name: string;
      in: string;
      description?: string;
      required?: boolean;
      schema: JsonSchema;
    };

/**
 * A response of an operation, or a reference to one.
 *
 * @public
 */
export type OpenApiResponse =
  | { $ref: string }
  | {
      description: string;
      headers?: { [name: string]: { description: string; schema: JsonSchema } };
      content?: { [mediaType: string]: { schema: JsonSchema } };
    };

/**
 * One operation of the interface.
 *
 * @public
 */
export interface OpenApiOperation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  parameters?: OpenApiParameter[];
  requestBody?: {
    required?: boolean;
    content: { [mediaType: string]: { schema: JsonSchema } };
  };
  responses: { [status: string]: OpenApiResponse };
}

/**
 * The parts of the OpenAPI document that validation in the server needs.
 *
 * @public
 */
export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string; [field: string]: unknown };
  paths: { [path: string]: { [method: string]: OpenApiOperation } };
  components: {
    parameters: { [name: string]: OpenApiParameter };
    responses: { [name: string]: OpenApiResponse };
    schemas: { [name: string]: JsonSchema };
    [section: string]: unknown;
  };
  [field: string]: unknown;
}
