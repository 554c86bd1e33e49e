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
  JsonSchema,
  openApiDocument,
  OpenApiOperation,
  OpenApiParameter,
  Operations,
} from '@backstage-dora/plugin-dora-common';

/** Name of an operation of the OpenAPI document. */
export type OperationId = keyof Operations;

/** A parameter of an operation, with the location of its schema in the document. */
export interface Parameter {
  name: string;
  in: string;
  required: boolean;
  /** JSON pointer to its schema */
  schema: string;
  /** Whether it is a list, given by repeating the parameter */
  repeated: boolean;
  /** Its value if omitted */
  default?: string | number;
}

/** What the router needs to know about an operation. */
export interface Operation {
  id: OperationId;
  method: 'get' | 'post' | 'delete';
  /** In OpenAPI notation: `/corrections/{id}` */
  path: string;
  parameters: Parameter[];
  /** JSON pointer to the schema of the request's body */
  body?: string;
  /** Status of a successful answer */
  status: number;
  /** JSON pointer to the schema of a successful answer's body, or of each line of it */
  answer?: string;
  /** Whether a successful answer is a stream of lines */
  streams: boolean;
}

/** Media type for one JSON document per line. */
export const LINES = 'application/x-ndjson';

const pointer = (...parts: Array<string | number>) =>
  `#/${parts
    .map(part => `${part}`.replaceAll('~', '~0').replaceAll('/', '~1'))
    .join('/')}`;

function defaultOf(schema: JsonSchema): string | number | undefined {
  if (schema.default === undefined && typeof schema.$ref === 'string') {
    const name = schema.$ref.slice('#/components/schemas/'.length);
    return defaultOf(openApiDocument.components.schemas[name]);
  }
  return schema.default as string | number | undefined;
}

function parameterAt(
  parameter: OpenApiParameter,
  at: Array<string | number>,
): Parameter {
  if ('$ref' in parameter) {
    const name = parameter.$ref.slice('#/components/parameters/'.length);
    return parameterAt(openApiDocument.components.parameters[name], [
      'components',
      'parameters',
      name,
    ]);
  }
  return {
    name: parameter.name,
    in: parameter.in,
    required: parameter.required ?? false,
    schema: pointer(...at, 'schema'),
    repeated: parameter.schema.type === 'array',
    default: defaultOf(parameter.schema),
  };
}

function operationAt(
  path: string,
  method: string,
  operation: OpenApiOperation,
): Operation {
  const at = ['paths', path, method];
  const status = Object.keys(operation.responses).find(code =>
    code.startsWith('2'),
  );
  const answer = operation.responses[status ?? ''];
  const json = ['content', 'application/json', 'schema'];
  const content = answer && 'content' in answer ? answer.content : undefined;
  const [mediaType] = Object.keys(content ?? {});
  return {
    id: operation.operationId as OperationId,
    method: method as Operation['method'],
    path,
    parameters: (operation.parameters ?? []).map((parameter, index) =>
      parameterAt(parameter, [...at, 'parameters', index]),
    ),
    ...(operation.requestBody && {
      body: pointer(...at, 'requestBody', ...json),
    }),
    status: Number(status),
    streams: mediaType === LINES,
    ...(mediaType && {
      answer: pointer(
        ...at,
        'responses',
        `${status}`,
        'content',
        mediaType,
        'schema',
      ),
    }),
  };
}

/** All operations of the OpenAPI document. */
export const operations: Operation[] = Object.entries(
  openApiDocument.paths,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) =>
    operationAt(path, method, operation),
  ),
);
