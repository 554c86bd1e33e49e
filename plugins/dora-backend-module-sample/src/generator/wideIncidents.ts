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

import { SampleOrganisation } from '../organisation';
import { refOf } from '../organisation/refs';
import { DAY } from './calendar';
import { SampleFact } from './facts';
import { IncidentWriter } from './incidents';
import { Random } from './Random';
import { Era } from './Subject';

/** Chance of an incident that hits all of a group or domain, per day. */
const WIDE_INCIDENT = 0.008;

/** Incidents of groups and domains, which no release explains; more days only add to them. */
export function playWideIncidents(
  { platforms, domains }: SampleOrganisation,
  { seed, start }: Era,
  days: number,
): SampleFact[] {
  const facts: SampleFact[] = [];
  const teams = platforms
    .flatMap(platform => platform.teams)
    .filter(team => team.delivery?.incidents !== false);
  const places = [
    ...[...platforms, ...teams].map(place => ({
      ...place,
      kind: 'group' as const,
    })),
    ...domains.map(place => ({ ...place, kind: 'domain' as const })),
  ];
  for (const { kind, name, title } of places) {
    const writer = new IncidentWriter(
      { name: `${kind}-${name}`, title, entityRef: refOf(kind, name) },
      fact => facts.push({ kind: 'incidents', fact }),
    );
    for (let index = 0; index < days; index++) {
      const random = Random.of(seed, kind, name, 'incidents', index);
      if (random.chance(WIDE_INCIDENT)) {
        const time = start + (index + random.next()) * DAY;
        writer.writeUnrelated(time, 2, random);
      }
    }
  }
  return facts;
}
