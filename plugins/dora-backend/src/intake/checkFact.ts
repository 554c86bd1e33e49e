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
  Change,
  Deployment,
  FactKind,
  Incident,
  Signal,
} from '@backstage-dora/plugin-dora-common';
import { ENTITY_KINDS, parseRef } from './entityKinds';
import { identityFault } from './identities';
import { KNOWN_FIELDS, schemaFault } from './schema';
import { shown } from './shown';
import { parseTime } from './time';

/** The type of a valid fact, by its kind. */
export interface FactTypes {
  deployments: Deployment;
  changes: Change;
  incidents: Incident;
  signals: Signal;
}

export type CheckedFact<TKind extends FactKind> =
  | { fact: FactTypes[TKind]; unknownFields: string[] }
  | { fault: string };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether nothing is null or unknown, as it mostly is. */
function isClean(kind: FactKind, value: Record<string, unknown>): boolean {
  const known = KNOWN_FIELDS[kind];
  for (const field of Object.keys(value)) {
    if (value[field] === null || field === 'causedBy' || !known.has(field)) {
      return false;
    }
  }
  return true;
}

/** Without the fields that are null, which stands for "not given", and without those that no such fact has. */
function withoutNulls(
  kind: FactKind,
  value: Record<string, unknown>,
): { fact: Record<string, unknown>; unknownFields: string[] } {
  if (isClean(kind, value)) {
    return { fact: value, unknownFields: [] };
  }
  const fact: Record<string, unknown> = {};
  const unknownFields: string[] = [];
  for (const [field, content] of Object.entries(value)) {
    if (!KNOWN_FIELDS[kind].has(field)) {
      unknownFields.push(field);
    } else if (content !== null) {
      fact[field] = content;
    }
  }
  if (isObject(fact.causedBy)) {
    fact.causedBy = Object.fromEntries(
      Object.entries(fact.causedBy).filter(([, content]) => content !== null),
    );
  }
  return { fact, unknownFields };
}

function orderFault(
  fact: Record<string, unknown>,
  earlier: string,
  later: string,
): string | undefined {
  const from = fact[earlier];
  const to = fact[later];
  if (typeof from !== 'string' || typeof to !== 'string') {
    return undefined;
  }
  return parseTime(to)! < parseTime(from)!
    ? `${later} ${shown(to)} is before ${earlier} ${shown(from)}`
    : undefined;
}

/** What a schema cannot say. */
function ruleFault(
  kind: FactKind,
  fact: Record<string, unknown>,
): string | undefined {
  if (typeof fact.entityRef === 'string') {
    const ref = parseRef(fact.entityRef)!;
    const entityKind = ref.slice(0, ref.indexOf(':'));
    if (!ENTITY_KINDS[kind].includes(entityKind)) {
      return `entityRef ${shown(
        fact.entityRef,
      )} is of kind ${entityKind}; ${kind} are about: ${ENTITY_KINDS[kind].join(
        ', ',
      )}`;
    }
  }
  switch (kind) {
    case 'deployments':
      return fact.status !== 'in_progress' && fact.finishedAt === undefined
        ? 'finishedAt is required unless status is in_progress'
        : orderFault(fact, 'startedAt', 'finishedAt');
    case 'incidents':
      return orderFault(fact, 'startedAt', 'resolvedAt');
    case 'signals':
      return orderFault(fact, 'at', 'until');
    default:
      return undefined;
  }
}

/**
 * Checks one fact, whatever was sent in its place.
 *
 * @returns the fact, or what is wrong with it in a sentence that names the field
 */
export function checkFact<TKind extends FactKind>(
  kind: TKind,
  value: unknown,
): CheckedFact<TKind> {
  if (!isObject(value)) {
    return { fault: `A fact must be an object, not ${shown(value)}` };
  }
  const { fact, unknownFields } = withoutNulls(kind, value);
  const fault =
    schemaFault(kind, fact) ??
    identityFault(kind, fact as unknown as FactTypes[TKind]) ??
    ruleFault(kind, fact);
  return fault
    ? { fault }
    : { fact: fact as unknown as FactTypes[TKind], unknownFields };
}
