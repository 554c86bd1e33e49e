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
  FactKind,
  IngestRequest,
  IngestResult,
} from '@backstage-dora/plugin-dora-common';
import { checkFact, FactTypes } from './checkFact';
import { KNOWN_FIELDS } from './schema';
import { shown } from './shown';

export const FACT_KINDS: FactKind[] = [
  'deployments',
  'changes',
  'incidents',
  'signals',
];

/** Why a fact was not taken in. */
export interface Rejection {
  kind: FactKind;
  path: string;
  source?: string;
  id?: string;
  reason: string;
}

/** A call, checked fact by fact. */
export interface CheckedRequest {
  facts: { [TKind in FactKind]: FactTypes[TKind][] };
  rejections: Rejection[];
  ignored: NonNullable<IngestResult['ignored']>;
}

const text = (value: unknown) =>
  typeof value === 'string' ? value : undefined;

function checkList<TKind extends FactKind>(
  kind: TKind,
  values: unknown[],
  result: CheckedRequest,
): FactTypes[TKind][] {
  const facts = new Map<string, { path: string; fact: FactTypes[TKind] }>();
  const reject = (path: string, fact: unknown, reason: string) => {
    const { source, id } = (fact ?? {}) as Record<string, unknown>;
    result.rejections.push({
      kind,
      path,
      source: text(source),
      id: text(id),
      reason,
    });
  };
  values.forEach((value, index) => {
    const path = `/${kind}/${index}`;
    const checked = checkFact(kind, value);
    if ('fault' in checked) {
      reject(path, value, checked.fault);
      return;
    }
    const { fact, unknownFields } = checked;
    for (const field of unknownFields) {
      result.ignored.push({
        path: `${path}/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`,
        reason: `${kind} have no ${shown(field)}, only ${[
          ...KNOWN_FIELDS[kind],
        ].join(', ')}`,
      });
    }
    const key = JSON.stringify([fact.source, fact.id]);
    const replaced = facts.get(key);
    if (replaced) {
      reject(
        replaced.path,
        replaced.fact,
        `id ${shown(fact.id)} of source ${shown(
          fact.source,
        )} occurs again at ${path}, which replaces this one`,
      );
    }
    facts.set(key, { path, fact });
  });
  return [...facts.values()].map(({ fact }) => fact);
}

/** Checks all facts of a call, whose envelope is known to be right. */
export function checkRequest(request: IngestRequest): CheckedRequest {
  const result: CheckedRequest = {
    facts: { deployments: [], changes: [], incidents: [], signals: [] },
    rejections: [],
    ignored: [],
  };
  result.facts = {
    deployments: checkList('deployments', request.deployments ?? [], result),
    changes: checkList('changes', request.changes ?? [], result),
    incidents: checkList('incidents', request.incidents ?? [], result),
    signals: checkList('signals', request.signals ?? [], result),
  };
  return result;
}
