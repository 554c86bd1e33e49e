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

import { DateTime } from 'luxon';
import { SampleOrganisation } from '../organisation';
import { asOf } from './asOf';
import { DAY } from './calendar';
import { LONGEST_LEAD_TIME_DAYS } from './changes';
import { SampleFact } from './facts';
import { playSignals } from './signals';
import { timestamp } from './Subject';
import { SubjectHistory } from './SubjectHistory';
import { subjectsOf } from './subjects';
import { playWideIncidents } from './wideIncidents';

/** What a history of facts depends on, and nothing else. */
export interface GeneratorOptions {
  organisation: SampleOrganisation;
  seed: string;
  /** The first day of the history. */
  start: DateTime;
  /** The history is complete up to the end of the day before this one. */
  today: DateTime;
  /** Leaves out what was the same on this earlier day already. */
  since?: DateTime;
}

const midnight = (day: DateTime) => day.toUTC().startOf('day').toMillis();

/**
 * The facts of the sample organisation, those of one subject next to each
 * other. The same options give the same facts; a later `today` only adds facts,
 * and completes those that were not over yet.
 */
export function generateFacts(options: GeneratorOptions): SampleFact[] {
  const { organisation, seed } = options;
  const today = midnight(options.today);
  const era = { seed, start: midnight(options.start) };
  // Changes are at work before the release that carries them.
  const days = (today - era.start) / DAY + LONGEST_LEAD_TIME_DAYS;

  const facts: SampleFact[] = [
    ...subjectsOf(organisation).flatMap(subject =>
      new SubjectHistory(subject, era).play(days),
    ),
    ...playWideIncidents(organisation, era, days),
    ...playSignals(organisation, era, days).map(
      (fact): SampleFact => ({ kind: 'signals', fact }),
    ),
  ];

  const since = options.since && timestamp(midnight(options.since));
  return facts.flatMap(fact => {
    const told = asOf(fact, timestamp(today));
    const before = since && asOf(fact, since);
    const same = before && JSON.stringify(before) === JSON.stringify(told);
    return told && !same ? [told] : [];
  });
}
