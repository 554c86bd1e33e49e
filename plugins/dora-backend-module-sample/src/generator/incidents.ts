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

import { Cause, Incident } from '@backstage-dora/plugin-dora-common';
import { DAY, HOUR, MINUTE } from './calendar';
import { Rollout } from './deployments';
import { Random } from './Random';
import { SAMPLE_SOURCE, Subject, timestamp } from './Subject';
import { incidentTitle, outsideTitle } from './texts';

/** Share of incidents without a fix that drag on for weeks. */
const LINGERING = 0.05;

/** Share of incidents that are blamed on a deployment that nobody reports. */
const UNKNOWN_CAUSE = 0.1;

/** Writes the incidents of one entity. */
export class IncidentWriter {
  #count = 0;

  constructor(
    private readonly subject: Omit<Subject, 'delivery'>,
    private readonly emit: (incident: Incident) => void,
  ) {}

  /** What a release did, which a rollback or a hotfix ends. */
  writeFixed(
    rollout: Rollout,
    start: number,
    fixed: number,
    random: Random,
  ): void {
    this.#write(start, fixed + random.between(2, 40) * MINUTE, random, {
      ...this.#blame(rollout, random),
      title: incidentTitle(this.subject.title, random),
    });
  }

  /** What a release did, and a switch or somebody at work ended. */
  writeEndured(
    rollout: Rollout,
    start: number,
    medianHours: number,
    random: Random,
  ): void {
    const flag = random.chance(0.25);
    const hours = flag ? 0.3 : medianHours;
    this.#write(start, this.#end(start, hours, random), random, {
      ...this.#blame(rollout, random),
      title: flag
        ? `Switched a flag of ${this.subject.title} off again`
        : incidentTitle(this.subject.title, random),
      kind: flag ? 'flag-rollback' : undefined,
    });
  }

  /** What no release did. */
  writeUnrelated(start: number, medianHours: number, random: Random): void {
    const { name, entityRef } = this.subject;
    const unknown = random.chance(UNKNOWN_CAUSE);
    this.#write(start, this.#end(start, medianHours, random), random, {
      entityRef,
      title: outsideTitle(random),
      causedBy: unknown
        ? {
            deployment: {
              source: SAMPLE_SOURCE,
              id: `${name}-manual-${random.integer(100, 1000)}`,
            },
          }
        : undefined,
    });
  }

  #end(start: number, medianHours: number, random: Random): number {
    return random.chance(LINGERING)
      ? start + random.between(25, 90) * DAY
      : start + random.logNormal(medianHours, 0.9) * HOUR;
  }

  /** Who is told about it, and what is known of its cause. */
  #blame(
    { deployment, build }: Rollout,
    random: Random,
  ): { entityRef: string; causedBy?: Cause } {
    const { entityRef, systemRef } = this.subject;
    const wide = systemRef !== undefined && random.chance(0.3);
    const entity = { entityRef: wide ? systemRef : entityRef };
    switch (
      random.weighted({ time: 5, deployment: 3, commit: 1, version: 2 })
    ) {
      case 'deployment': {
        const { source, id } = deployment;
        return { ...entity, causedBy: { deployment: { source, id } } };
      }
      case 'commit':
        return { ...entity, causedBy: { commitSha: build.commitSha } };
      case 'version':
        // Several components of a system may have the same version.
        return build.version === undefined || wide
          ? entity
          : { ...entity, causedBy: { version: build.version } };
      default:
        return entity;
    }
  }

  #write(
    start: number,
    resolved: number,
    random: Random,
    what: Pick<Incident, 'entityRef' | 'title' | 'causedBy' | 'kind'>,
  ): void {
    const number = ++this.#count;
    const { name } = this.subject;
    const acknowledged = start + random.logNormal(7, 0.8) * MINUTE;
    this.emit({
      source: SAMPLE_SOURCE,
      id: `${name}-incident-${number}`,
      ...what,
      severity: random.weighted({ critical: 1, high: 3, medium: 4, low: 2 }),
      startedAt: timestamp(start),
      acknowledgedAt: timestamp(Math.min(acknowledged, resolved)),
      resolvedAt: timestamp(resolved),
      url: `https://example.com/incidents/${name}-${number}`,
    });
  }
}
