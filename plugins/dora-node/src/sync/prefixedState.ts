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

import { SourceState } from '../SourceState';

/** A view of the part of a state whose keys have a prefix. */
export function prefixedState(state: SourceState, prefix: string): SourceState {
  return {
    get: key => state.get(prefix + key),
    list: async <T>(begin: string) =>
      (await state.list(prefix + begin)).map(({ key, value }) => ({
        key: key.slice(prefix.length),
        value: value as T,
      })),
    set: (key, value) => state.set(prefix + key, value),
    setAll: values =>
      state.setAll(
        Object.fromEntries(
          Object.entries(values).map(([key, value]) => [prefix + key, value]),
        ),
      ),
    delete: (...keys) => state.delete(...keys.map(key => prefix + key)),
    deleteAll: begin => state.deleteAll(prefix + begin),
  };
}
