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

import { hash } from 'node:crypto';
import { Value } from '../../database/rows';
import {
  columnOf,
  DerivedRow,
  DerivedRows,
  RELEASE_CHANGES,
  RELEASES,
  ROLLOUTS,
} from './derivedTables';
import {
  ReleaseState,
  ReleaseTransition,
  StoredOutcome,
} from '../outbox/ReleaseState';
import { toState } from './releaseStates';

type ShownRows = Pick<DerivedRows, 'releases' | 'rollouts' | 'changes'>;

const NO_OUTCOME: StoredOutcome = { failed: false };

const idAt = columnOf(RELEASES, 'id');
const fromAt = columnOf(RELEASES, 'changes_from');
const rolloutOf = columnOf(ROLLOUTS, 'release_id');
const carriedBy = columnOf(RELEASE_CHANGES, 'release_id');
const rolloutShows = ['deployment_pk', 'workspace', 'time'].map(name =>
  columnOf(ROLLOUTS, name),
);
const changeShows = ['change_pk', 'first', 'exclusion', 'lead_time'].map(name =>
  columnOf(RELEASE_CHANGES, name),
);

const isSame = (a: ReleaseState, b: ReleaseState) =>
  (Object.keys(a) as (keyof ReleaseState)[]).every(key => a[key] === b[key]);

/** @param rewritten - whether content changed that lists show but events do not */
function transitionsBetween(
  before: ReleaseState | undefined,
  after: ReleaseState | undefined,
  rewritten: boolean,
): ReleaseTransition[] {
  if (!after) {
    return before ? [{ type: 'withdrawn', release: before }] : [];
  }
  const fails = after.failed && !before?.failed;
  const recovers =
    after.recoveredAt !== undefined && before?.recoveredAt === undefined;
  const first: ReleaseState = {
    ...after,
    ...(fails && { failed: false, reasons: before?.reasons }),
    ...(recovers && { recoveredAt: undefined }),
  };
  const transitions: ReleaseTransition[] = [];
  if (!before) {
    transitions.push({ type: 'created', release: first });
  } else if (rewritten || !isSame(before, first)) {
    transitions.push({ type: 'changed', release: first });
  }
  if (fails) {
    const release = { ...after, recoveredAt: undefined };
    transitions.push({ type: 'failed', release });
  }
  if (recovers) {
    transitions.push({ type: 'recovered', release: after });
  }
  return transitions;
}

/**
 * Collects what one batch of derivation does to releases, by public id: a release that has another first deployment
 * now, or that was deleted and derived again, is still the same release. Holds the releases that the batch writes in
 * memory.
 */
export class ReleaseTransitions {
  readonly #before = new Map<string, ReleaseState | undefined>();
  readonly #after = new Map<string, ReleaseState | undefined>();
  /** Digests of the list content of releases that existed before: 0 when it is unchanged. */
  readonly #content = new Map<string, number>();

  /**
   * Records stored releases that are about to be deleted or replaced.
   *
   * @param outcomes - by `releases.id`; none for a release that has not failed
   */
  stored(rows: ShownRows, outcomes: Map<number, StoredOutcome>): void {
    this.#note(rows, outcomes, state => {
      if (!this.#before.has(state.id)) {
        this.#before.set(state.id, state);
      }
      this.#after.set(state.id, undefined);
    });
  }

  /**
   * Records the releases that replace those passed to {@link ReleaseTransitions.stored}.
   *
   * @param outcomes - by `releases.id`; they stay with the rows until the releases are assessed
   */
  written(rows: ShownRows, outcomes: Map<number, StoredOutcome>): void {
    this.#note(rows, outcomes, state => {
      if (!this.#before.has(state.id)) {
        this.#before.set(state.id, undefined);
      }
      this.#after.set(state.id, state);
    });
  }

  /** Records that the outcome of a release has changed. */
  assessed(before: ReleaseState, after: ReleaseState): void {
    if (!this.#before.has(before.id)) {
      this.#before.set(before.id, before);
    }
    this.#after.set(after.id, after);
  }

  /**
   * The resulting events. Outcomes come last, after the events of the releases they refer to. A release that has both
   * failed and recovered gets an event for each.
   */
  *events(): Generator<ReleaseTransition> {
    const outcomes: ReleaseTransition[] = [];
    for (const [id, after] of this.#after) {
      const rewritten = Boolean(this.#content.get(id));
      const before = this.#before.get(id);
      for (const one of transitionsBetween(before, after, rewritten)) {
        // Events of outcomes may refer to a new release.
        if (one.type === 'created' || one.type === 'withdrawn') {
          yield one;
        } else {
          outcomes.push(one);
        }
      }
    }
    yield* outcomes;
  }

  #note(
    { releases, rollouts, changes }: ShownRows,
    outcomes: Map<number, StoredOutcome>,
    note: (state: ReleaseState) => void,
  ): void {
    const known = new Map<Value, string>();
    for (const row of releases) {
      const id = row[idAt] as number;
      const state = toState(row, outcomes.get(id) ?? NO_OUTCOME);
      note(state);
      if (this.#before.get(state.id)) {
        known.set(id, state.id);
        this.#toggle(state.id, [row[fromAt]]);
      }
    }
    const toggle = (rows: DerivedRow[], release: number, shows: number[]) => {
      for (const row of known.size > 0 ? rows : []) {
        const id = known.get(row[release]);
        if (id !== undefined) {
          this.#toggle(
            id,
            shows.map(column => row[column]),
          );
        }
      }
    };
    toggle(rollouts, rolloutOf, rolloutShows);
    toggle(changes, carriedBy, changeShows);
  }

  /** Adds a value to the digest or, the second time, removes it again. */
  #toggle(id: string, values: Value[]): void {
    const digest = hash('sha256', JSON.stringify(values), 'buffer');
    const content = this.#content.get(id) ?? 0;
    this.#content.set(id, content ^ digest.readInt32LE());
  }
}
