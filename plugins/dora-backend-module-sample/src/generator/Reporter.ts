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
  FactIdentity,
  FactKind,
  Facts,
} from '@backstage-dora/plugin-dora-common';
import { Habits, Place } from '../organisation/types';

type Fact<TKind extends FactKind> = NonNullable<Facts[TKind]>[number];

/** A fact whose times are in ms since the epoch, without what a reporter adds to it. */
type Report<TFact> = {
  [TKey in keyof Omit<TFact, 'source' | 'entityRef' | 'url'>]: TKey extends
    | `${string}At`
    | 'at'
    | 'until'
    ? number
    : TFact[TKey];
} & { id: string; entityRef?: string };

/** By what most facts name their source; the pipeline and the tickets, where there are others. */
export const SOURCE = 'sample';
/** By what outages name the pager, where there is one. */
export const PAGER = 'sample-pager';

/** All that facts of the sample name as their source; the backend recognises the sample by them. */
export const SOURCES = [SOURCE, 'sample-cluster', 'sample-delivery', PAGER];

/** What the source must know to report a field. */
const NEEDED: Record<string, string> = {
  version: 'versions',
  commitSha: 'commits',
  changes: 'contents',
  firstReviewAt: 'reviews',
  approvedAt: 'reviews',
};

/**
 * A fact, as JSON, as the source reports it at a time: a deployment may still
 * be in progress, a change not merged yet, an incident open.
 *
 * @returns undefined where there is nothing to report yet
 */
function asOf(fact: Record<string, unknown>, now: number): string | undefined {
  const { startedAt, openedAt, mergedAt, at, builtAt, finishedAt } = fact;
  if (Number(startedAt ?? openedAt ?? mergedAt ?? at ?? builtAt) >= now) {
    return undefined;
  }
  const status = Number(finishedAt) >= now ? 'in_progress' : fact.status;
  const commitSha = Number(mergedAt) >= now ? undefined : fact.commitSha;
  const known = Object.entries({ ...fact, status, commitSha }).map(
    ([field, value]) => {
      if (typeof value !== 'number' || !/(At|^at|^until)$/.test(field)) {
        return [field, value];
      }
      const isLater = field.endsWith('At') && value >= now;
      return [field, isLater ? undefined : new Date(value).toISOString()];
    },
  );
  return JSON.stringify(Object.fromEntries(known));
}

/** Turns the history of an entity into the facts that the source reports. */
export class Reporter {
  readonly #facts: Array<[FactKind, Record<string, unknown>]> = [];
  readonly #known: string[];
  readonly #counts: Record<string, number> = {};

  constructor(private readonly place: Place, habits: Habits) {
    this.#known = habits.connected[place.delivery.connected];
  }

  /** Whether the source knows something. */
  knows(what: string): boolean {
    return this.#known.includes(what);
  }

  /** A new id, from the name of the entity, a word, and a number. */
  nextId(word: string): string {
    const { deployed, entity } = this.place;
    const number = (this.#counts[word] ?? 0) + 1;
    this.#counts[word] = number;
    // A component may have the name of its system.
    const kind = deployed ? '' : `${entity.kind.toLowerCase()}-`;
    return `${kind}${entity.metadata.name}-${word}-${number}`;
  }

  /**
   * Reports what the source knows about something.
   *
   * @returns the identity of the fact; undefined if the source does not know
   *   about it
   */
  report<TKind extends FactKind>(
    kind: TKind,
    what: Report<Fact<TKind>>,
    source = SOURCE,
  ): FactIdentity | undefined {
    if (!this.knows(kind)) {
      return undefined;
    }
    const { id } = what;
    const url =
      kind === 'signals' ? undefined : `https://example.com/${kind}/${id}`;
    const fields = Object.entries(what).filter(
      ([field]) => !NEEDED[field] || this.knows(NEEDED[field]),
    );
    const own = { source, entityRef: this.place.ref, url };
    this.#facts.push([kind, { ...own, ...Object.fromEntries(fields) }]);
    return { source, id };
  }

  /** Adds all that is reported up to a time, unless it was reported in the same way earlier. */
  addTo(facts: Required<Facts>, now: number, earlier: number): void {
    for (const [kind, fact] of this.#facts) {
      const json = asOf(fact, now);
      if (json && json !== asOf(fact, earlier)) {
        facts[kind].push(JSON.parse(json));
      }
    }
  }
}
