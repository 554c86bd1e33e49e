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

import { Entity } from '@backstage/catalog-model';
import { Signal } from '@backstage-dora/plugin-dora-common';

/** How something is built and run; units are explained in `data/habits.yaml`. */
export interface Practice {
  releasesPerWeek: number;
  trainDays?: number;
  leadTime: number;
  spread: number;
  changesPerRelease: number;
  failureRate: number;
  restore: number;
  stages: number[];
  deployMinutes: number;
}

/** A practice by name, with differences, or one that turns into another between two days of the history. */
export type PracticeSpec =
  | string
  | ({ like: string } & Partial<Practice>)
  | { from: PracticeSpec; to: PracticeSpec; between: number[] };

/** How something is delivered, as explained in `data/organisation.yaml`. */
export interface Delivery {
  domain?: string;
  practice: PracticeSpec;
  workspaces: string;
  connected: string;
  versions: 'semver' | 'calendar';
  production: string;
  staging?: string;
  reports?: string;
  tag?: string;
  paged?: boolean;
  signals?: string[];
  begins?: number;
  ends?: number;
}

/** An entity of the sample organisation, and what decides about its facts. */
export interface Place {
  entity: Entity;
  ref: string;
  /** The system that it is part of. */
  systemRef?: string;
  delivery: Delivery;
  /** Whether it is deployed by itself: a component, or a system that is deployed as a whole. */
  deployed: boolean;
  /** Texts by day of the history. */
  notes: Record<string, string>;
}

/** The content of `data/habits.yaml`. */
export interface Habits {
  seed: string;
  practices: Record<string, Practice>;
  workspaces: Record<string, Record<string, number>>;
  connected: Record<string, string[]>;
  reports: Record<
    string,
    Record<string, Array<'version' | 'commitSha' | 'digest' | 'changes'>>
  >;
  /** Dates without a year; `until` is in the next one. */
  freeze: { name: string; from: string; until: string };
  chances: Record<string, number>;
  weights: Record<string, Record<string, number>>;
  signals: Record<
    string,
    Pick<Signal, 'type' | 'attributes'> & {
      chance?: number;
      names?: string[];
      between?: [number, number];
      steps?: Array<Pick<Signal, 'name' | 'value'>>;
      everyDays?: number;
    }
  >;
  words: Record<string, string[]>;
}

/** The content of the sample. */
export interface Organisation {
  habits: Habits;
  places: Place[];
}
