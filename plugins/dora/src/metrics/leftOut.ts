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

import type { LeftOut } from '@backstage-dora/plugin-dora-common';
import type { Formatter } from '../format';
import type { Translate } from '../translations';

/** More environments than that are counted together. */
const MOST_ENVIRONMENTS = 3;

const KINDS = ['failed', 'cancelled', 'configOnly', 'otherSource'] as const;

/** How many deployments do not count. */
export function leftOutTotal(leftOut: LeftOut): number {
  return KINDS.reduce(
    (sum, kind) => sum + leftOut[kind],
    leftOut.otherEnvironment,
  );
}

/** Why they do not count, and how many for each reason, where there are several. */
export function leftOutParts(
  leftOut: LeftOut,
  format: Formatter,
  t: Translate,
): string {
  const total = leftOutTotal(leftOut);
  const [only] = leftOut.environments;
  if (only?.deployments === total) {
    return t('leftOut.environment', { name: only.name });
  }
  const counted = (count: number) => ({
    count,
    value: format.number(count, 0),
  });
  const byNumber = [...leftOut.environments].sort(
    (a, b) => b.deployments - a.deployments || a.name.localeCompare(b.name),
  );
  const named = byNumber.slice(0, MOST_ENVIRONMENTS);
  const others =
    leftOut.otherEnvironment -
    named.reduce((sum, { deployments }) => sum + deployments, 0);
  return [
    ...named.map(({ name, deployments }) =>
      t('leftOut.inEnvironment', { ...counted(deployments), name }),
    ),
    ...(others > 0 ? [t('leftOut.inOthers', counted(others))] : []),
    ...KINDS.filter(kind => leftOut[kind] > 0).map(kind =>
      t(`leftOut.${kind}`, counted(leftOut[kind])),
    ),
  ].join(', ');
}
