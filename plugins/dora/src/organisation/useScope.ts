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

import { useMemo } from 'react';
import type { Level } from '@backstage-dora/plugin-dora-common';
import { EVIDENCE_PARAMS } from '../evidence';
import { FILTER_PARAMS } from '../filters';
import { UrlPatch, useUrlState } from '../window';

/** Levels from the widest to the narrowest. */
export const LEVELS: readonly Level[] = [
  'platform',
  'domain',
  'product',
  'component',
];

export const DEFAULT_LEVEL: Level = 'product';

export interface ScopeState {
  level: Level;
  /** From the widest to the narrowest; the last one is what is looked at. */
  path: string[];
  /** The entity that is looked at; undefined for the whole organisation. */
  entityRef?: string;
  setLevel: (level: Level) => void;
  /** Query string of a step down into an entity of the level; undefined at the end. */
  into: (entityRef: string) => string | undefined;
  /** Query string of a step up, to so many entities of the path. */
  upTo: (length: number) => string;
}

/** What a step to another part of the organisation leaves behind. */
const RESET: UrlPatch = {
  ...FILTER_PARAMS,
  ...EVIDENCE_PARAMS,
  page: undefined,
};

/** Where in the organisation one is: level and path are in the URL. */
export function useScope(): ScopeState {
  const url = useUrlState();
  return useMemo(() => {
    const level =
      LEVELS.find(name => name === url.get('level')) ?? DEFAULT_LEVEL;
    const path = url.getAll('under');
    const urlOf = (name: Level) => (name === DEFAULT_LEVEL ? undefined : name);
    return {
      level,
      path,
      entityRef: path[path.length - 1],
      setLevel: next =>
        url.set({ level: urlOf(next), page: undefined, filter: undefined }),
      into: entityRef => {
        const next = LEVELS[LEVELS.indexOf(level) + 1];
        return (
          next &&
          url.search({
            ...RESET,
            level: urlOf(next),
            under: [...path, entityRef],
          })
        );
      },
      upTo: length => {
        // One level per step of the path, as far as it was walked step by step.
        const index = LEVELS.indexOf(level) - (path.length - length);
        return url.search({
          ...RESET,
          level: urlOf(LEVELS[Math.max(0, index)]),
          under: path.slice(0, length),
        });
      },
    };
  }, [url]);
}
