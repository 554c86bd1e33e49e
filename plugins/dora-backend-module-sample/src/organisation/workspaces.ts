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

import { Workspace } from './types';

/** One installation. */
export const single: Workspace[] = [{ delayHours: 0 }];

/** Two regions, one after the other. */
export const twoRegions: Workspace[] = [
  { name: 'eu', delayHours: 0 },
  { name: 'us', delayHours: 0.75 },
];

/** Three regions; the last one gets a release the next day. */
export const threeRegions: Workspace[] = [
  { name: 'eu', delayHours: 0 },
  { name: 'us', delayHours: 2 },
  { name: 'apac', delayHours: 20 },
];

/** An installation in each warehouse, updated in the course of a week. */
export const warehouses: Workspace[] = [
  { name: 'north', delayHours: 0 },
  { name: 'harbour', delayHours: 24 },
  { name: 'inland', delayHours: 72 },
  { name: 'alpine', delayHours: 120 },
];

/** Business units with an instance each. */
export const businessUnits: Workspace[] = [
  { name: 'retail', delayHours: 0 },
  { name: 'wholesale', delayHours: 6 },
];
