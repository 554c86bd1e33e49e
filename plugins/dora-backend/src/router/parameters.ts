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
import { Request } from 'express';
import { Operation, Parameter } from './operations';
import { findFault } from './validation';

/** The value of a parameter, or all values of a repeatable one. */
type Value = string | number | (string | number)[];

/**
 * The value of a parameter, converted to the type in the document: a string may
 * look like a number.
 */
function checked(parameter: Parameter, text: string): string | number {
  const { schema } = parameter;
  const fault = findFault(schema, text);
  if (!fault) {
    return text;
  }
  const typed = /^-?\d{1,15}(\.\d{1,6})?$/.test(text) ? Number(text) : text;
  const typedFault = fault.ofType ? findFault(schema, typed) : fault;
  if (!typedFault) {
    return typed;
  }
  throw refusal(parameter, typedFault.fault);
}

function refusal({ in: place, name }: Parameter, fault: string): InputError {
  const where = place === 'query' ? 'Query parameter' : 'Path parameter';
  return new InputError(`${where} ${name} ${fault}`);
}

/** All values of a repeatable parameter. */
function checkedList(parameter: Parameter, texts: string[]): Value {
  const { schema } = parameter;
  const values = texts.map(text =>
    checked({ ...parameter, schema: `${schema}/items` }, text),
  );
  const fault = findFault(schema, values);
  if (fault) {
    throw refusal(parameter, fault.fault);
  }
  return values;
}

/** The query of a request, checked against the document; unknown parameters are errors. */
export function readQuery(
  operation: Operation,
  request: Request,
): Record<string, Value> {
  const known = operation.parameters.filter(
    ({ in: place }) => place === 'query',
  );
  const given = new URLSearchParams(request.url.replace(/^[^?]*/, ''));
  for (const name of given.keys()) {
    if (!known.some(parameter => parameter.name === name)) {
      const accepted = known.map(parameter => parameter.name).join(', ');
      throw new InputError(
        `Unknown query parameter ${name}; ${
          accepted
            ? `known parameters are ${accepted}`
            : 'this operation takes none'
        }`,
      );
    }
  }

  const query: Record<string, Value> = {};
  for (const parameter of known) {
    const values = given.getAll(parameter.name);
    if (parameter.repeated) {
      if (values.length > 0) {
        query[parameter.name] = checkedList(parameter, values);
      }
      continue;
    }
    if (values.length > 1) {
      throw new InputError(
        `Query parameter ${parameter.name} is given ${values.length} times but may be given only once`,
      );
    }
    if (values.length === 1) {
      query[parameter.name] = checked(parameter, values[0]);
    } else if (parameter.default !== undefined) {
      query[parameter.name] = parameter.default;
    }
  }
  return query;
}

/** The path parameters of a request, which the route has already parsed. */
export function readPath(
  operation: Operation,
  request: Request,
): Record<string, string | number> {
  return Object.fromEntries(
    operation.parameters
      .filter(({ in: place }) => place === 'path')
      .map(parameter => [
        parameter.name,
        checked(parameter, request.params[parameter.name]),
      ]),
  );
}
