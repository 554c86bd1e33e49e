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
  Correction,
  CorrectionRequest,
} from '@backstage-dora/plugin-dora-common';
import { Hierarchy } from '../catalog/types';

/**
 * Users' decisions on which incidents and releases belong together; they take
 * precedence over the rules.
 */
export interface CorrectionsService {
  /**
   * Stores a correction and requests that what it affects be derived again.
   *
   * @param request - what to correct
   * @param by - reference of the user or name of the service that makes the
   *   correction
   * @param hierarchy - what the caller may read; the deployment and the
   *   incident must be in it
   */
  create(
    request: CorrectionRequest,
    by: string,
    hierarchy: Hierarchy,
  ): Promise<Correction>;

  /** Deletes a correction, so that the rules apply again. */
  delete(id: string, hierarchy: Hierarchy): Promise<void>;
}
