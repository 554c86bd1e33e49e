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
  DeploymentKind,
  DeploymentStatus,
  FactIdentity,
} from '@backstage-dora/plugin-dora-common';
import { DAY, Day, HOUR, isFrozen, MINUTE, workingMoment } from './calendar';
import { changeOf, hotfixOf } from './changes';
import { openIncident } from './incidents';
import { hashOf } from './Random';

/** A later rollback or hotfix would not be attributed to the release. */
const LATEST_FIX = 40 * HOUR;

/** A build that is deployed to one workspace after another. */
interface Build {
  version: string;
  commitSha: string;
  digest: string;
  /** Ids. */
  changes: string[];
}

/** A build deployed to a workspace. */
export interface Rollout {
  workspace: string;
  build: Build;
  /** What ran there before; undefined the first time. */
  before?: Build;
  /** Undefined if the source does not report it. */
  deployment?: FactIdentity;
}

interface DeploymentOptions {
  environment?: string;
  workspace?: string;
  kind?: DeploymentKind;
  status?: DeploymentStatus;
}

/** Simulates the history of a deployed entity, day by day; times in ms since the epoch. */
export class History {
  /** What runs where, and since when. */
  readonly #running = new Map<string, { build: Build; time: number }>();
  /** The elapsed part of the interval between two release trains. */
  #waited?: number;
  #releases = 0;
  #lastRelease = 0;
  #busyUntil = 0;

  /** Simulates a day; call it for all days in order. */
  play(day: Day): void {
    const { index, midnight, place, practice, random } = day;
    const { reconfigured, unrelatedIncident } = day.habits.chances;
    const { begins = 0, ends = Infinity } = place.delivery;
    if (index < begins || index >= ends) {
      return;
    }
    const releases = Array.from({ length: this.#countReleases(day) }, () =>
      workingMoment(day),
    );
    for (const time of releases.sort((a, b) => a - b)) {
      if (time > this.#busyUntil) {
        this.#release(day, time);
      }
    }
    if (day.isWorkingDay && random.chance(reconfigured)) {
      const kind = random.chance(0.5) ? 'config' : undefined;
      const time = workingMoment(day);
      for (const [workspace, running] of this.#running) {
        if (running.time < time) {
          this.#deployAgain(day, running.build, time, { workspace, kind });
        }
      }
    }
    if (random.chance(unrelatedIncident)) {
      openIncident(day, midnight + random.next() * DAY, practice.restore + 1);
    }
  }

  #countReleases({ isWorkingDay, practice, random }: Day): number {
    const { releasesPerWeek, trainDays } = practice;
    if (!trainDays) {
      return isWorkingDay ? random.poisson(releasesPerWeek / 5) : 0;
    }
    this.#waited = (this.#waited ?? random.next()) + 1 / trainDays;
    const leaves = isWorkingDay && this.#waited >= 1;
    this.#waited -= leaves ? 1 : 0;
    return leaves ? 1 : 0;
  }

  #release(day: Day, time: number): void {
    const { place, practice, random } = day;
    const { staging: environment } = place.delivery;
    const count = 1 + random.poisson(practice.changesPerRelease - 1);
    const changes = Array.from({ length: count }, () =>
      changeOf(day, time, this.#lastRelease),
    );
    this.#lastRelease = time;
    this.#releases++;
    const build = this.#build(day, time, changes);
    if (environment) {
      const staged = time - random.between(0.1, 3) * HOUR;
      this.#deployAgain(day, build, staged, { environment });
    }
    const kind = random.chance(0.2) ? 'code' : undefined;
    // The first release has nothing to roll back to.
    if (this.#releases > 1 && random.chance(practice.failureRate)) {
      this.#fail(day, build, time, kind);
    } else {
      this.#rollOut(day, build, time, { kind });
    }
  }

  #fail(day: Day, build: Build, time: number, kind?: DeploymentKind): void {
    const { habits, random } = day;
    const { restore } = day.practice;
    // Teams that fix quickly are also quick to notice.
    const noticed = random.logNormal(0.5 * Math.min(1, restore), 0.8) * HOUR;
    const onset = time + noticed;
    const fixed = onset + random.logNormal(restore, 0.7) * HOUR;
    const remedy = random.weighted(habits.weights.remedies);
    if (remedy === 'endure' || fixed - time > LATEST_FIX) {
      const [rollout] = this.#rollOut(day, build, time, { kind });
      openIncident(day, onset, restore, rollout);
      return;
    }
    const rollouts = this.#rollOut(day, build, time, { kind, until: fixed });
    if (random.chance(habits.chances.incidentOpened)) {
      openIncident(day, onset, restore, rollouts[0], fixed);
    }
    this.#busyUntil = fixed + HOUR;
    if (remedy === 'hotfix') {
      this.#hotfix(day, time, fixed);
    } else {
      // Many tools do not mark rollbacks as such.
      const what = random.chance(0.5) ? 'rollback' : undefined;
      for (const { before, workspace } of rollouts) {
        if (before) {
          this.#deployAgain(day, before, fixed, { workspace, kind: what });
        }
      }
    }
  }

  #hotfix(day: Day, failed: number, time: number): void {
    // Without changes there is no label to recognise it by.
    const known = day.reporter.knows('changes')
      ? day.random.weighted({ label: 3, kind: 3, both: 4 })
      : 'kind';
    const labels = known === 'kind' ? undefined : ['hotfix'];
    const kind = known === 'label' ? undefined : 'hotfix';
    this.#lastRelease = time;
    const change = hotfixOf(day, time, failed, labels);
    const build = this.#build(day, time, [change], 1);
    this.#rollOut(day, build, time, { kind, hurry: 5 });
  }

  /** Deploys a build without new changes: to another environment, as a rollback, or again. */
  #deployAgain(day: Day, build: Build, time: number, what: DeploymentOptions) {
    this.#deploy(day, { ...build, changes: [] }, time, what);
  }

  #build(day: Day, time: number, changes: string[], patch = 0): Build {
    const { ref, delivery } = day.place;
    const [year, month] = new Date(time).toISOString().split('-');
    const prefix =
      delivery.versions === 'calendar' ? `${year}.${month}-` : '1.';
    const version = `${prefix}${this.#releases}.${patch}`;
    const commitSha = hashOf(ref, version);
    const digest = `sha256:${commitSha}${hashOf(version, ref).slice(0, 24)}`;
    if (delivery.reports) {
      day.reporter.report('artifacts', {
        id: day.reporter.nextId('build'),
        builtAt: time - 4 * HOUR,
        ...{ version, commitSha, digest },
      });
    }
    return { version, commitSha, digest, changes };
  }

  /**
   * Rolls a build out, workspace by workspace.
   *
   * Other workspaces than the first do not get it where their turn comes too late.
   *
   * @param options - `until`: when it is too late, besides in the freeze;
   * `hurry`: how many times faster than usual an emergency is, freeze or not
   */
  #rollOut(
    day: Day,
    build: Build,
    start: number,
    options: { kind?: DeploymentKind; until?: number; hurry?: number },
  ): Rollout[] {
    const { habits, place, random } = day;
    const { kind, until = Infinity, hurry = 1 } = options;
    const workspaces = habits.workspaces[place.delivery.workspaces];
    return Object.entries(workspaces).flatMap(([workspace, delay], index) => {
      const before = this.#running.get(workspace);
      const hours = (delay * random.logNormal(1, 0.25)) / hurry;
      // Rollouts in a workspace never overtake each other, whatever the delays.
      const earliest = (before?.time ?? 0) + 5 * MINUTE;
      const time = Math.max(start + hours * HOUR, earliest);
      const isOnHold = hurry === 1 && isFrozen(time, habits.freeze);
      if (index > 0 && (time > until || isOnHold)) {
        return [];
      }
      const attempt = random.weighted(habits.weights.attempts);
      if (attempt !== 'success') {
        const status = attempt as DeploymentStatus;
        const attempted = time - random.between(10, 50) * MINUTE;
        this.#deploy(day, build, attempted, { workspace, status });
      }
      const deployment = this.#deploy(day, build, time, { workspace, kind });
      return [{ workspace, build, before: before?.build, deployment }];
    });
  }

  #deploy(
    { habits, place, practice, random, reporter }: Day,
    build: Build,
    time: number,
    what: DeploymentOptions,
  ): FactIdentity | undefined {
    if (what.workspace && !what.status) {
      this.#running.set(what.workspace, { build, time });
    }
    const minutes = random.logNormal(practice.deployMinutes, 0.4);
    const { production, reports, tag } = place.delivery;
    const { changes, digest, ...names } = build;
    const deployment = {
      id: reporter.nextId('run'),
      environment: production,
      status: 'success' as const,
      startedAt: time - minutes * MINUTE,
      finishedAt: time,
      ...what,
    };
    if (!reports) {
      return reporter.report('deployments', {
        ...deployment,
        ...names,
        changes,
      });
    }
    const known = { ...names, digest, changes, version: tag ?? names.version };
    const identities = Object.entries(habits.reports[reports]).map(
      ([source, fields], index) =>
        reporter.report(
          'deployments',
          {
            ...deployment,
            finishedAt: time + index * MINUTE,
            ...Object.fromEntries(fields.map(field => [field, known[field]])),
          },
          source,
        ),
    );
    return identities[0];
  }
}
