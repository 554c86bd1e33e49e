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

import { MetricDefinition as Described } from '@backstage-dora/plugin-dora-common';
import { Rules } from '../../rules/types';
import { GroupHistory } from '../columns/types';
import { Aggregate, Beside, Rated } from './aggregates';

/** Values beside that of a metric by name, in groups where they belong together. */
export interface BesideValues {
  [name: string]: Beside | BesideValues;
}

/** All that there is to say of a metric; see `GET /definitions` for what is passed on as it is. */
export interface MetricDefinition
  extends Pick<
    Described,
    | 'title'
    | 'unit'
    | 'better'
    | 'sample'
    | 'needs'
    | 'partialWithout'
    | 'evidence'
    | 'cases'
  > {
  /** Whether it is among those that are shown first */
  headline?: true;
  /** Whether presets rate it */
  tiered?: true;
  value: Aggregate;
  /** What the tier is of; the value where left out */
  rated?: Rated;
  /** The day from which on it is known; by default that of the first release */
  knownSince?: keyof Pick<GroupHistory, 'releaseDay' | 'incidentDay'>;
  /** What stands beside the value of a window */
  beside?: BesideValues;
  /** What stands beside the value of a bucket of a series */
  inSeries?: BesideValues;
  /** Whether a series also has the value over several buckets up to each, as one says too little */
  rolling?: true;
  /** What it means, under some rules */
  sentence: string | ((rules: Rules) => string);
}
