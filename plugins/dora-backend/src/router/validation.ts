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

import { InputError } from '@backstage/errors';
import { openApiDocument } from '@backstage-dora/plugin-dora-common';
import { ErrorObject, ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { parseRef } from '../intake/parseRef';
import { isPlainText } from '../intake/schema';
import { shown } from '../intake/shown';

const DOCUMENT = 'openapi';

// Requests are validated against the document itself, by a validator for the
// JSON Schema dialect of OpenAPI 3.1. createValidatedOpenApiRouter of
// backend-openapi-utils would parse bodies before authorisation, and its
// messages name schemas instead of what a caller can fix.
const ajv = new Ajv2020({
  allowUnionTypes: true,
  strict: false,
  verbose: true,
  formats: {
    'plain-text': isPlainText,
    'entity-ref': text => parseRef(text) !== undefined,
    // Facts are checked one by one when they are ingested.
    'time-with-offset': true,
    'http-url': true,
  },
});
addFormats(ajv, ['date']);
ajv.addSchema(openApiDocument, DOCUMENT);

const validators = new Map<string, ValidateFunction>();

function validatorFor(pointer: string): ValidateFunction {
  let validator = validators.get(pointer);
  if (!validator) {
    validator = ajv.compile({ $ref: `${DOCUMENT}${pointer}` });
    validators.set(pointer, validator);
  }
  return validator;
}

const FORMATS: Record<string, string> = {
  date: 'must be a calendar date, such as 2026-03-01',
  'plain-text': 'must be text without NUL or lone surrogates',
  'entity-ref': 'must be an entity reference, such as component:default/name',
};

function requirement(
  { keyword, params, message, parentSchema }: ErrorObject,
  errors: ErrorObject[],
): string {
  switch (keyword) {
    case 'enum':
      // If several enumerations are allowed, each has its own error.
      return `must be one of ${errors
        .flatMap(error => error.params.allowedValues ?? [])
        .join(', ')}`;
    case 'format':
      return FORMATS[params.format] ?? `must be a ${params.format}`;
    case 'type':
      return `must be ${
        params.type === 'integer' ? 'a whole number' : params.type
      }`;
    case 'minimum':
      return `must be at least ${params.limit}`;
    case 'maximum':
      return `must be at most ${params.limit}`;
    case 'minLength':
      return 'must not be empty';
    case 'maxLength':
      return `must have at most ${params.limit} characters`;
    case 'maxItems':
      return `must have at most ${params.limit} values`;
    case 'required':
      return `must have ${params.missingProperty}`;
    case 'additionalProperties':
      return `has an unknown property ${JSON.stringify(
        params.additionalProperty,
      )}; the properties are ${Object.keys(parentSchema?.properties ?? {}).join(
        ', ',
      )}`;
    default:
      return message ?? 'is not valid';
  }
}

/** What is wrong with a value. */
export interface Fault {
  /** JSON pointer to its location in the value */
  path: string;
  /** What was expected, and what was found */
  fault: string;
  /** Whether the type is wrong */
  ofType: boolean;
}

/**
 * What is wrong with a value; undefined if it is valid.
 *
 * @param pointer - JSON pointer to the schema in the OpenAPI document
 */
export function findFault(pointer: string, value: unknown): Fault | undefined {
  const validate = validatorFor(pointer);
  if (validate(value)) {
    return undefined;
  }
  const errors = validate.errors ?? [];
  const [error] = errors;
  const fault = requirement(error, errors);
  const isScalar = typeof error.data !== 'object' || error.data === null;
  return {
    path: error.instancePath,
    ofType: error.keyword === 'type',
    fault: isScalar ? `${fault}, not ${shown(error.data)}` : fault,
  };
}

/** Throws if the body of a request does not match the schema. */
export function checkBody(pointer: string, body: unknown): void {
  const found = findFault(pointer, body);
  if (found) {
    throw new InputError(
      `Request body${found.path ? ` at ${found.path}` : ''} ${found.fault}`,
    );
  }
}
