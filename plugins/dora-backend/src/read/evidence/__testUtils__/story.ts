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

import { Knex } from 'knex';
import { migrate } from '../../../catalog/__testUtils__/database';
import {
  hierarchyOf,
  Organisation,
  storedEntities,
} from '../../../catalog/__testUtils__/organisation';
import { canonicalRef } from '../../../catalog/entityRefs';
import { defaultRules } from '../../../rules/__testUtils__/facts';
import { Rules } from '../../../rules/types';
import { SynchronisationStore } from '../../../sources/SynchronisationStore';
import { DefaultAggregator } from '../../columns/DefaultAggregator';
import { resolveWindow } from '../../Window';
import { DefaultEvidenceService } from '../DefaultEvidenceService';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
/** 2026-03-02, a Monday. */
const MONDAY = Date.UTC(2026, 2, 2);

const ORGANISATION: Organisation = {
  'component:cart-api': { partOf: ['system:cart'], title: 'Cart API' },
  'component:cart-ui': { partOf: ['system:cart'] },
  'component:pay-api': { partOf: ['system:pay'] },
  'component:alone': { ownedBy: ['group:shop'] },
  'system:cart': { ownedBy: ['group:shop'], title: 'Cart' },
  'system:pay': { ownedBy: ['group:shop'] },
  'group:shop': { childOf: ['group:all'] },
  'group:all': {},
};
const ENTITIES = storedEntities(ORGANISATION);
/** An entity that facts name and that the catalog does not have. */
const GHOST = { id: 99, ref: 'component:default/ghost' };

export const hierarchy = hierarchyOf(ORGANISATION);
/** The same with hundreds of components more, of which nothing is told. */
export const crowded = hierarchyOf({
  ...ORGANISATION,
  ...Object.fromEntries(
    Array.from({ length: 600 }, (_, index) => [`component:idle-${index}`, {}]),
  ),
});
/** For a reader who may see only some entities. */
export const seeing = (...refs: string[]) => hierarchy.restrictTo(refs);

/** Hours since Monday, in ms since the epoch. */
export const at = (hours: number) => MONDAY + hours * HOUR;
/** The same as it goes over the wire. */
export const time = (hours: number) => new Date(at(hours)).toISOString();
const dayOf = (ms: number) => Math.floor(ms / DAY);

export const week = resolveWindow({
  from: '2026-03-02',
  to: '2026-03-09',
  timezone: 'UTC',
  now: at(0),
});

/** A query for the first page of that week. */
export const ofWeek = (entityRef?: string) => ({
  hierarchy,
  entityRef,
  window: week,
  limit: 50,
  offset: 0,
});

export const rules: Rules = {
  ...defaultRules,
  productionEnvironments: ['prod', 'live-*'],
  incidentWindow: 48 * HOUR,
  incidentAttribution: 'latest',
  rollbackWindow: 7 * DAY,
  hotfixWindow: 48 * HOUR,
  hotfixLabels: ['hotfix'],
  excludeChanges: { labels: ['Dependencies'], titles: ['^chore'] },
  leadTimeStart: 'firstCommit',
  timezone: 'UTC',
};

export const serviceOf = (knex: Knex, changed: Partial<Rules> = {}) =>
  DefaultEvidenceService.create({
    knex,
    config: { rules: { ...rules, ...changed } },
    releases: DefaultAggregator.create({
      knex,
      // Stories are told without derivation, which would say what has changed.
      cacheSize: 0,
      incidentWindow: rules.incidentWindow,
      now: () => at(100),
    }),
    synchronisations: () => SynchronisationStore.create({ knex }).list(),
    now: () => at(100),
  });

function idOf(entity: string): number {
  const ref = canonicalRef(entity);
  return (
    ENTITIES.find(other => other.ref === ref)?.id ??
    (ref === GHOST.ref ? GHOST.id : NaN)
  );
}

interface DeploymentValues {
  pk: number;
  of: string;
  [column: string]: unknown;
}

interface ReleaseValues {
  /** Also the `pk` of its first deployment; the others follow it */
  id: number;
  of: string;
  version?: string;
  /** As in `releases.names` */
  names?: string;
  /** Workspace, hours, and the release that was current there before */
  rollouts: [workspace: string, hours: number, replaced?: number][];
  kind?: string;
  changesFrom?: string;
  failed?: boolean;
  recoveredAt?: number;
}

interface CarriedValues {
  release: number;
  change: number;
  exclusion?: string;
  first?: boolean;
  /** In hours */
  leadTime?: number;
}

interface IncidentValues {
  pk: number;
  of: string;
  startedAt: number;
  resolvedAt?: number;
  link: string;
  /** `pk` of the incident that it is a duplicate of */
  stays?: number;
  [column: string]: unknown;
}

/** Writes facts and derived rows, with what a test does not care about filled in. */
export class Story {
  static async begin(knex: Knex): Promise<Story> {
    await migrate(knex);
    await knex('entities').insert(
      [...ENTITIES, { ...GHOST, title: undefined }].map(
        ({ id, ref, title }) => ({
          id,
          ref,
          kind: ref.split(':')[0],
          title,
          in_catalog: id !== GHOST.id,
        }),
      ),
    );
    return new Story(knex);
  }

  private constructor(private readonly knex: Knex) {}

  async deployment({ pk, of, ...values }: DeploymentValues) {
    await this.knex('deployments').insert({
      pk,
      source: 'ci',
      id: `d${pk}`,
      entity_id: idOf(of),
      environment: 'prod',
      status: 'success',
      workspace: 'eu',
      received_at: at(0),
      ...values,
    });
  }

  /** A deployment that is no rollout. */
  async excluded({
    exclusion,
    release,
    echo = false,
    finishedAt,
    ...values
  }: DeploymentValues & {
    exclusion: string;
    finishedAt: number;
    /** Id of the release that it reports */
    release?: number;
    echo?: boolean;
  }) {
    await this.deployment({ ...values, finished_at: at(finishedAt) });
    await this.knex('excluded_deployments').insert({
      deployment_pk: values.pk,
      entity_id: idOf(values.of),
      time: at(finishedAt),
      day: dayOf(at(finishedAt)),
      exclusion,
      release_id: release ?? null,
      echo,
    });
  }

  async release(values: ReleaseValues) {
    const { id, of, version, rollouts, kind = 'code' } = values;
    const times = rollouts.map(([, hours]) => at(hours));
    for (const [index, [workspace, hours, replaced]] of rollouts.entries()) {
      const pk = id + index;
      await this.deployment({
        pk,
        of,
        version,
        workspace,
        finished_at: at(hours),
        url: `https://ci/${pk}`,
        title: `Deploy ${pk}`,
      });
      await this.knex('rollouts').insert({
        deployment_pk: pk,
        release_id: id,
        entity_id: idOf(of),
        workspace,
        time: at(hours),
        replaced_release_id: replaced ?? null,
      });
    }
    await this.knex('releases').insert({
      id,
      public_id: `${id}`,
      entity_id: idOf(of),
      version: version ?? null,
      names: values.names ?? null,
      occurrence: 1,
      time: times[0],
      day: dayOf(times[0]),
      kind,
      rollouts: rollouts.length,
      workspaces: rollouts.length,
      last_rollout_at: Math.max(...times),
      changes_from: values.changesFrom ?? 'none',
      batch_size: 0,
      failed: values.failed ?? false,
      recovered_at:
        values.recoveredAt === undefined ? null : at(values.recoveredAt),
    });
  }

  async change({
    pk,
    of,
    ...values
  }: {
    pk: number;
    of?: string;
    [column: string]: unknown;
  }) {
    const change = {
      pk,
      source: 'git',
      id: `c${pk}`,
      entity_id: of === undefined ? null : idOf(of),
      first_commit_at: at(0),
      merged_at: null,
      title: `Change ${pk}`,
      url: `https://git/${pk}`,
      received_at: at(0),
      ...values,
    };
    await this.knex('changes').insert(change);
    await this.knex('unreleased_changes').insert({
      change_pk: pk,
      entity_id: change.entity_id,
      time: change.merged_at ?? change.first_commit_at,
    });
  }

  async carries(values: CarriedValues) {
    const { release, change, exclusion, leadTime, first = true } = values;
    const { entity_id: entityId, day } = await this.knex('releases')
      .where({ id: release })
      .first('entity_id', 'day');
    await this.knex('release_changes').insert({
      release_id: release,
      change_pk: change,
      entity_id: entityId,
      day,
      first,
      exclusion: exclusion ?? null,
      lead_time: leadTime === undefined ? null : leadTime * HOUR,
      coding: leadTime === undefined ? null : HOUR,
    });
    await this.knex('unreleased_changes').where({ change_pk: change }).delete();
    await this.knex('releases')
      .where({ id: release })
      .increment({
        changes: 1,
        first_changes: first ? 1 : 0,
        lead_times: leadTime === undefined ? 0 : 1,
      });
  }

  async incident(values: IncidentValues) {
    const { pk, of, startedAt, resolvedAt, link, stays, ...columns } = values;
    await this.knex('incidents').insert({
      pk,
      source: 'pager',
      id: `INC-${pk}`,
      entity_id: idOf(of),
      started_at: at(startedAt),
      resolved_at: resolvedAt === undefined ? null : at(resolvedAt),
      title: `Incident ${pk}`,
      kind: 'incident',
      received_at: at(0),
      ...columns,
    });
    await this.knex('incident_links').insert({
      incident_pk: pk,
      entity_id: idOf(of),
      day: dayOf(at(startedAt)),
      resolved_at: resolvedAt === undefined ? null : at(resolvedAt),
      restore:
        resolvedAt === undefined ? null : (resolvedAt - startedAt) * HOUR,
      link,
      same_as_pk: stays ?? null,
    });
  }

  async reason(release: number, reason: string, because: object) {
    const { entity_id: entityId } = await this.knex('releases')
      .where({ id: release })
      .first('entity_id');
    await this.knex('release_reasons').insert({
      release_id: release,
      entity_id: entityId,
      reason,
      ...because,
    });
  }

  async correction(values: {
    id: string;
    action: string;
    deployment: number;
    incident?: number;
    note?: string;
    at?: number;
  }) {
    const { id, action, deployment, incident, note } = values;
    await this.knex('corrections').insert({
      id,
      action,
      deployment_source: 'ci',
      deployment_id: `d${deployment}`,
      incident_source: incident === undefined ? null : 'pager',
      incident_id: incident === undefined ? null : `INC-${incident}`,
      note: note ?? null,
      by: 'user:default/alice',
      at: at(values.at ?? 50),
    });
  }

  async signal(values: {
    id: string;
    of: string;
    from: number;
    until?: number;
    [column: string]: unknown;
  }) {
    const { id, of, from, until, ...columns } = values;
    await this.knex('signals').insert({
      source: 'ops',
      id,
      entity_id: idOf(of),
      type: 'freeze',
      at: at(from),
      until: until === undefined ? null : at(until),
      received_at: at(0),
      ...columns,
    });
  }

  async rejected(
    kind: string,
    source: string,
    id: string,
    reason: string,
    hours: number,
  ) {
    await this.knex('rejected_facts').insert({
      kind,
      source,
      id,
      reason,
      at: at(hours),
    });
  }
}
