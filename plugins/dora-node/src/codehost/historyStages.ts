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

import { DateTime } from 'luxon';
import { findReverts } from '../history/findReverts';
import { HistoryStore } from '../history/HistoryStore';
import { linkDeployments } from '../history/linkDeployments';
import { readCommits } from '../history/readCommits';
import { CodeHost } from '../history/types';
import { SyncContext, SyncSubject } from '../sync/types';
import { CodeHostConfig } from './readCodeHostConfig';
import { Stage } from './stages';

/** How many deployments are compared in a step. */
const LINKED_PER_STEP = 50;
/** State is kept for this multiple of the backfill period. */
const KEPT = 2;
const REVERTS = 'reverts';
const FORGOTTEN = 'forgotten';
const FORGET_EVERY = { days: 1 };

/**
 * The context of the stages that all code hosts share.
 *
 * @public
 */
export interface HistoryWork {
  subject: SyncSubject;
  config: CodeHostConfig;
  context: SyncContext;
  store: HistoryStore;
  /** The `source` of the facts. */
  source: string;
}

/**
 * The stages that assemble the history from what was read, shared by all code
 * hosts.
 *
 * @public
 */
export interface HistoryStages<TWork extends HistoryWork> {
  /** Reads the commits of the default branch if that saves comparisons; must run before `link`. */
  commits: Stage<TWork>;
  /** Finds the changes of the deployments. */
  link: Stage<TWork>;
  /** Finds the incidents indicated by reverts, and deletes those that no longer apply. */
  reverts: Stage<TWork>;
  /** Deletes the deployments that an earlier configuration found but this one does not. */
  stale: Stage<TWork>;
  /** Deletes, once a day, state that is no longer needed. */
  forget: Stage<TWork>;
}

/**
 * Creates the stages that all code hosts share.
 *
 * @param hostOf - returns the code host to ask for the commits between two
 *   deployments
 *
 * @public
 */
export function historyStages<TWork extends HistoryWork>(
  hostOf: (work: TWork) => CodeHost,
): HistoryStages<TWork> {
  return {
    commits: (work, cursor) => readCommits(work.context, hostOf(work), cursor),

    link: async (work, { page = 1 }) => {
      const left = await linkDeployments({
        context: work.context,
        host: hostOf(work),
        source: work.source,
        fingerprint: work.subject.fingerprint,
        limit: LINKED_PER_STEP,
      });
      return left > 0
        ? {
            next: { page: page + 1 },
            remaining: Math.ceil(left / LINKED_PER_STEP),
          }
        : {};
    },

    reverts: async ({ config, context, source, store }) => {
      const known = (await context.state.get<string[]>(REVERTS)) ?? [];
      const incidents = config.incidents.reverts
        ? await findReverts(store, source)
        : [];
      const ids = incidents.map(({ id }) => id);
      if (ids.length + known.length > 0) {
        await context.emit({
          facts: { incidents },
          retracted: known
            .filter(id => !ids.includes(id))
            .map(id => ({ kind: 'incidents', source, id })),
          state: { [REVERTS]: ids },
        });
      }
      return {};
    },

    stale: async ({ context, store, subject }) => {
      await context.emit(
        store.staleBatch(
          await store.deployments(),
          subject.fingerprint,
          context.since.toUTC().toISO()!,
        ),
      );
      return {};
    },

    forget: async ({ config, context, store }) => {
      const now = context.now();
      const last = await context.state.get<string>(FORGOTTEN);
      if (last && DateTime.fromISO(last) > now.minus(FORGET_EVERY)) {
        return {};
      }
      const horizon = now.minus(
        config.backfill.mapUnits(value => value * KEPT),
      );
      const batch = store.pruneBatch(
        await store.deployments(),
        (await store.changes()).values(),
        horizon.toUTC().toISO()!,
      );
      await context.emit({
        ...batch,
        state: { [FORGOTTEN]: now.toUTC().toISO()! },
      });
      return {};
    },
  };
}
