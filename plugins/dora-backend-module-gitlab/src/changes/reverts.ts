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

import { revertedCommits } from '@backstage-dora/plugin-dora-node';
import { ProjectRecord } from '../stages/types';

const REVERTED = /\bThis reverts merge request ([\w./-]*)!(\d+)/gi;

/**
 * What a message written by GitLab's Revert button or git reverts: ids of
 * changes and hashes of commits.
 */
export function revertedBy(
  text: string,
  { name, path }: ProjectRecord,
): string[] {
  const requests = [...text.matchAll(REVERTED)]
    .filter(([, other]) => other === '' || other === path || other === name)
    .map(([, , iid]) => `${name}!${iid}`);
  return [...new Set([...requests, ...revertedCommits(text)])];
}
