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

import { ReleasesResult } from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { groupBy } from '../../database/groupBy';
import { Rules } from '../../rules/types';
import { readable } from '../../database/readable';
import { ReleaseCounter } from '../columns/types';
import { toWire } from '../Window';
import { findCarried } from './carriedQueries';
import { findCorrectionsOfReleases } from './corrections';
import { EvidenceScope } from './EvidenceScope';
import { findReleases } from './findReleases';
import { findDuplicates, withCause } from './incidentQueries';
import { toRelease } from './releaseItem';
import { findEchoes, findReasons, findRollouts } from './releaseQueries';
import { ReleasesEvidenceQuery } from './types';
import { BigInteger, optionalNumber } from './values';

const byRelease = <T extends { release_id: BigInteger }>(rows: T[]) =>
  groupBy(rows, row => Number(row.release_id));

/** Lists the releases that the metrics count, with the data that each is derived from. */
export class ReleaseList {
  constructor(
    private readonly knex: Knex,
    private readonly rules: Rules,
    private readonly counter: ReleaseCounter,
    private readonly now: () => number,
  ) {}

  async list(query: ReleasesEvidenceQuery): Promise<ReleasesResult> {
    const { knex, rules, counter } = this;
    const scope = EvidenceScope.of(query);
    const { totalItems, rows } = await findReleases(
      knex,
      scope,
      query,
      counter,
    );
    const ids = rows.map(({ id }) => Number(id));
    const rollouts = byRelease(await findRollouts(knex, ids));
    const echoes = byRelease(await findEchoes(knex, ids));
    const changes = byRelease(await findCarried(knex, ids));
    const reasonRows = await findReasons(knex, ids);
    const duplicates = groupBy(
      await findDuplicates(
        knex,
        reasonRows.flatMap(row => optionalNumber(row.incident_pk) ?? []),
      ),
      row => Number(row.stays_pk),
    );
    const reasons = byRelease(
      reasonRows.map(row =>
        withCause(row, duplicates.get(Number(row.incident_pk)) ?? [], scope),
      ),
    );
    const corrections = groupBy(
      await findCorrectionsOfReleases(knex, ids, scope),
      ({ releaseId }) => releaseId,
    );

    const context = { scope, rules, now: this.now() };
    return {
      window: toWire(query.window),
      totalItems,
      items: readable(rows, release => {
        const id = Number(release.id);
        return toRelease(
          {
            release,
            rollouts: rollouts.get(id) ?? [],
            echoes: echoes.get(id) ?? [],
            changes: changes.get(id) ?? [],
            reasons: reasons.get(id) ?? [],
            corrections: corrections.get(id) ?? [],
          },
          context,
        );
      }),
    };
  }
}
