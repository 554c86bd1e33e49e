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

import fc from 'fast-check';
import { HOUR, MONDAY } from '../../rules/__testUtils__/facts';

export interface Fact {
  /** `settings` are what the catalog says of the component whose `entities.id` is the id */
  table:
    | 'deployments'
    | 'changes'
    | 'incidents'
    | 'artifacts'
    | 'corrections'
    | 'settings';
  id: string;
  /** `s` unless given */
  source?: string;
  /** Undefined takes the fact back. */
  row?: Record<string, unknown>;
}

/** What happens next in a history that mostly goes forward, as far as chance decides. */
export const event = fc.record({
  what: fc.constantFrom(
    ...['release', 'release', 'release', 'further', 'further', 'further'],
    ...['back', 'late', 'replace', 'remove', 'change', 'change', 'relabel'],
    ...['incident', 'incident', 'correct'],
  ),
  // Now and then a month passes.
  hours: fc.constantFrom(0, 1, 2, 5, 12, 24, 30, 30, 60, 700),
  ago: fc.nat(12),
  component: fc.constantFrom(1, 1, 1, 2),
  workspace: fc.constantFrom('eu', 'us', 'ap'),
  kind: fc.constantFrom(...Array(6).fill(null), 'rollback', 'hotfix', 'code'),
  lists: fc.constantFrom('nothing', 'nothing', 'last', 'other'),
  label: fc.constantFrom('[]', '[]', '["hotfix"]'),
  known: fc.boolean(),
});

export type Event = typeof event extends fc.Arbitrary<infer T> ? T : never;

/** How far a history has come. */
interface Course {
  /** Number of the event. */
  index: number;
  hour: number;
  newestVersion: number;
  changes: number;
  /** In the order of arrival. */
  deployments: Fact[];
}

const at = (hour: number) => MONDAY + hour * HOUR;

/** The deployment that came some others before the last; undefined when there is none. */
const earlier = ({ deployments }: Course, ago: number): Fact | undefined =>
  deployments[Math.max(0, deployments.length - 1 - ago)];

function deployed(one: Event, course: Course, version: number, hour: number) {
  const first = one.lists === 'last' ? course.changes : one.ago;
  const deployment: Fact = {
    table: 'deployments',
    id: `d${course.index}`,
    row: {
      entity_id: one.component,
      environment: 'prod',
      status: 'success',
      workspace: one.workspace,
      finished_at: at(hour),
      version: version > 0 ? `${version}` : null,
      commit_sha: `c${version}`,
      kind: one.kind,
      changes:
        one.lists === 'nothing'
          ? null
          : // The second may be yet to come.
            JSON.stringify([first, first + 1].map(n => ['s', `p${n}`])),
    },
  };
  course.deployments.push(deployment);
  return deployment;
}

function changed(one: Event, { hour }: Course, number: number): Fact {
  return {
    table: 'changes',
    id: `p${number}`,
    row: {
      entity_id: one.known ? one.component : null,
      first_commit_at: at(hour - 5 * one.ago),
      merged_at: one.known ? at(hour - 2 * one.ago) : null,
      commit_sha: `c${one.ago}`,
      labels: one.label,
    },
  };
}

function hit(one: Event, { index, hour, newestVersion }: Course): Fact {
  const version = newestVersion - one.ago;
  return {
    table: 'incidents',
    id: `i${index}`,
    row: {
      entity_id: one.known ? one.component : 3,
      started_at: at(hour - one.ago),
      resolved_at: one.known ? at(hour + one.ago) : null,
      kind: 'incident',
      ...(one.kind === 'rollback' && { cause_version: `${version}` }),
      ...(one.kind === 'hotfix' && { cause_commit_sha: `c${version}` }),
      ...(one.kind === 'code' && {
        cause_deployment_source: 's',
        cause_deployment_id: `d${index - one.ago}`,
      }),
    },
  };
}

function excused({ index }: Course, { id }: Fact): Fact {
  return {
    table: 'corrections',
    id: `x${index}`,
    row: {
      action: 'not-a-failure',
      deployment_source: 's',
      deployment_id: id,
      by: 'user:default/somebody',
      at: index,
    },
  };
}

function toFact(one: Event, course: Course): Fact | undefined {
  const { hour, newestVersion } = course;
  const before = earlier(course, one.ago);
  switch (one.what) {
    case 'release':
      course.newestVersion += 1;
      return deployed(one, course, course.newestVersion, hour);
    case 'further':
      return deployed(one, course, newestVersion, hour);
    case 'back':
      return deployed(one, course, newestVersion - (one.ago % 4), hour);
    case 'late':
      return deployed(
        one,
        course,
        newestVersion - (one.ago % 4),
        hour - 7 * one.ago,
      );
    case 'replace': {
      const version = newestVersion - (one.ago % 3);
      return (
        before && {
          ...deployed(one, course, version, hour - 3 * one.ago),
          id: before.id,
        }
      );
    }
    case 'remove':
      return before && { ...before, row: undefined };
    case 'change':
      course.changes += 1;
      return changed(one, course, course.changes);
    case 'relabel':
      return changed(one, course, Math.max(1, course.changes - one.ago));
    case 'incident':
      return hit(one, course);
    default:
      return before && excused(course, before);
  }
}

/** Turns events into facts, in the order in which they are sent. */
export function forward(events: Event[]): Fact[] {
  const course: Course = {
    index: 0,
    hour: 0,
    newestVersion: 0,
    changes: 0,
    deployments: [],
  };
  return events.flatMap((one, index) => {
    course.index = index;
    course.hour += one.hours;
    return toFact(one, course) ?? [];
  });
}
