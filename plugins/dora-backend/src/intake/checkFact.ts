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

import { FactIdentity, FactKind } from '@backstage-dora/plugin-dora-common';
import {
  FACT_DEFINITIONS,
  FactDefinition,
  FactTypes,
  NamedFact,
} from './kinds/factDefinitions';
import { KNOWN_FIELDS, PAST_TIMES } from './kinds/factStorage';
import { parseRef } from './parseRef';
import { schemaFault } from './schema';
import { shown } from './shown';
import { parseTime } from './kinds/time';

/**
 * PostgreSQL cannot index values longer than a third of a page, 2,704 bytes,
 * some of which it needs itself.
 */
const MAX_BYTES = 2600;
const MAX_BYTES_PER_UNIT = 3;

/** A field that no such fact has. */
export interface UnknownField {
  /** The names of the fields that lead to it, its own the last */
  path: string[];
  /** What has no such field: `deployments`, or the field that it stands in */
  of: string;
  /** The fields that there are in its place */
  known: string[];
}

export type CheckedFact<TKind extends FactKind> =
  | { fact: FactTypes[TKind]; unknownFields: UnknownField[] }
  | { fault: string };

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the fact has no null or unknown fields, which is usually the case. */
function isClean(kind: FactKind, value: Json): boolean {
  const known = KNOWN_FIELDS[kind];
  for (const field of Object.keys(value)) {
    if (value[field] === null || known.get(field) !== 'flat') {
      return false;
    }
  }
  return true;
}

/**
 * Removes fields that are null, which means "not given", and fields that the
 * kind does not have.
 */
function withoutNulls(
  kind: FactKind,
  value: Json,
): { fact: Json; unknownFields: string[] } {
  if (isClean(kind, value)) {
    return { fact: value, unknownFields: [] };
  }
  const fact: Json = {};
  const unknownFields: string[] = [];
  for (const [field, content] of Object.entries(value)) {
    const known = KNOWN_FIELDS[kind].get(field);
    if (!known) {
      unknownFields.push(field);
    } else if (content !== null) {
      fact[field] =
        known === 'nested' && isObject(content)
          ? Object.fromEntries(
              Object.entries(content).filter(([, inner]) => inner !== null),
            )
          : content;
    }
  }
  return { fact, unknownFields };
}

const isTooLong = ({ source, id }: FactIdentity): boolean =>
  // Nearly all are well below the limit, so the bytes need not be counted.
  (source.length + id.length) * MAX_BYTES_PER_UNIT > MAX_BYTES &&
  Buffer.byteLength(source) + Buffer.byteLength(id) > MAX_BYTES;

/** What is wrong with the names that a fact has and that it gives to others. */
function identityFault(
  fact: FactIdentity,
  named: NamedFact[],
): string | undefined {
  if (isTooLong(fact)) {
    return `source and id exceed ${MAX_BYTES} bytes in total`;
  }
  const [field] = named.find(([, identity]) => isTooLong(identity)) ?? [];
  return (
    field && `${field}: its source and id exceed ${MAX_BYTES} bytes in total`
  );
}

const IDENTITY = ['source', 'id'];

/** The fields of the facts that a fact names that are neither source nor id. */
function unknownInNamed(named: NamedFact[]): UnknownField[] {
  const unknown: UnknownField[] = [];
  for (const [field, identity] of named) {
    for (const name of Object.keys(identity)) {
      if (!IDENTITY.includes(name)) {
        const path = [...field.split('/'), name];
        unknown.push({ path, of: field, known: IDENTITY });
      }
    }
  }
  return unknown;
}

function entityFault(
  kind: FactKind,
  entityRef: string | undefined,
): string | undefined {
  if (entityRef === undefined) {
    return undefined;
  }
  const ref = parseRef(entityRef)!;
  const entityKind = ref.slice(0, ref.indexOf(':'));
  const { entityKinds } = FACT_DEFINITIONS[kind];
  return entityKinds.includes(entityKind)
    ? undefined
    : `entityRef ${shown(
        entityRef,
      )} is of kind ${entityKind}; ${kind} must refer to one of: ${entityKinds.join(
        ', ',
      )}`;
}

/** What is wrong with the times of a fact. */
function timeFault<TFact>(
  kind: FactKind,
  fact: TFact,
  { inOrder = [] }: FactDefinition<TFact>,
  isAhead: (time: string) => boolean,
): string | undefined {
  const times = fact as Record<keyof TFact, string | undefined>;
  for (const name of PAST_TIMES[kind]) {
    const time = times[name as keyof TFact];
    if (time !== undefined && isAhead(time)) {
      return `${name} ${shown(time)} is more than a day in the future`;
    }
  }
  for (const [earlier, later] of inOrder) {
    const from = times[earlier];
    const to = times[later];
    if (from && to && parseTime(to)! < parseTime(from)!) {
      return `${String(later)} ${shown(to)} is before ${String(
        earlier,
      )} ${shown(from)}`;
    }
  }
  return undefined;
}

/**
 * Checks one fact; accepts any value as input.
 *
 * @param isAhead - whether a time is too far in the future
 * @returns the fact, or what is wrong with it, as a sentence that names the
 *   field
 */
export function checkFact<TKind extends FactKind>(
  kind: TKind,
  value: unknown,
  isAhead: (time: string) => boolean,
): CheckedFact<TKind> {
  if (!isObject(value)) {
    return { fault: `A fact must be an object, not ${shown(value)}` };
  }
  const { fact: valid, unknownFields } = withoutNulls(kind, value);
  const definition = FACT_DEFINITIONS[kind];
  const fact = valid as unknown as FactTypes[TKind];
  const invalid = schemaFault(kind, fact);
  if (invalid) {
    return { fault: invalid };
  }
  const named = definition.names?.(fact) ?? [];
  const fault =
    identityFault(fact, named) ??
    entityFault(kind, fact.entityRef) ??
    definition.fault?.(fact) ??
    timeFault(kind, fact, definition, isAhead);
  if (fault) {
    return { fault };
  }
  const known = [...KNOWN_FIELDS[kind].keys()];
  return {
    fact,
    unknownFields: [
      ...unknownFields.map(name => ({ path: [name], of: kind, known })),
      ...unknownInNamed(named),
    ],
  };
}
