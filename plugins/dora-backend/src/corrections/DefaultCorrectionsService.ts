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

import { InputError, NotFoundError } from '@backstage/errors';
import {
  Correction,
  CorrectionRequest,
  FactIdentity,
} from '@backstage-dora/plugin-dora-common';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { Hierarchy } from '../catalog/types';
import { releasesOfDeployments } from '../database/derivedRows';
import {
  CorrectionRow,
  deploymentOf,
  incidentOf,
  toRow,
} from '../database/corrections';
import { Derivation } from '../derivation/types';
import { logCorrected, logCorrectionDeleted } from '../intake/feed/factLog';
import { CorrectionsService } from './types';

/** The fields of a stored fact that corrections need. */
interface StoredFact {
  pk: number;
  entityId: number;
}

/** An identity without any additional properties that a sender may have added. */
const identity = ({ source, id }: FactIdentity): FactIdentity => ({
  source,
  id,
});

/**
 * Facts about entities outside the catalog are visible to, and so can be
 * corrected by, only those who may read the whole catalog.
 */
const sees = (hierarchy: Hierarchy, fact: StoredFact) =>
  hierarchy.unrestricted || hierarchy.getById(fact.entityId) !== undefined;

/** Options of {@link DefaultCorrectionsService}. */
export interface CorrectionsOptions {
  knex: Knex;
  derivation: Derivation;
  /** ms since the epoch */
  now: () => number;
}

/** Stores corrections alongside the facts they refer to. */
export class DefaultCorrectionsService implements CorrectionsService {
  readonly #knex: Knex;
  readonly #derivation: Derivation;
  readonly #now: () => number;

  static create(options: CorrectionsOptions): DefaultCorrectionsService {
    return new DefaultCorrectionsService(options);
  }

  private constructor(options: CorrectionsOptions) {
    this.#knex = options.knex;
    this.#derivation = options.derivation;
    this.#now = options.now;
  }

  async create(
    request: CorrectionRequest,
    by: string,
    hierarchy: Hierarchy,
  ): Promise<Correction> {
    const { action, deployment, incident, note } = request;
    if (action === 'not-a-failure' ? incident : !incident) {
      throw new InputError(
        'attach and detach need an incident; not-a-failure must not have one',
      );
    }
    const at = this.#now();
    const correction: Correction = {
      id: randomUUID(),
      action,
      deployment: identity(deployment),
      ...(incident && { incident: identity(incident) }),
      ...(note && { note }),
      by,
      at: new Date(at).toISOString(),
    };
    // Only after its component has been derived is it known whether it is part
    // of a release.
    const stored = await findFact(this.#knex, 'deployments', deployment);
    if (stored) {
      await this.#derivation.settled({ entityIds: [stored.entityId] });
    }
    await this.#knex.transaction(async tx => {
      const deployed = await readable(tx, 'deployments', deployment, hierarchy);
      const happened =
        incident && (await readable(tx, 'incidents', incident, hierarchy));
      await requireRelease(tx, deployment, deployed);
      await tx<CorrectionRow>('corrections').insert(toRow(correction));
      await this.#enqueue(tx, deployed, happened);
      await logCorrected(tx, correction.id, at);
    });
    this.#derivation.wake();
    return correction;
  }

  async delete(id: string, hierarchy: Hierarchy): Promise<void> {
    await this.#knex.transaction(async tx => {
      const row = await tx<CorrectionRow>('corrections').where({ id }).first();
      if (!row) {
        throw new NotFoundError(`There is no correction with the id ${id}`);
      }
      const incidentIdentity = incidentOf(row);
      const deployment = await findFact(tx, 'deployments', deploymentOf(row));
      const incident =
        incidentIdentity && (await findFact(tx, 'incidents', incidentIdentity));
      // The facts may have been deleted since; those that still exist must be
      // readable.
      if ([deployment, incident].some(fact => fact && !sees(hierarchy, fact))) {
        throw new NotFoundError(`There is no correction with the id ${id}`);
      }
      await tx('corrections').where({ id }).delete();
      await this.#enqueue(tx, deployment, incident);
      const entityIds = [
        deployment,
        ...(incidentIdentity ? [incident] : []),
      ].map(fact => fact?.entityId ?? null);
      await logCorrectionDeleted(tx, id, entityIds, this.#now());
    });
    this.#derivation.wake();
  }

  async #enqueue(
    tx: Knex.Transaction,
    deployment?: StoredFact,
    incident?: StoredFact,
  ): Promise<void> {
    await this.#derivation.enqueue(tx, {
      replaced: deployment
        ? [{ pk: deployment.pk, entityId: deployment.entityId }]
        : [],
      incidentPks: incident ? [incident.pk] : [],
    });
  }
}

/** The fact that a correction names; one that the caller may not read counts as absent. */
async function readable(
  tx: Knex,
  table: 'deployments' | 'incidents',
  named: FactIdentity,
  hierarchy: Hierarchy,
): Promise<StoredFact> {
  const fact = await findFact(tx, table, named);
  if (!fact || !sees(hierarchy, fact)) {
    throw new NotFoundError(
      `There is no ${table.slice(0, -1)} ${named.id} of ${named.source}`,
    );
  }
  return fact;
}

async function requireRelease(
  tx: Knex,
  { source, id }: FactIdentity,
  deployment: StoredFact,
): Promise<void> {
  const release = await tx
    .from(releasesOfDeployments(tx))
    .where('r.deployment_pk', deployment.pk)
    .first('r.release_id');
  if (!release) {
    throw new InputError(
      `Deployment ${id} of ${source} is not part of a release, so there is nothing to correct`,
    );
  }
}

async function findFact(
  tx: Knex,
  table: 'deployments' | 'incidents',
  { source, id }: FactIdentity,
): Promise<StoredFact | undefined> {
  const row: { pk: number | string; entity_id: number } | undefined = await tx(
    table,
  )
    .where({ source, id })
    .first('pk', 'entity_id');
  return row && { pk: Number(row.pk), entityId: row.entity_id };
}
