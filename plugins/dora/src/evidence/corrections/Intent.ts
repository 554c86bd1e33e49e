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

import type {
  Correction,
  FactIdentity,
  ReleaseSummary,
} from '@backstage-dora/plugin-dora-common';

/** An incident, as much of it as a correction has to show. */
export type ChosenIncident = FactIdentity & {
  entityRef: string;
  title?: string;
  startedAt: string;
};

/** A release, as much of it as finds it again. */
export type ChosenRelease = Pick<
  ReleaseSummary,
  'entityRef' | 'version' | 'time'
>;

/** What a person is about to correct. */
export type Intent =
  | {
      action: 'attach';
      /** Chosen in the dialog where left out. */
      incident?: ChosenIncident;
      /** Chosen in the dialog where left out. */
      release?: ChosenRelease;
      /** What it is linked to already, and need not be offered. */
      linked: readonly { id: string }[];
    }
  | { action: 'detach'; incident: ChosenIncident; release: ChosenRelease }
  | { action: 'not-a-failure'; release: ChosenRelease }
  | { action: 'take-back'; correction: Correction };
