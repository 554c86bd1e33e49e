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

import { minimatch } from 'minimatch';
import { DeploymentFact, Rules } from './types';

// An environment is a name and no path: `*` is to match `prod/eu` too.
const asName = (text: string) => text.replaceAll('/', '\u0001');

/**
 * Makes the test for production (docs/rules.md, Production) out of names and globs, both without regard to case.
 */
export function productionMatcher(
  patterns: string[],
): (environment: string) => boolean {
  const known = new Map<string, boolean>();
  return environment => {
    let production = known.get(environment);
    if (production === undefined) {
      production = patterns.some(pattern =>
        minimatch(asName(environment), asName(pattern), {
          nocase: true,
          dot: true,
          nonegate: true,
          nocomment: true,
        }),
      );
      known.set(environment, production);
    }
    return production;
  };
}

/** Makes the test for the deployments that can be rollouts (docs/rules.md, Production). */
export function countsMatcher(
  rules: Rules,
): (deployment: DeploymentFact) => boolean {
  const isProduction = productionMatcher(rules.productionEnvironments);
  return ({ status, finishedAt, environment }) =>
    status === 'success' &&
    finishedAt !== undefined &&
    isProduction(environment);
}
