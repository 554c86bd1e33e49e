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
  Deployment,
  FactIdentity,
  FactKind,
} from '@backstage-dora/plugin-dora-common';
import { FactTypes } from './checkFact';

/** PostgreSQL indexes nothing longer than a third of a page, 2,704 bytes, of which it needs some itself. */
const MAX_BYTES = 2600;
const MAX_BYTES_PER_UNIT = 3;

/** A text that is the same for the same identity only: neither part holds NUL. */
export const identityKey = ({ source, id }: FactIdentity): string =>
  `${source}\0${id}`;

/** The changes that a deployment lists, with the source of each; undefined when it lists none. */
export function listedChanges(
  deployment: Deployment,
): FactIdentity[] | undefined {
  return deployment.changes?.map(change =>
    typeof change === 'string'
      ? { source: deployment.source, id: change }
      : { source: change.source, id: change.id },
  );
}

const isTooLong = ({ source, id }: FactIdentity): boolean =>
  // Nearly all are far from it, and need no counting of bytes.
  (source.length + id.length) * MAX_BYTES_PER_UNIT > MAX_BYTES &&
  Buffer.byteLength(source) + Buffer.byteLength(id) > MAX_BYTES;

/** The fields in which a fact names others, with what they say. */
function named(
  kind: FactKind,
  fact: FactTypes[FactKind],
): [field: string, identity: FactIdentity][] {
  switch (kind) {
    case 'deployments':
      return (listedChanges(fact as FactTypes['deployments']) ?? []).map(
        (change, index) => [`changes/${index}`, change],
      );
    case 'incidents': {
      const { causedBy } = fact as FactTypes['incidents'];
      return causedBy && 'deployment' in causedBy
        ? [['causedBy/deployment', causedBy.deployment]]
        : [];
    }
    default:
      return [];
  }
}

/** What is wrong with the names that a fact has and that it gives to others. */
export function identityFault(
  kind: FactKind,
  fact: FactTypes[FactKind],
): string | undefined {
  if (isTooLong(fact)) {
    return `source and id have more than ${MAX_BYTES} bytes together`;
  }
  const [field] =
    named(kind, fact).find(([, identity]) => isTooLong(identity)) ?? [];
  return (
    field &&
    `${field}: its source and id have more than ${MAX_BYTES} bytes together`
  );
}
