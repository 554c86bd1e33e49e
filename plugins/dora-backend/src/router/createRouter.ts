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
  HttpAuthService,
  LoggerService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  doraCorrectPermission,
  doraExportPermission,
  doraIngestPermission,
  openApiDocument,
} from '@backstage-dora/plugin-dora-common';
import express, { Request, Response } from 'express';
import Router from 'express-promise-router';
import { BodyReader, BodyReaderOptions } from './BodyReader';
import { explainDatabaseError } from './databaseErrors';
import { Operation, OperationId, operations } from './operations';
import { readPath, readQuery } from './parameters';
import { sendJson } from './sendJson';
import { RequestTimeoutError } from './receiveBody';
import { createLineSender } from './sendLines';
import { TryLaterError } from './TryLaterError';
import { Handlers, OperationRequest } from './types';
import { checkBody } from './validation';

const PERMISSIONS: Partial<Record<OperationId, BasicPermission>> = {
  ingest: doraIngestPermission,
  deleteFact: doraIngestPermission,
  correct: doraCorrectPermission,
  deleteCorrection: doraCorrectPermission,
  getFacts: doraExportPermission,
};

/** Options of the router, apart from the handlers. */
export interface RouterOptions {
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  logger: LoggerService;
  bodies: BodyReaderOptions;
}

type AnyHandler = (
  request: OperationRequest<OperationId>,
) => Promise<object | void>;

/**
 * A router with a route for each operation of the OpenAPI document, and one for
 * the document itself.
 */
export function createRouter(
  handlers: Handlers,
  options: RouterOptions,
): express.Router {
  const router = Router();
  const bodies = BodyReader.create(options.bodies);
  const sendLines = createLineSender();
  for (const operation of operations) {
    // The document pairs requests with handlers, which types cannot follow here.
    const handle = handlers[operation.id] as AnyHandler;
    const answer = async (request: Request) => {
      const credentials = await authorize(request, operation, options);
      const query = readQuery(operation, request);
      const path = readPath(operation, request);
      const run = (body: unknown) =>
        handle({
          query,
          path,
          body,
          credentials,
          request,
        } as OperationRequest<OperationId>);
      const schema = operation.body;
      return schema === undefined
        ? run(undefined)
        : bodies.use(request, body => {
            checkBody(schema, body);
            return run(body);
          });
    };
    router[operation.method](routeOf(operation), async (request, response) => {
      try {
        const result = await answer(request);
        response.status(operation.status);
        if (operation.streams) {
          await sendLines(response, result as AsyncIterable<object>);
        } else if (result) {
          await sendJson(request, response, result);
        } else {
          response.end();
        }
      } catch (error) {
        throw explained(error, response, options.logger);
      }
    });
  }

  // Backstage expects a plugin's OpenAPI document here.
  router.get('/openapi.json', (_, response) => {
    response.json(openApiDocument);
  });
  return router;
}

/** `/corrections/{id}` in Express notation. */
function routeOf({ path }: Operation): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

/** Turns an error into one that tells callers what to do, and logs the details. */
function explained(
  error: unknown,
  response: Response,
  logger: LoggerService,
): unknown {
  const databaseError = explainDatabaseError(error);
  if (databaseError) {
    logger.warn(databaseError.message, error as Error);
  }
  const thrown = databaseError ?? error;
  if (thrown instanceof TryLaterError && !response.headersSent) {
    response.set('Retry-After', `${thrown.retryAfter}`);
  }
  if (thrown instanceof RequestTimeoutError && !response.headersSent) {
    // The rest of the body may or may not arrive.
    response.set('Connection', 'close');
  }
  return thrown;
}

async function authorize(
  request: Request,
  operation: Operation,
  { httpAuth, permissions }: RouterOptions,
) {
  const credentials = await httpAuth.credentials(request, {
    allow: ['user', 'service'],
  });
  const permission = PERMISSIONS[operation.id];
  if (permission) {
    const [decision] = await permissions.authorize([{ permission }], {
      credentials,
    });
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `You do not have the permission ${permission.name}`,
      );
    }
  }
  return credentials;
}
