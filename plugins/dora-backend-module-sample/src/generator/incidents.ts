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

import { Incident } from '@backstage-dora/plugin-dora-common';
import { DAY, Day, HOUR, MINUTE } from './calendar';
import { Rollout } from './History';
import { PAGER, SOURCE } from './Reporter';

/** Decides which entity an incident is reported for, and what is known about its cause. */
function blame(
  { habits: { chances, weights }, place, random, reporter }: Day,
  rollout?: Rollout,
): { entityRef?: string; causedBy?: Incident['causedBy'] } {
  if (!rollout) {
    const deployment = { source: SOURCE, id: reporter.nextId('manual') };
    const isBlamed = random.chance(chances.blamedOnUnreported);
    return isBlamed ? { causedBy: { deployment } } : {};
  }
  const { deployment, build } = rollout;
  const isWide = place.systemRef && random.chance(chances.affectsSystem);
  // Several components of a system may have the same version.
  const isVersionKnown = !isWide && reporter.knows('versions');
  const causes: Record<string, Incident['causedBy']> = {
    deployment: deployment && { deployment },
    commit: { commitSha: build.commitSha },
    version: isVersionKnown ? { version: build.version } : undefined,
  };
  const causedBy = causes[random.weighted(weights.causes)];
  return { causedBy, ...(isWide && { entityRef: place.systemRef }) };
}

/**
 * Reports an incident; times in ms since the epoch.
 *
 * @param hours - how long it lasts, the median
 * @param rollout - what caused it; undefined where no release did
 * @param fixed - when a rollback or a hotfix ends it, if any does
 */
export function openIncident(
  day: Day,
  start: number,
  hours: number,
  rollout?: Rollout,
  fixed?: number,
): void {
  const { habits, place, random, reporter } = day;
  const { chances, weights, words } = habits;
  const isFlag = rollout && !fixed && random.chance(chances.flagSwitchedOff);
  const duration = random.chance(chances.lingers)
    ? random.between(25, 90) * DAY
    : random.logNormal(isFlag ? 0.3 : hours, 0.9) * HOUR;
  const end = fixed ? fixed + random.between(2, 40) * MINUTE : start + duration;
  const symptom = `${place.entity.metadata.title} ${
    isFlag ? 'recovers with a flag off' : random.pick(words.symptoms)
  }`;
  const incident = {
    id: reporter.nextId('incident'),
    title: rollout ? symptom : random.pick(words.outside),
    severity: random.weighted(weights.severities),
    kind: isFlag ? ('flag-rollback' as const) : undefined,
    startedAt: start,
  };
  const acknowledgedAt = Math.min(
    end,
    start + random.logNormal(7, 0.8) * MINUTE,
  );
  const { entityRef, causedBy } = blame(day, rollout);
  const where = entityRef && { entityRef };
  if (!place.delivery.paged) {
    const times = { acknowledgedAt, resolvedAt: end };
    reporter.report('incidents', { ...incident, ...times, causedBy, ...where });
    return;
  }
  // Only the ticket, which the pager opens, knows the cause and the end.
  const page = { ...incident, acknowledgedAt, ...where };
  const sameAs = reporter.report('incidents', page, PAGER);
  const ticket = { ...incident, id: reporter.nextId('ticket'), ...where };
  reporter.report('incidents', {
    ...ticket,
    startedAt: acknowledgedAt,
    resolvedAt: end,
    causedBy,
    sameAs,
  });
}
