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

/** Named values in addition to that of a metric; related ones are grouped. */
export interface BesideValues {
  [name: string]: Beside | BesideValues;
}

/** The definition of a metric; see `GET /definitions` for the properties passed on unchanged. */
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
  /** Whether it is shown among the first */
  headline?: true;
  /** Whether presets rate it */
  tiered?: true;
  value: Aggregate;
  /** What the tier is computed from; by default the value */
  rated?: Rated;
  /** The day from which it is known; by default that of the first release */
  knownSince?: keyof Pick<GroupHistory, 'releaseDay' | 'incidentDay'>;
  /** Additional values for a window */
  beside?: BesideValues;
  /** Additional values for a bucket of a series */
  inSeries?: BesideValues;
  /** Whether series also have a rolling value over several buckets, as one bucket is too small */
  rolling?: true;
  /** What it means; may depend on the rules */
  sentence: string | ((rules: Rules) => string);
}
