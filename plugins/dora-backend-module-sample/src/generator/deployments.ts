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
  Deployment,
  DeploymentKind,
  DeploymentStatus,
} from '@backstage-dora/plugin-dora-common';
import { Practice } from '../organisation';
import { HOUR, MINUTE } from './calendar';
import { Random } from './Random';
import { SAMPLE_SOURCE, Subject, timestamp } from './Subject';

/** What is built once and deployed to one workspace after the other. */
export interface Build {
  version?: string;
  commitSha: string;
  changes?: string[];
}

/** One build that went to a workspace. */
export interface Rollout {
  deployment: Deployment;
  build: Build;
  /** What ran there before; undefined the first time. */
  before?: Build;
  workspace: number;
  time: number;
}

/** Share of production deployments that need a second attempt. */
const FAILED_ATTEMPTS = 0.03;
/** Share that somebody stops. */
const CANCELLED_ATTEMPTS = 0.007;

/** Writes the deployments of one subject, and knows what runs where. */
export class DeploymentWriter {
  #count = 0;
  readonly #current: Array<{ build: Build; time: number } | undefined> = [];

  constructor(
    private readonly subject: Subject,
    private readonly emit: (deployment: Deployment) => void,
  ) {}

  /** Deploys a build to the environment before production, where that is reported. */
  stage(build: Build, time: number, practice: Practice, random: Random): void {
    const { staging } = this.subject.delivery;
    if (staging) {
      this.#write(time, practice, random, { environment: staging, build });
    }
  }

  /**
   * Rolls a build out, workspace by workspace.
   *
   * @param until - workspaces whose turn comes later do not get it any more
   */
  rollOut(
    build: Build,
    start: number,
    practice: Practice,
    random: Random,
    options: { kind?: DeploymentKind; until?: number; hurry?: number } = {},
  ): Rollout[] {
    const rollouts: Rollout[] = [];
    this.subject.delivery.workspaces.forEach(({ delayHours }, workspace) => {
      const before = this.#current[workspace];
      const delay =
        (delayHours * random.logNormal(1, 0.25)) / (options.hurry ?? 1);
      // In each workspace one comes after the other, whatever the delays.
      const time = Math.max(
        start + delay * HOUR,
        (before?.time ?? 0) + 5 * MINUTE,
      );
      if (time > (options.until ?? Infinity)) {
        return;
      }
      this.#attempts(build, time, workspace, practice, random);
      rollouts.push({
        deployment: this.#toProduction(build, time, workspace, {
          practice,
          random,
          kind: options.kind,
        }),
        build,
        before: before?.build,
        workspace,
        time,
      });
      this.#current[workspace] = { build, time };
    });
    return rollouts;
  }

  /** Puts back what ran before, wherever it had been replaced. */
  rollBack(
    rollouts: Rollout[],
    time: number,
    kind: DeploymentKind | undefined,
    practice: Practice,
    random: Random,
  ): void {
    rollouts.forEach(({ before, workspace }, index) => {
      if (before) {
        // A going back has no changes, whatever its build once brought.
        const build = { ...before, changes: before.changes && [] };
        const at = time + index * 4 * MINUTE;
        this.#toProduction(build, at, workspace, { practice, random, kind });
        this.#current[workspace] = { build: before, time: at };
      }
    });
  }

  /** Deploys what already runs once more, with another configuration. */
  reconfigure(
    time: number,
    kind: DeploymentKind | undefined,
    practice: Practice,
    random: Random,
  ): void {
    this.#current.forEach((state, workspace) => {
      if (state && state.time < time) {
        const build = { ...state.build, changes: undefined };
        this.#toProduction(build, time, workspace, { practice, random, kind });
        this.#current[workspace] = { build: state.build, time };
      }
    });
  }

  #attempts(
    build: Build,
    time: number,
    workspace: number,
    practice: Practice,
    random: Random,
  ): void {
    const outcome = random.weighted({
      none: 1 - FAILED_ATTEMPTS - CANCELLED_ATTEMPTS,
      failure: FAILED_ATTEMPTS,
      cancelled: CANCELLED_ATTEMPTS,
    });
    if (outcome !== 'none') {
      this.#toProduction(
        build,
        time - random.between(10, 50) * MINUTE,
        workspace,
        {
          practice,
          random,
          status: outcome,
        },
      );
    }
  }

  #toProduction(
    build: Build,
    time: number,
    workspace: number,
    options: {
      practice: Practice;
      random: Random;
      kind?: DeploymentKind;
      status?: DeploymentStatus;
    },
  ): Deployment {
    const { production, workspaces } = this.subject.delivery;
    return this.#write(time, options.practice, options.random, {
      environment: production,
      workspace: workspaces[workspace].name,
      build,
      kind: options.kind,
      status: options.status,
    });
  }

  #write(
    time: number,
    practice: Practice,
    random: Random,
    what: {
      environment: string;
      workspace?: string;
      build: Build;
      kind?: DeploymentKind;
      status?: DeploymentStatus;
    },
  ): Deployment {
    const { name, entityRef } = this.subject;
    const number = ++this.#count;
    const { version, commitSha, changes } = what.build;
    const minutes = random.logNormal(practice.deployMinutes, 0.4);
    const deployment: Deployment = {
      source: SAMPLE_SOURCE,
      id: `${name}-run-${number}`,
      entityRef,
      environment: what.environment,
      workspace: what.workspace,
      status: what.status ?? 'success',
      startedAt: timestamp(time - minutes * MINUTE),
      finishedAt: timestamp(time),
      version,
      commitSha,
      kind: what.kind,
      changes,
      url: `https://example.com/${name}/deployments/${number}`,
    };
    this.emit(deployment);
    return deployment;
  }
}
