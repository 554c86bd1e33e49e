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

/** A deployment that was replaced or deleted. */
export interface ReplacedDeployment {
  /** `deployments.pk` */
  pk: number;
  /** The component that it is of now, or was of before, `entities.id`: one entry for each */
  entityId: number;
  /** When it finished with success, as it is now, in ms since the epoch; undefined when it has not, or is gone */
  finishedAt?: number;
  /** The same as it was before */
  finishedBefore?: number;
  /** Whether names of versions that stood in it before do so no longer, or others do: it was a success, in any environment */
  renamed?: boolean;
}

/** New deployments of a component. */
export interface NewDeployments {
  /** When the earliest of them finished, in ms since the epoch */
  since: number;
  /** How many there are */
  facts: number;
}

/** Facts that are not what they were, those that were just deleted among them. */
export interface FactChanges {
  /**
   * New successful deployments, in any environment, by component, `entities.id`. The names of a version that stand in
   * them may concern deployments before them, too
   */
  deployedSince?: Map<number, NewDeployments>;
  /** Deployments that were there before */
  replaced?: ReplacedDeployment[];
  /**
   * How many artifacts of components, `entities.id`, say names of versions to be the same thing that they did not say
   * before, or no longer say it
   */
  renamed?: Map<number, number>;
  /** `changes.pk` */
  changePks?: Iterable<number>;
  /** `incidents.pk` */
  incidentPks?: Iterable<number>;
}

/** What derivation looks at of a fact that has changed, as it is or as it was. */
export interface FactState {
  entity_id?: number | null;
  status?: string;
  /** ms since the epoch */
  finished_at?: string | number | null;
  version?: string | null;
  commit_sha?: string | null;
  digest?: string | null;
  same_as_source?: string | null;
  same_as_id?: string | null;
}

/** A fact that was stored, and was not so before, or that was deleted. */
export interface TouchedFact {
  pk: number;
  /** What it is; undefined when it was deleted */
  after?: FactState;
  /** What it was; undefined when there was none, or when derivation does not look at that for facts of its kind */
  before?: FactState;
}

export const pksOf = (facts: { pk: number }[]): number[] =>
  facts.map(({ pk }) => pk);

/** When a deployment became what is running, as far as this is known without the rules. */
function wentLiveAt(state: FactState | undefined): number | undefined {
  const { status, finished_at: at } = state ?? {};
  return status === 'success' && at !== null && at !== undefined
    ? Number(at)
    : undefined;
}

/** The component and the names of versions that a fact says to be the same thing there. */
const namesIn = ({ entity_id: id, version, commit_sha, digest }: FactState) =>
  JSON.stringify([id, version, commit_sha, digest]);

/** Deployments that have changed, as far as derivation needs to know. */
export function ofDeployments(facts: TouchedFact[]): FactChanges {
  const deployedSince = new Map<number, NewDeployments>();
  const replaced: ReplacedDeployment[] = [];
  for (const { pk, before, after } of facts) {
    const finishedAt = wentLiveAt(after);
    if (before) {
      const finishedBefore = wentLiveAt(before);
      const renamed =
        finishedBefore !== undefined &&
        (finishedAt === undefined || namesIn(before) !== namesIn(after!));
      for (const entityId of new Set([before.entity_id!, after?.entity_id])) {
        if (entityId) {
          replaced.push({ pk, entityId, finishedAt, finishedBefore, renamed });
        }
      }
    } else if (finishedAt !== undefined) {
      const entityId = after!.entity_id!;
      const known = deployedSince.get(entityId);
      deployedSince.set(entityId, {
        since: Math.min(known?.since ?? Infinity, finishedAt),
        facts: (known?.facts ?? 0) + 1,
      });
    }
  }
  return { deployedSince, replaced };
}

/** Artifacts that have changed, as far as derivation needs to know. */
export function ofArtifacts(facts: TouchedFact[]): FactChanges {
  const renamed = new Map<number, number>();
  for (const { before, after } of facts) {
    if (!before || !after || namesIn(before) !== namesIn(after)) {
      for (const entityId of new Set([before?.entity_id, after?.entity_id])) {
        if (entityId) {
          renamed.set(entityId, (renamed.get(entityId) ?? 0) + 1);
        }
      }
    }
  }
  return { renamed };
}
