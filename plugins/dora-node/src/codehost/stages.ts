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

import { JsonObject, JsonValue } from '@backstage/types';
import { SyncStep } from '../sync/types';

/**
 * Where a stage continues.
 *
 * @public
 */
export interface StageCursor extends JsonObject {
  /** The page; defaults to the first. */
  page?: number;
  /** Index of the list, if there are several. */
  list?: number;
  /** Only items changed after this time. */
  after?: string;
}

/**
 * One step of a stage.
 *
 * @public
 */
export interface StageStep {
  /** Undefined if the stage is complete. */
  next?: StageCursor;
  /** Remaining steps of the stage, as far as known. */
  remaining?: number;
}

/**
 * A part of a pass that handles one kind of object.
 *
 * @public
 */
export type Stage<TWork> = (
  work: TWork,
  cursor: StageCursor,
) => Promise<StageStep>;

interface PassCursor extends JsonObject {
  stage: string;
  at: StageCursor;
}

/**
 * Runs one step of a pass that consists of stages, in order.
 *
 * @param cursor - position within the pass; undefined at its start
 * @public
 */
export async function runStages<TWork>(
  stages: Array<[name: string, stage: Stage<TWork>]>,
  work: TWork,
  cursor: JsonValue | undefined,
): Promise<SyncStep> {
  const known = cursor as PassCursor | undefined;
  // The stage may no longer exist after a change of configuration.
  const found = stages.findIndex(([name]) => name === known?.stage);
  const index = Math.max(found, 0);
  const [name, stage] = stages[index];
  const { next, remaining } = await stage(
    work,
    known && found >= 0 ? known.at : {},
  );
  const after = stages.slice(index + 1);
  const toCome = after.length + (remaining ?? (next ? 1 : 0));
  if (next) {
    return { next: { stage: name, at: next }, remaining: toCome };
  }
  return after.length > 0
    ? { next: { stage: after[0][0], at: {} }, remaining: toCome }
    : {};
}
