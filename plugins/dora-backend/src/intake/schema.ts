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

import { FactKind, openApiDocument } from '@backstage-dora/plugin-dora-common';
import { ErrorObject } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import { FACT_DEFINITIONS } from './kinds/factDefinitions';
import { parseRef } from './parseRef';
import { shown } from './shown';
import { parseTime } from './kinds/time';

function isHttpUrl(text: string): boolean {
  return (
    URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
  );
}

/** Matches text that may be invalid, without decoding surrogate pairs. */
const SUSPICIOUS = /[\0\uD800-\uDFFF]/;

/** PostgreSQL cannot store NUL, and a lone surrogate is not valid text. */
export const isPlainText = (text: string): boolean =>
  !SUSPICIOUS.test(text) ||
  (!text.includes('\0') && !/\p{Surrogate}/u.test(text));

const FORMATS: Record<string, { test: (text: string) => boolean; is: string }> =
  {
    'time-with-offset': {
      test: text => parseTime(text) !== undefined,
      is: 'not an ISO 8601 date and time with an offset between 1970 and 2099, such as 2026-03-01T09:30:00Z',
    },
    'plain-text': {
      test: isPlainText,
      is: 'not valid text: it contains NUL or a lone surrogate',
    },
    'http-url': {
      test: text => isPlainText(text) && isHttpUrl(text),
      is: 'not an http or https URL',
    },
    'entity-ref': {
      test: text => parseRef(text) !== undefined,
      is: 'not an entity reference, such as component:default/cart-api or cart-api',
    },
  };

const ajv = new Ajv2020({
  strict: false,
  // JSON.parse turns 1e999 into Infinity, which no database accepts as a
  // number.
  strictNumbers: true,
  verbose: true,
  formats: Object.fromEntries(
    Object.entries(FORMATS).map(([name, { test }]) => [name, test]),
  ),
});
ajv.addSchema(openApiDocument, 'openapi');

const validators = Object.fromEntries(
  Object.entries(FACT_DEFINITIONS).map(([kind, { schema }]) => [
    kind,
    ajv.compile({ $ref: `openapi#/components/schemas/${schema}` }),
  ]),
);

/** Whether a value is a valid source of a fact. */
export const isSource = ajv.compile<string>({
  $ref: 'openapi#/components/schemas/Source',
});

/** Whether a value is a valid id of a fact. */
export const isFactId = ajv.compile<string>({
  $ref: 'openapi#/components/schemas/FactId',
});

const ARTICLES: Record<string, string> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'an object',
  boolean: 'true or false',
};

function sentence(error: ErrorObject): string {
  const field = error.instancePath.slice(1) || 'The fact';
  const value = shown(error.data);
  switch (error.keyword) {
    case 'required':
      return error.instancePath
        ? `${field} is missing ${error.params.missingProperty}`
        : `${error.params.missingProperty} is required`;
    case 'type':
      return `${field} must be ${
        ARTICLES[error.params.type] ?? error.params.type
      }, not ${value}`;
    case 'enum':
      return `${field} ${value} is not one of ${error.params.allowedValues.join(
        ', ',
      )}`;
    case 'format':
      return `${field} ${value} is ${FORMATS[error.params.format].is}`;
    case 'minLength':
      return `${field} must not be empty; omit it if there is no value`;
    case 'maxLength':
      return `${field} is longer than ${error.params.limit} characters: ${value}`;
    case 'maxItems':
    case 'maxProperties':
      return `${field} has more than ${error.params.limit} entries`;
    case 'minimum':
      return `${field} ${value} is less than ${error.params.limit}`;
    case 'maximum':
      return `${field} ${value} is more than ${error.params.limit}`;
    case 'oneOf':
      return `${field} must be exactly one of {deployment: {source, id}}, {commitSha} and {version}, each a string, not ${value}`;
    case 'anyOf':
      return `${field} must be ${
        field.startsWith('changes')
          ? 'an id or {source, id}'
          : 'a string, a number, true or false'
      }, not ${value}`;
    default:
      return `${field} ${error.message}: ${value}`;
  }
}

/**
 * What is wrong with a fact according to the schema of its kind, as a sentence
 * that names the field; undefined if it is valid.
 */
export function schemaFault(kind: FactKind, fact: unknown): string | undefined {
  const validate = validators[kind];
  if (validate(fact)) {
    return undefined;
  }
  const errors = validate.errors!;
  // For alternatives, the errors of each come first and the overall error comes
  // last.
  const alternatives = errors.find(
    ({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf',
  );
  return sentence(alternatives ?? errors[0]);
}
