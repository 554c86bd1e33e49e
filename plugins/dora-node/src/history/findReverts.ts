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

import { Incident } from '@backstage-dora/plugin-dora-common';
import { ChangeIndex } from './ChangeIndex';
import { HistoryStore } from './HistoryStore';
import { rolloutsOf } from './timelines';
import { ChangeRecord } from './types';

/** When a change first went live, by entity. */
type LiveSince = Map<string, string>;

/**
 * Incidents indicated by reverts of live changes: started when the revert was
 * proposed, and resolved when it went live.
 *
 * @public
 */
export async function findReverts(
  store: HistoryStore,
  source: string,
): Promise<Incident[]> {
  const index = new ChangeIndex((await store.changes()).values());
  const reverts = index.all().filter(({ reverts: what }) => what?.length);
  if (reverts.length === 0) {
    return [];
  }
  const live = new Map<string, LiveSince>();
  for (const { deployment, finishedAt } of rolloutsOf(
    await store.deployments(),
  )) {
    for (const id of deployment.linked?.changes ?? []) {
      const since: LiveSince = live.get(id) ?? new Map();
      live.set(id, since);
      const { entityRef } = deployment.fact;
      since.set(entityRef, since.get(entityRef) ?? finishedAt);
    }
  }
  return reverts.flatMap(revert => {
    const taken = targetOf(revert, index);
    const { id, openedAt, title, url } = revert;
    return [...((taken && live.get(taken.id)) ?? [])]
      .filter(([, since]) => Date.parse(since) <= Date.parse(openedAt))
      .map(([entityRef]) => {
        const over = live.get(id)?.get(entityRef);
        return {
          source,
          id: `revert/${id}/${entityRef}`,
          entityRef,
          startedAt: openedAt,
          ...(over &&
            Date.parse(over) >= Date.parse(openedAt) && { resolvedAt: over }),
          causedBy: { commitSha: commitOf(taken!) },
          ...(title && { title }),
          ...(url && { url }),
        };
      });
  });
}

function targetOf(
  { id, reverts = [] }: ChangeRecord,
  index: ChangeIndex,
): ChangeRecord | undefined {
  return reverts
    .map(what => index.get(what) ?? index.findByAnySha(what))
    .find(record => record && record.id !== id && commitOf(record));
}

function commitOf({ mergeSha, commits }: ChangeRecord): string {
  return mergeSha ?? commits[commits.length - 1]?.sha ?? '';
}
