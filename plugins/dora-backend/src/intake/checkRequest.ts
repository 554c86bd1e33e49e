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
  Ignored,
  IngestRequest,
} from '@backstage-dora/plugin-dora-common';
import { checkFact, UnknownField } from './checkFact';
import { FACT_KINDS, FactTypes } from './kinds/factDefinitions';
import { identityKey } from './identityKey';
import { isFactId, isSource } from './schema';
import { shown } from './shown';
import { aheadOf } from './kinds/time';

/** Enough to see what is meant: a sender that is wrong about a field is wrong about it in every fact. */
const MAX_FIELDS = 100;

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
  rejections: Rejection[];
  /** Valid facts in whose place a later one stands */
  replaced: Ignored[];
  /** The first of the fields that the facts have and no such fact has */
  unknownFields: Ignored[];
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

const escaped = (name: string) =>
  name.replaceAll('~', '~0').replaceAll('/', '~1');

const ignoredField = (
  factPath: string,
  { path, of, known }: UnknownField,
): Ignored => ({
  path: [factPath, ...path.map(escaped)].join('/'),
  reason: `${of} have no field ${shown(
    path[path.length - 1],
  )}; the fields are ${known.join(', ')}`,
});

function checkList<TKind extends FactKind>(
  kind: TKind,
  values: unknown[],
  { facts, rejections, replaced, unknownFields }: CheckedRequest,
  isAhead: (time: string) => boolean,
): void {
  const valid: {
    index: number;
    key: string;
    fact: FactTypes[TKind];
    unknown: UnknownField[];
  }[] = [];
  const last = new Map<string, number>();
  const faults: { index: number; value: unknown; reason: string }[] = [];
  values.forEach((value, index) => {
    const checked = checkFact(kind, value, isAhead);
    if ('fault' in checked) {
      faults.push({ index, value, reason: checked.fault });
      return;
    }
    const { fact, unknownFields: unknown } = checked;
    const key = identityKey(fact);
    valid.push({ index, key, fact, unknown });
    last.set(key, index);
  });
  const taken: FactTypes[TKind][] = [];
  for (const { index, key, fact, unknown } of valid) {
    const path = pathOf(kind, index);
    const standing = last.get(key)!;
    if (standing === index) {
      taken.push(fact);
      for (const field of unknown.slice(0, MAX_FIELDS - unknownFields.length)) {
        unknownFields.push(ignoredField(path, field));
      }
    } else {
      replaced.push({
        path,
        reason: `id ${shown(fact.id)} of source ${shown(
          fact.source,
        )} occurs again at ${pathOf(kind, standing)}, which replaces this one`,
      });
    }
  }
  for (const { index, value, reason } of faults) {
    const identity = identityIn(value);
    const { source, id } = identity;
    const standing =
      source === undefined || id === undefined
        ? undefined
        : last.get(identityKey({ source, id }));
    rejections.push({
      kind,
      index,
      ...identity,
      reason,
      superseded: standing !== undefined && standing > index,
    });
  }
  facts[kind] = taken as CheckedRequest['facts'][TKind];
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
    rejections: [],
    replaced: [],
    unknownFields: [],
  };
  const isAhead = aheadOf(now);
  for (const kind of FACT_KINDS) {
    checkList(kind, request[kind] ?? [], checked, isAhead);
  }
  return checked;
}
