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
  AuditorService,
  AuditorServiceEventSeverityLevel,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { Request } from 'express';

/** The audit log event of a request that changes something. */
export interface AuditEvent<T> {
  eventId: string;
  severityLevel: AuditorServiceEventSeverityLevel;
  request: Request;
  meta: JsonObject;
  /** Metadata to add on success. */
  outcome?: (result: T) => JsonObject;
}

/** Runs an operation that changes stored data, and audits its success or failure. */
export async function audited<T>(
  auditor: AuditorService,
  event: AuditEvent<T>,
  action: () => Promise<T>,
): Promise<T> {
  const { eventId, severityLevel, request, meta, outcome } = event;
  const record = await auditor.createEvent({
    eventId,
    severityLevel,
    request,
    meta,
  });
  try {
    const result = await action();
    await record.success({ meta: outcome?.(result) });
    return result;
  } catch (error) {
    await record.fail({ error: toError(error) });
    throw error;
  }
}
