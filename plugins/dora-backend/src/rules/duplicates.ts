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

import { compareText, identityKey } from './order';
import { IncidentFact } from './types';

const inOrder = (a: IncidentFact, b: IncidentFact) =>
  compareText(a.source, b.source) || compareText(a.id, b.id);

/** Follows `sameAs` from an incident to the one that is kept; in a cycle, to the first by source, then id. */
function follow(
  incident: IncidentFact,
  next: (incident: IncidentFact) => IncidentFact | undefined,
): IncidentFact {
  const path: IncidentFact[] = [];
  const places = new Map<IncidentFact, number>();
  for (let here = incident; ; ) {
    const again = places.get(here);
    if (again !== undefined) {
      return path.slice(again).sort(inOrder)[0];
    }
    places.set(here, path.length);
    path.push(here);
    const following = next(here);
    if (!following) {
      return here;
    }
    here = following;
  }
}

/** Fills in data that an incident lacks and its duplicates have. */
function complete(
  incident: IncidentFact,
  duplicates: IncidentFact[],
): IncidentFact {
  const { startedAt } = incident;
  const first = <T>(valueOf: (duplicate: IncidentFact) => T | undefined) =>
    duplicates.map(valueOf).find(value => value !== undefined);
  return {
    ...incident,
    cause: incident.cause ?? first(({ cause }) => cause),
    acknowledgedAt:
      incident.acknowledgedAt ?? first(({ acknowledgedAt }) => acknowledgedAt),
    resolvedAt:
      incident.resolvedAt ??
      first(({ resolvedAt }) =>
        resolvedAt !== undefined && resolvedAt >= startedAt
          ? resolvedAt
          : undefined,
      ),
  };
}

/**
 * Determines which incidents report the same outage (docs/rules.md, Failures), and merges their data.
 *
 * @param incidents - complete in terms of `sameAs`: with each incident, all that it names or that name it, transitively
 * @returns the incident that is kept, by `incidents.pk` of each; the incident itself when it is no duplicate
 */
export function mergeDuplicates(
  incidents: IncidentFact[],
): Map<number, IncidentFact> {
  const known = new Map(incidents.map(one => [identityKey(one), one]));
  const next = ({ sameAs }: IncidentFact) => {
    const other = sameAs && known.get(identityKey(sameAs));
    return other?.mapped ? other : undefined;
  };
  const families = new Map<IncidentFact, IncidentFact[]>();
  for (const incident of [...incidents].sort(inOrder)) {
    const stays = follow(incident, next);
    const duplicates = families.get(stays) ?? [];
    families.set(stays, duplicates);
    if (incident !== stays) {
      duplicates.push(incident);
    }
  }
  const merged = new Map<number, IncidentFact>();
  for (const [stays, duplicates] of families) {
    const whole = complete(stays, duplicates);
    for (const { pk } of [stays, ...duplicates]) {
      merged.set(pk, whole);
    }
  }
  return merged;
}
