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

import { Facts } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { NaiveFacts } from '../../conformance/__testUtils__/naiveRules';
import { randomHistory } from '../../conformance/__testUtils__/randomOrganisation';

const KINDS = ['deployments', 'changes', 'incidents', 'artifacts'] as const;

/** Facts of the same kind have the same identity when this says the same. */
const keyOf = (fact: { source: string; id: string }) =>
  `${fact.source} ${fact.id}`;

/** The history with ids that no other history has. */
function distinct(facts: NaiveFacts, prefix: string): NaiveFacts {
  const name = <T extends { id: string }>(fact: T) => ({
    ...fact,
    id: `${prefix}-${fact.id}`,
  });
  return {
    deployments: facts.deployments.map(deployment => ({
      ...name(deployment),
      changes: deployment.changes?.map(change =>
        typeof change === 'string' ? `${prefix}-${change}` : name(change),
      ),
    })),
    changes: facts.changes.map(name),
    artifacts: facts.artifacts.map(name),
    incidents: facts.incidents.map(incident => ({
      ...name(incident),
      sameAs: incident.sameAs && name(incident.sameAs),
      causedBy:
        incident.causedBy && 'deployment' in incident.causedBy
          ? { deployment: name(incident.causedBy.deployment) }
          : incident.causedBy,
    })),
  };
}

/** Calls that may come in any order, as no fact is in two of them. */
export function manyCalls(options: {
  histories: number;
  factsPerCall: number;
  now: number;
  /** Of the first history */
  seed?: number;
}): NaiveFacts[] {
  const { histories, factsPerCall, now, seed = 1 } = options;
  return Array.from({ length: histories }, (_, i) =>
    distinct(randomHistory(seed + i, now).facts, `h${seed + i}`),
  ).flatMap(facts => {
    const total = KINDS.reduce((sum, kind) => sum + facts[kind].length, 0);
    const calls = Math.ceil(total / factsPerCall);
    const part = <T>(all: T[], call: number) =>
      all.filter((_, index) => index % calls === call);
    return Array.from({ length: calls }, (_, call) => ({
      deployments: part(facts.deployments, call),
      changes: part(facts.changes, call),
      incidents: part(facts.incidents, call),
      artifacts: part(facts.artifacts, call),
    }));
  });
}

export const together = (calls: NaiveFacts[]): NaiveFacts => ({
  deployments: calls.flatMap(call => call.deployments),
  changes: calls.flatMap(call => call.changes),
  incidents: calls.flatMap(call => call.incidents),
  artifacts: calls.flatMap(call => call.artifacts),
});

/** Which of the facts are stored: for each call how many, and how many it has. */
export async function storedOf(knex: Knex, calls: NaiveFacts[]) {
  const stored = new Map<string, Set<string>>();
  for (const kind of KINDS) {
    const rows: { source: string; id: string }[] = await knex(kind).select(
      'source',
      'id',
    );
    stored.set(kind, new Set(rows.map(keyOf)));
  }
  return calls.map(call => ({
    of: KINDS.reduce((sum, kind) => sum + call[kind].length, 0),
    stored: KINDS.reduce(
      (sum, kind) =>
        sum +
        call[kind].filter(fact => stored.get(kind)?.has(keyOf(fact))).length,
      0,
    ),
  }));
}

/** Sends the calls from several senders at once, until all are sent or a sender finds nobody there. */
export async function sendAll(
  calls: Facts[],
  senders: number,
  send: (call: Facts, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < calls.length) {
      const index = next++;
      await send(calls[index], index);
    }
  };
  await Promise.all(Array.from({ length: senders }, work));
}
