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
  FactIdentity,
  FactKind,
  IgnoredField,
  IngestRequest,
} from '@backstage-dora/plugin-dora-common';
import { checkFact, FactTypes } from './checkFact';
import { identityKey } from './identities';
import { isFactId, isSource, KNOWN_FIELDS } from './schema';
import { shown } from './shown';

/** Enough to see what is meant: a sender that is wrong about a field is wrong about it in every fact. */
const MAX_IGNORED = 100;

/** Why a fact was not taken in. */
export interface Rejection {
  kind: FactKind;
  /** Its place among those of its kind */
  index: number;
  /** Only where it is one */
  source?: string;
  /** Only where it is one */
  id?: string;
  reason: string;
  /** Whether a later one of the call was taken in under its source and id */
  superseded: boolean;
}

/** A call, checked fact by fact. */
export interface CheckedRequest {
  /** Each once: of those with one source and id, the last */
  facts: { [TKind in FactKind]: FactTypes[TKind][] };
  /** How many were valid */
  accepted: Record<FactKind, number>;
  rejections: Rejection[];
  /** The first of the fields, and of the facts, that were left aside */
  ignored: IgnoredField[];
}

/** JSON pointer to a fact of a call. */
export const pathOf = (kind: FactKind, index: number): string =>
  `/${kind}/${index}`;

/** What can be told of the identity of something that may be no fact at all. */
function identityIn(value: unknown): Partial<FactIdentity> {
  const { source, id } = (value ?? {}) as Record<string, unknown>;
  return {
    source: isSource(source) ? source : undefined,
    id: isFactId(id) ? id : undefined,
  };
}

function unknownField(
  kind: FactKind,
  index: number,
  field: string,
): IgnoredField {
  const pointer = field.replaceAll('~', '~0').replaceAll('/', '~1');
  return {
    path: `${pathOf(kind, index)}/${pointer}`,
    reason: `${kind} have no ${shown(field)}, only ${[
      ...KNOWN_FIELDS[kind],
    ].join(', ')}`,
  };
}

type Told = Pick<CheckedRequest, 'accepted' | 'rejections' | 'ignored'>;

function checkList<TKind extends FactKind>(
  kind: TKind,
  values: unknown[],
  { accepted, rejections, ignored }: Told,
): FactTypes[TKind][] {
  const taken = new Map<string, { index: number; fact: FactTypes[TKind] }>();
  const faults: { index: number; value: unknown; reason: string }[] = [];
  values.forEach((value, index) => {
    const checked = checkFact(kind, value);
    if ('fault' in checked) {
      faults.push({ index, value, reason: checked.fault });
      return;
    }
    accepted[kind] += 1;
    const { fact, unknownFields } = checked;
    for (const field of unknownFields.slice(0, MAX_IGNORED - ignored.length)) {
      ignored.push(unknownField(kind, index, field));
    }
    const key = identityKey(fact);
    const replaced = taken.get(key);
    if (replaced && ignored.length < MAX_IGNORED) {
      ignored.push({
        path: pathOf(kind, replaced.index),
        reason: `id ${shown(fact.id)} of source ${shown(
          fact.source,
        )} occurs again at ${pathOf(kind, index)}, which replaces this one`,
      });
    }
    taken.set(key, { index, fact });
  });
  for (const { index, value, reason } of faults) {
    const identity = identityIn(value);
    const { source, id } = identity;
    const last =
      source === undefined || id === undefined
        ? undefined
        : taken.get(identityKey({ source, id }));
    rejections.push({
      kind,
      index,
      ...identity,
      reason,
      superseded: last !== undefined && last.index > index,
    });
  }
  return [...taken.values()].map(({ fact }) => fact);
}

/** Checks all facts of a call, whose envelope is known to be right. */
export function checkRequest(request: IngestRequest): CheckedRequest {
  const told: Told = {
    accepted: { deployments: 0, changes: 0, incidents: 0, signals: 0 },
    rejections: [],
    ignored: [],
  };
  const check = <TKind extends FactKind>(kind: TKind) =>
    checkList(kind, request[kind] ?? [], told);
  return {
    facts: {
      deployments: check('deployments'),
      changes: check('changes'),
      incidents: check('incidents'),
      signals: check('signals'),
    },
    ...told,
  };
}
