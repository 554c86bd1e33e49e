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

/** What the handlers that read need. */
export interface ReadServices {
  catalog: CatalogFollower;
  derivation: Derivation;
  evidence: EvidenceService;
  hierarchy: HierarchyService;
  metrics: MetricsService;
  /** Whose days windows consist of */
  timezone: string;
  /** ms since the epoch */
  now: () => number;
}

type ReadHandlers = Omit<
  Handlers,
  'ingest' | 'deleteFact' | 'correct' | 'deleteCorrection' | 'getFacts'
>;

/** Handlers of the operations that read. */
export function createReadHandlers(services: ReadServices): ReadHandlers {
  const { catalog, derivation, evidence, hierarchy, metrics, timezone, now } =
    services;

  function readWindow({ from, to }: { from?: string; to?: string }): Window {
    const window = resolveWindow({
      from,
      to,
      timezone,
      now: now(),
    });
    if (window.days > MAX_DAYS) {
      throw new InputError(
        `The window from ${window.from} to ${window.to} has ${window.days} days; ${MAX_DAYS} are the most`,
      );
    }
    return window;
  }

  /** What the caller may read of an entity, once everything that was accepted before is derived. */
  async function scope(
    credentials: BackstageCredentials,
    entityRef?: string,
  ): Promise<{ hierarchy: Hierarchy; entityRef?: string }> {
    let readable = await hierarchy.readableBy(credentials);
    if (entityRef !== undefined && !readable.get(entityRef)) {
      await catalog.catchUp();
      readable = await hierarchy.readableBy(credentials);
    }
    const entity =
      entityRef === undefined ? undefined : findEntity(readable, entityRef);
    await derivation.settled();
    return { hierarchy: readable, entityRef: entity?.ref };
  }

  return {
    async getMetrics({ query, credentials }) {
      const window = readWindow(query);
      return metrics.metrics({
        ...(await scope(credentials, query.entityRef)),
        window,
      });
    },

    async getSeries({ query, credentials }) {
      const window = readWindow(query);
      return metrics.series({
        ...(await scope(credentials, query.entityRef)),
        window,
        bucket: query.bucket,
      });
    },

    async compare({ query, credentials }) {
      const { from, to, under, ...wanted } = query;
      const window = readWindow({ from, to });
      const readable = await scope(credentials, under);
      return metrics.compare({
        ...wanted,
        hierarchy: readable.hierarchy,
        under: readable.entityRef,
        window,
      });
    },

    async getReleases({ query, credentials }) {
      const { from, to, entityRef, ...wanted } = query;
      const window = readWindow({ from, to });
      return evidence.releases({
        ...wanted,
        ...(await scope(credentials, entityRef)),
        window,
      });
    },

    async getChanges({ query, credentials }) {
      const { from, to, entityRef, ...wanted } = query;
      const window = readWindow({ from, to });
      return evidence.changes({
        ...wanted,
        ...(await scope(credentials, entityRef)),
        window,
      });
    },

    async getIncidents({ query, credentials }) {
      const { from, to, entityRef, ...wanted } = query;
      const window = readWindow({ from, to });
      return evidence.incidents({
        ...wanted,
        ...(await scope(credentials, entityRef)),
        window,
      });
    },

    async getSignals({ query, credentials }) {
      const { limit, offset } = query;
      const window = readWindow(query);
      return evidence.signals({
        ...(await scope(credentials, query.entityRef)),
        window,
        limit,
        offset,
      });
    },

    async getTimeline({ query, credentials }) {
      const window = readWindow(query);
      return evidence.timeline({
        ...(await scope(credentials, query.entityRef)),
        window,
      });
    },

    async getWorkspaces({ query, credentials }) {
      const window = readWindow(query);
      return metrics.workspaces({
        ...(await scope(credentials, query.entityRef)),
        window,
      });
    },

    async getDefinitions() {
      return metrics.definitions();
    },

    async getCoverage({ query, credentials }) {
      return evidence.coverage(await scope(credentials, query.entityRef));
    },
  };
}
