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
import { MetricName } from '@backstage-dora/plugin-dora-common';
import { EMPTY_DISTRIBUTION } from '../statistics';
import { AnswerCache, AnswerCacheOptions, Question } from './AnswerCache';
import { AggregateWindow, Material } from './types';

/** What came out for a window of a group, which holds for some time where releases are maturing. */
export interface KnownMaterial {
  material: Material;
  /** See `AggregationOptions.maturingAfter` */
  maturingAfter: number;
  /** Up to which `maturingAfter` the same would come out */
  maturesAt: number;
}

// About what V8 takes.
const BYTES = 600;
const BYTES_OF_DISTRIBUTION = 300;
const BYTES_OF_WEEK = 64;

function sizeOf({ material: { distributions, weeks } }: KnownMaterial): number {
  const samples = Object.values(distributions).filter(
    distribution => distribution !== EMPTY_DISTRIBUTION,
  );
  return (
    BYTES +
    samples.length * BYTES_OF_DISTRIBUTION +
    weeks.length * BYTES_OF_WEEK
  );
}

function questionOf(
  entityIds: number[],
  window: AggregateWindow,
  metrics: MetricName[],
): Question {
  const { fromDay, toDay, stages, weeks, workspaces } = window;
  const besides = [stages, weeks, workspaces].map(wanted => (wanted ? 1 : 0));
  return {
    entityIds,
    days: { fromDay, toDay },
    about: [...besides, ...metrics].join(),
  };
}

/** Keeps what windows of groups are made of. */
export class KnownMaterials {
  readonly #answers: AnswerCache<KnownMaterial>;

  constructor(options: Omit<AnswerCacheOptions<KnownMaterial>, 'sizeOf'>) {
    this.#answers = new AnswerCache({ ...options, sizeOf });
  }

  get(
    entityIds: number[],
    window: AggregateWindow,
    metrics: MetricName[],
    maturingAfter: number,
  ): Material | undefined {
    const known = this.#answers.get(questionOf(entityIds, window, metrics));
    return known &&
      known.maturingAfter <= maturingAfter &&
      maturingAfter < known.maturesAt
      ? known.material
      : undefined;
  }

  /** @param moment - see {@link AnswerCache.set} */
  set(
    entityIds: number[],
    window: AggregateWindow,
    metrics: MetricName[],
    moment: number,
    known: KnownMaterial,
  ) {
    this.#answers.set(questionOf(entityIds, window, metrics), moment, known);
  }
}
