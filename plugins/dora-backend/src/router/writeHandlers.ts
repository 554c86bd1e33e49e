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
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { Facts } from '@backstage-dora/plugin-dora-common';
import { HierarchyService } from '../catalog/types';
import { CorrectionsService } from '../corrections/types';
import { countFacts, FactIntake } from '../intake';
import { audited } from './audited';
import { Handlers } from './types';
import { withMaxWait } from './withMaxWait';

/** Services that the write handlers need. */
export interface WriteServices {
  auditor: AuditorService;
  corrections: CorrectionsService;
  facts: FactIntake;
  hierarchy: HierarchyService;
  /** How long an ingest call waits for its turn, in ms */
  maxWait: number;
}

type WriteHandlers = Pick<
  Handlers,
  'ingest' | 'deleteFact' | 'correct' | 'deleteCorrection'
>;

/** Handlers of the write operations. */
export function createWriteHandlers(services: WriteServices): WriteHandlers {
  const { auditor, corrections, facts, hierarchy, maxWait } = services;
  return {
    async ingest({ body, credentials, request }) {
      const count = countFacts(body);
      return audited(
        auditor,
        {
          eventId: 'ingest',
          severityLevel: 'low',
          request,
          meta: { facts: count },
          outcome: ({ accepted, rejected, unmapped }) => ({
            accepted,
            rejected: rejected.length,
            unmapped: unmapped.length,
          }),
        },
        // The service checks each fact itself and so accepts unchecked input.
        () =>
          withMaxWait(request, maxWait, signal =>
            facts.ingest(body as Facts, {
              subject: subjectOf(credentials),
              signal,
            }),
          ),
      );
    },

    async deleteFact({ path, request }) {
      const { factKind, source, id } = path;
      await audited(
        auditor,
        {
          eventId: 'delete-fact',
          severityLevel: 'medium',
          request,
          meta: { kind: factKind, source, id },
        },
        async () => {
          if (!(await facts.delete(factKind, { source, id }))) {
            throw new NotFoundError(
              `There is no ${factKind.slice(0, -1)} ${id} of ${source}`,
            );
          }
        },
      );
    },

    async correct({ body, credentials, request }) {
      return audited(
        auditor,
        {
          eventId: 'correct',
          severityLevel: 'medium',
          request,
          meta: { ...body },
          outcome: ({ id }) => ({ id }),
        },
        async () =>
          corrections.create(
            body,
            subjectOf(credentials),
            await hierarchy.readableBy(credentials),
          ),
      );
    },

    async deleteCorrection({ path, credentials, request }) {
      await audited(
        auditor,
        {
          eventId: 'delete-correction',
          severityLevel: 'medium',
          request,
          meta: { id: path.id },
        },
        async () =>
          corrections.delete(path.id, await hierarchy.readableBy(credentials)),
      );
    },
  };
}

/** Reference of the user, or subject of the service. */
function subjectOf(credentials: BackstageCredentials): string {
  const principal = credentials.principal as
    | { type: 'user'; userEntityRef: string }
    | { type: 'service'; subject: string };
  return principal.type === 'user'
    ? principal.userEntityRef
    : principal.subject;
}
