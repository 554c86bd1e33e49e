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

/**
 * DORA metrics from the organisation down to one release, for Backstage's new
 * frontend system. For the old one, see `@backstage-dora/plugin-dora/legacy`.
 *
 * @packageDocumentation
 */

export { doraPlugin as default } from './plugin';
export { doraApiRef } from './api';
export { doraTranslationRef } from './translations';
