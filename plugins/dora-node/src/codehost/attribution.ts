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

import { EntityTarget, pathMatcher } from './annotations';

const SEVERITY = /^sev(?:erity)?(?:[-:/ ]+|(?=\d))(.+)$/i;

const lower = (text: string) => text.toLocaleLowerCase('en-US');

/**
 * The entities whose paths a change touches; the files are only requested if
 * there are paths.
 *
 * @public
 */
export async function touchedEntities(
  targets: EntityTarget[],
  readFiles: () => Promise<string[]>,
): Promise<string[]> {
  const files = targets.some(({ paths }) => paths) ? await readFiles() : [];
  return targets
    .filter(target => !target.paths || files.some(pathMatcher(target)))
    .map(({ entityRef }) => entityRef);
}

/**
 * The entities of a repository that are named by a label of an issue; all of
 * them if none is.
 *
 * @public
 */
export function labelledEntities(
  entityRefs: string[],
  labels: string[],
): string[] {
  const names = new Set(labels.map(lower));
  const named = entityRefs.filter(ref => {
    const name = ref.slice(ref.indexOf('/') + 1);
    return names.has(ref) || names.has(name) || names.has(`component:${name}`);
  });
  return named.length > 0 ? named : entityRefs;
}

/**
 * The severity given by a label, such as `severity::1`.
 *
 * @public
 */
export function labelledSeverity(labels: string[]): string | undefined {
  return labels.map(label => SEVERITY.exec(label)?.[1]).find(found => found);
}

/**
 * The earliest of some ISO 8601 times, ignoring missing ones.
 *
 * @public
 */
export function earliest(
  times: Array<string | null | undefined>,
): string | undefined {
  return times
    .filter(time => typeof time === 'string' && time !== '')
    .map(time => time as string)
    .sort((a, b) => Date.parse(a) - Date.parse(b))[0];
}
