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

export { addDays, dayOf, startOf, wallClock } from './calendar';
export * from './timeWindow';
export { useTimeWindow, useTimezone } from './useTimeWindow';
export type { TimeWindowState } from './useTimeWindow';
export { useUrlState } from './useUrlState';
export type { UrlPatch, UrlState } from './useUrlState';
export { weeksOf } from './weeks';
export type { Week } from './weeks';
export { WindowPicker } from './WindowPicker';
