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
import { checkFact } from './checkFact';
import { FACT_KINDS, FactTypes } from './kinds/factDefinitions';
import { KNOWN_FIELDS } from './kinds/factStorage';
import { identityKey } from './identityKey';
import { isFactId, isSource } from './schema';
import { shown } from './shown';
import { aheadOf } from './kinds/time';

/** Enough to make the point: a sender usually repeats its mistake in every fact. */
const MAX_IGNORED = 100;

/** Why a fact was rejected. */
export interface Rejection {
  kind: FactKind;
  /** Its index among the facts of its kind */
  index: number;
  /** Only if it is valid */
  source?: string;
  /** Only if it is valid */
  id?: string;
  reason: string;
  /** Whether a later fact of the call was accepted under the same source and id */
  superseded: boolean;
}

/** A call, checked fact by fact. */
export interface CheckedRequest {
  /** Without duplicates: only the last fact for each source and id */
  facts: { [TKind in FactKind]: FactTypes[TKind][] };
  /** How many were valid */
  accepted: Record<FactKind, number>;
  rejections: Rejection[];
  /** The first fields and facts that were ignored */
  ignored: IgnoredField[];
}

/** JSON pointer to a fact of a call. */
export const pathOf = (kind: FactKind, index: number): string =>
  `/${kind}/${index}`;

/** The identity of a value that may not be a fact, as far as it is known. */
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
    reason: `${kind} have no field ${shown(field)}; the fields are ${[
      ...KNOWN_FIELDS[kind].keys(),
    ].join(', ')}`,
  };
}

function checkList<TKind extends FactKind>(
  kind: TKind,
  values: unknown[],
  { facts, accepted, rejections, ignored }: CheckedRequest,
  isAhead: (time: string) => boolean,
): void {
  const taken = new Map<string, { index: number; fact: FactTypes[TKind] }>();
  accepted[kind] = 0;
  const faults: { index: number; value: unknown; reason: string }[] = [];
  values.forEach((value, index) => {
    const checked = checkFact(kind, value, isAhead);
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
        )} occurs again at ${pathOf(kind, index)}, which replaces this fact`,
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
  facts[kind] = [...taken.values()].map(
    ({ fact }) => fact,
  ) as CheckedRequest['facts'][TKind];
}

/**
 * Checks all facts of a call whose envelope is known to be valid.
 *
 * @param now - ms since the epoch
 */
export function checkRequest(
  request: IngestRequest,
  now: number,
): CheckedRequest {
  const checked: CheckedRequest = {
    facts: {} as CheckedRequest['facts'],
    accepted: {} as CheckedRequest['accepted'],
    rejections: [],
    ignored: [],
  };
  const isAhead = aheadOf(now);
  for (const kind of FACT_KINDS) {
    checkList(kind, request[kind] ?? [], checked, isAhead);
  }
  return checked;
}
