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

import { Change, DeploymentKind } from '@backstage-dora/plugin-dora-common';
import { Practice } from '../organisation';
import { activity, DAY, HOUR, workingMoment } from './calendar';
import { ChangeWriter } from './changes';
import { Build, DeploymentWriter, Rollout } from './deployments';
import { SampleFact } from './facts';
import { Failure, planFailure } from './failures';
import { IncidentWriter } from './incidents';
import { Random } from './Random';
import { commitOf, Era, Subject } from './Subject';
import { versionOf } from './versions';

/** Chance of a new configuration without a new version, per working day. */
const RECONFIGURED = 0.02;

/** Chance of an incident that no release caused, per day. */
const UNRELATED_INCIDENT = 0.0025;

/** Plays what happens to one subject, day by day. */
export class SubjectHistory {
  readonly #facts: SampleFact[] = [];
  readonly #changes: ChangeWriter;
  readonly #deployments: DeploymentWriter;
  readonly #incidents: IncidentWriter;
  readonly #pace: number;
  readonly #patience: number;
  readonly #trainOffset: number;
  #trainWaits = false;
  #number = 0;
  #patch = 0;
  #busyUntil = 0;
  #lastRelease = 0;

  constructor(private readonly subject: Subject, private readonly era: Era) {
    this.#changes = new ChangeWriter(subject, fact =>
      this.#facts.push({ kind: 'changes', fact }),
    );
    this.#deployments = new DeploymentWriter(subject, fact =>
      this.#facts.push({ kind: 'deployments', fact }),
    );
    this.#incidents = new IncidentWriter(subject, fact =>
      this.#facts.push({ kind: 'incidents', fact }),
    );
    // No two teams of one practice are alike.
    const random = Random.of(era.seed, subject.name, 'nature');
    this.#pace = random.logNormal(1, 0.2);
    this.#patience = random.logNormal(1, 0.3);
    this.#trainOffset = random.next();
  }

  /** Everything that happens in so many days; more days only add to it. */
  play(days: number): SampleFact[] {
    for (let day = 0; day < days; day++) {
      this.#playDay(day);
    }
    return this.#facts;
  }

  #playDay(index: number): void {
    const { delivery, name } = this.subject;
    const day = this.era.start + index * DAY;
    const progress = index / 365;
    if (progress < delivery.active.from || progress >= delivery.active.to) {
      return;
    }
    const random = Random.of(this.era.seed, name, index);
    const practice = this.#practiceAt(progress);
    for (const time of this.#releaseTimes(index, practice, random)) {
      if (time > this.#busyUntil) {
        this.#release(time, practice, random);
      }
    }
    if (activity(day) > 0 && random.chance(RECONFIGURED)) {
      const time = workingMoment(day, random);
      const kind = random.chance(0.5) ? 'config' : undefined;
      this.#deployments.reconfigure(time, kind, practice, random);
    }
    if (delivery.incidents && random.chance(UNRELATED_INCIDENT)) {
      const time = day + random.next() * DAY;
      this.#incidents.writeUnrelated(time, practice.restore + 1, random);
    }
  }

  #practiceAt(progress: number): Practice {
    const practice = this.subject.delivery.practice(progress);
    return {
      ...practice,
      releasesPerWeek: practice.releasesPerWeek * this.#pace,
      leadTime: practice.leadTime * this.#patience,
    };
  }

  #releaseTimes(index: number, practice: Practice, random: Random): number[] {
    const day = this.era.start + index * DAY;
    const busyness = activity(day);
    const { trainDays } = practice;
    let count: number;
    if (trainDays === undefined) {
      count = random.poisson((practice.releasesPerWeek / 5) * busyness);
    } else {
      const offset = Math.floor(this.#trainOffset * trainDays);
      this.#trainWaits ||= index % trainDays === offset;
      count = this.#trainWaits && busyness > 0 ? 1 : 0;
      this.#trainWaits &&= count === 0;
    }
    return Array.from({ length: count }, () => workingMoment(day, random)).sort(
      (a, b) => a - b,
    );
  }

  #release(time: number, practice: Practice, random: Random): void {
    // There is nothing to go back to from the first release.
    const failure =
      this.#number > 0 ? planFailure(time, practice, random) : undefined;
    this.#number++;
    this.#patch = 0;
    const carried =
      this.subject.delivery.changes === 'none'
        ? []
        : this.#changes.write(time, this.#lastRelease, practice, random);
    this.#lastRelease = time;
    const build = this.#build(time, carried);
    // What is deployed before production has been merged.
    const merged = Math.max(
      time - 4 * HOUR,
      ...carried.map(({ mergedAt }) => Date.parse(mergedAt!)),
    );
    this.#deployments.stage(
      build,
      merged + (time - merged) * random.between(0.05, 0.95),
      practice,
      random,
    );
    const rollouts = this.#deployments.rollOut(build, time, practice, random, {
      until: failure?.fixed,
      kind: random.chance(0.2) ? 'code' : undefined,
    });
    if (failure) {
      this.#fail(time, rollouts, failure, practice, random);
    }
  }

  #fail(
    time: number,
    rollouts: Rollout[],
    { onset, fixed, way }: Failure,
    practice: Practice,
    random: Random,
  ): void {
    const { incidents } = this.subject.delivery;
    if (fixed === undefined) {
      if (incidents) {
        const { restore } = practice;
        this.#incidents.writeEndured(rollouts[0], onset, restore, random);
      }
      return;
    }
    if (incidents && random.chance(0.65)) {
      this.#incidents.writeFixed(rollouts[0], onset, fixed, random);
    }
    this.#busyUntil = fixed + HOUR;
    if (way === 'rollback') {
      this.#rollBack(rollouts, fixed, practice, random);
    } else {
      this.#hotfix(time, fixed, practice, random);
    }
  }

  #rollBack(
    rollouts: Rollout[],
    time: number,
    practice: Practice,
    random: Random,
  ): void {
    // Many tools do not say that they go back.
    const kind = random.chance(0.5) ? 'rollback' : undefined;
    this.#deployments.rollBack(rollouts, time, kind, practice, random);
  }

  #hotfix(
    failed: number,
    time: number,
    practice: Practice,
    random: Random,
  ): void {
    this.#patch++;
    this.#lastRelease = time;
    const { changes } = this.subject.delivery;
    const known = random.weighted({ label: 3, kind: 3, both: 4 });
    const connected = changes !== 'none';
    const carried = connected
      ? [this.#changes.writeHotfix(time, failed, known !== 'kind', random)]
      : [];
    const kind: DeploymentKind | undefined =
      known === 'label' && connected ? undefined : 'hotfix';
    this.#deployments.rollOut(
      this.#build(time, carried),
      time,
      practice,
      random,
      { kind, hurry: 5 },
    );
  }

  #build(time: number, changes: Change[]): Build {
    const { name, delivery } = this.subject;
    return {
      version: versionOf(delivery.versions, time, this.#number, this.#patch),
      commitSha: commitOf(name, 'build', this.#number, this.#patch),
      changes:
        delivery.changes === 'listed' ? changes.map(({ id }) => id) : undefined,
    };
  }
}
