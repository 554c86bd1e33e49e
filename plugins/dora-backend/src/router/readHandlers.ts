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
import { InputError } from '@backstage/errors';
import { CatalogFollower, Hierarchy, HierarchyService } from '../catalog/types';
import { Derivation } from '../derivation/types';
import { EvidenceService } from '../read/evidence/types';
import { findEntity } from '../read/findEntity';
import { MetricsService } from '../read/metrics/MetricsService';
import { resolveWindow, Window } from '../read/Window';
import { Handlers } from './types';

/** About ten years. */
const MAX_DAYS = 3660;

/** Services that the read handlers need. */
export interface ReadServices {
  catalog: CatalogFollower;
  derivation: Derivation;
  evidence: EvidenceService;
  hierarchy: HierarchyService;
  metrics: MetricsService;
  /** Time zone of the days of a window */
  timezone: string;
  /** How long a read waits for derivation at most, in ms */
  maxWait: number;
  /** ms since the epoch */
  now: () => number;
}

type ReadHandlers = Omit<
  Handlers,
  | 'ingest'
  | 'deleteFact'
  | 'correct'
  | 'deleteCorrection'
  | 'getEvents'
  | 'getEventsCursor'
  | 'getFacts'
>;

/** Handlers of the read operations. */
export function createReadHandlers(services: ReadServices): ReadHandlers {
  const { catalog, derivation, evidence, hierarchy, metrics, timezone, now } =
    services;

  /** @param wait - in seconds; defaults to the maximum */
  function readWait(wait: number | undefined): number {
    if (wait === undefined) {
      return services.maxWait;
    }
    if (wait * 1000 > services.maxWait) {
      throw new InputError(
        `wait can be at most ${
          services.maxWait / 1000
        } seconds (dora.reads.maxWait), not ${wait}`,
      );
    }
    return wait * 1000;
  }

  function readWindow({ from, to }: { from?: string; to?: string }): Window {
    const window = resolveWindow({
      from,
      to,
      timezone,
      now: now(),
    });
    if (window.days > MAX_DAYS) {
      throw new InputError(
        `The window from ${window.from} to ${window.to} is ${window.days} days long; the limit is ${MAX_DAYS}`,
      );
    }
    return window;
  }

  /**
   * Answers with what the caller may read of an entity, once facts accepted
   * earlier have been derived or the caller's wait has expired.
   *
   * @param asked - no entity for the whole organisation
   */
  async function answer<TAnswer>(
    credentials: BackstageCredentials,
    { entityRef, wait }: { entityRef?: string; wait?: number },
    read: (scope: {
      hierarchy: Hierarchy;
      entityRef?: string;
    }) => Promise<TAnswer>,
  ): Promise<TAnswer & { pending: number }> {
    const maxWait = readWait(wait);
    let readable = await hierarchy.readableBy(credentials);
    if (entityRef !== undefined && !readable.get(entityRef)) {
      await catalog.catchUp();
      readable = await hierarchy.readableBy(credentials);
    }
    const entity =
      entityRef === undefined ? undefined : findEntity(readable, entityRef);
    const { pending } = await derivation.settled({
      // Callers who may read everything also see entities outside the catalog.
      entityIds:
        entity === undefined && readable.unrestricted
          ? undefined
          : readable.idsUnder(entity?.ref),
      wait: maxWait,
    });
    return {
      pending,
      ...(await read({ hierarchy: readable, entityRef: entity?.ref })),
    };
  }

  return {
    async getMetrics({ query, credentials }) {
      const window = readWindow(query);
      return answer(credentials, query, scope =>
        metrics.metrics({ ...scope, window }),
      );
    },

    async getSeries({ query, credentials }) {
      const window = readWindow(query);
      return answer(credentials, query, scope =>
        metrics.series({ ...scope, window, bucket: query.bucket }),
      );
    },

    async compare({ query, credentials }) {
      const { from, to, wait, under, ...wanted } = query;
      const window = readWindow({ from, to });
      return answer(
        credentials,
        { entityRef: under, wait },
        ({ hierarchy: readable, entityRef }) =>
          metrics.compare({
            ...{ ...wanted, window },
            hierarchy: readable,
            under: entityRef,
          }),
      );
    },

    async getReleases({ query, credentials }) {
      const { from, to, wait, entityRef, ...wanted } = query;
      const window = readWindow({ from, to });
      return answer(credentials, { entityRef, wait }, scope =>
        evidence.releases({ ...wanted, ...scope, window }),
      );
    },

    async getChanges({ query, credentials }) {
      const { from, to, wait, entityRef, ...wanted } = query;
      const window = readWindow({ from, to });
      return answer(credentials, { entityRef, wait }, scope =>
        evidence.changes({ ...wanted, ...scope, window }),
      );
    },

    async getIncidents({ query, credentials }) {
      const { from, to, wait, entityRef, ...wanted } = query;
      const window = readWindow({ from, to });
      return answer(credentials, { entityRef, wait }, scope =>
        evidence.incidents({ ...wanted, ...scope, window }),
      );
    },

    async getSignals({ query, credentials }) {
      const { from, to, wait, entityRef, ...page } = query;
      const window = readWindow({ from, to });
      return answer(credentials, { entityRef, wait }, scope =>
        evidence.signals({ ...page, ...scope, window }),
      );
    },

    async getTimeline({ query, credentials }) {
      const window = readWindow(query);
      return answer(credentials, query, scope =>
        evidence.timeline({ ...scope, window }),
      );
    },

    async getWorkspaces({ query, credentials }) {
      const window = readWindow(query);
      return answer(credentials, query, scope =>
        metrics.workspaces({ ...scope, window }),
      );
    },

    async getDefinitions() {
      return { pending: 0, ...metrics.definitions() };
    },

    async getCoverage({ query, credentials }) {
      return answer(credentials, query, scope => evidence.coverage(scope));
    },
  };
}
