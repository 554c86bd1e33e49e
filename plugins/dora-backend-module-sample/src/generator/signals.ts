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

import { Signal } from '@backstage-dora/plugin-dora-common';
import { SampleOrganisation, SampleProduct } from '../organisation';
import { refOf } from '../organisation/refs';
import { activity, DAY, FREEZE, HOUR, workingMoment } from './calendar';
import { Random } from './Random';
import { Era, SAMPLE_SOURCE, timestamp } from './Subject';
import { notes } from './notes';

/** Teams that release behind flags, and in rings. */
const FLAGS = ['engagement', 'discovery', 'checkout'];
const RINGS = ['engagement', 'accounts'];
/** Teams that publish how reliable, and how useful, their products are. */
const LEVELS = ['payments', 'discovery', 'orders'];

const FLAG_NAMES = [
  'new-navigation',
  'one-page-form',
  'lazy-images',
  'second-factor',
  'express-option',
  'grouped-results',
];

interface Place {
  product: SampleProduct;
  team: string;
}

const signalOf = (
  id: string,
  entityRef: string,
  at: number,
  what: Pick<Signal, 'type' | 'name' | 'value' | 'until' | 'attributes'>,
): Signal => ({
  source: SAMPLE_SOURCE,
  id,
  entityRef,
  at: timestamp(at),
  ...what,
});

/** The freeze over the year's end, in all platforms. */
function freezes(organisation: SampleOrganisation, day: number): Signal[] {
  const date = new Date(day);
  if (
    date.getUTCMonth() + 1 !== FREEZE.month ||
    date.getUTCDate() !== FREEZE.from
  ) {
    return [];
  }
  return organisation.platforms.map(({ name }) =>
    signalOf(
      `${name}-freeze-${date.getUTCFullYear()}`,
      refOf('group', name),
      day,
      {
        type: 'freeze',
        name: 'Year-end freeze',
        until: timestamp(day + FREEZE.days * DAY),
      },
    ),
  );
}

/** A flag that more and more customers get. */
function flags({ product, team }: Place, day: number, random: Random) {
  if (!FLAGS.includes(team) || !random.chance(0.015 * activity(day))) {
    return [];
  }
  const name = random.pick(FLAG_NAMES);
  const start = workingMoment(day, random);
  return [5, 50, 100].map((value, step) =>
    signalOf(
      `${product.name}-flag-${day / DAY}-${step}`,
      refOf('system', product.name),
      start + step * (2 * DAY + random.between(0, 3) * HOUR),
      { type: 'flag', name, value, attributes: { unit: 'percent' } },
    ),
  );
}

/** A release that one ring of users gets after the other. */
function rings({ product, team }: Place, day: number, random: Random) {
  if (!RINGS.includes(team) || !random.chance(0.02 * activity(day))) {
    return [];
  }
  const start = workingMoment(day, random);
  return ['Staff', 'Early adopters', 'Everybody'].map((name, ring) =>
    signalOf(
      `${product.name}-ring-${day / DAY}-${ring}`,
      refOf('system', product.name),
      start + ring * DAY,
      { type: 'ring', name, value: ring },
    ),
  );
}

/** Monthly figures about a product. */
function levels({ product, team }: Place, day: number, random: Random) {
  if (!LEVELS.includes(team) || new Date(day).getUTCDate() !== 1) {
    return [];
  }
  const month = timestamp(day).slice(0, 7);
  const ref = refOf('system', product.name);
  const availability = 100 - random.logNormal(0.05, 0.8);
  const contentment = 4.2 + random.between(-0.3, 0.3);
  return [
    signalOf(`${product.name}-slo-${month}`, ref, day, {
      type: 'slo',
      name: 'Availability',
      value: Math.round(availability * 1000) / 1000,
      attributes: { target: 99.9, unit: 'percent' },
    }),
    signalOf(`${product.name}-outcome-${month}`, ref, day, {
      type: 'outcome',
      name: 'Customer rating',
      value: Math.round(contentment * 100) / 100,
    }),
  ];
}

/** All signals of so many days; more days only add to them. */
export function playSignals(
  organisation: SampleOrganisation,
  { seed, start }: Era,
  days: number,
): Signal[] {
  const places = organisation.platforms
    .flatMap(({ teams }) => teams)
    .flatMap(team =>
      team.products.map(product => ({ product, team: team.name })),
    );
  const signals = notes
    .filter(note => Math.round(note.progress * 365) < days)
    .map(({ id, entityRef, progress, name }) =>
      signalOf(
        id,
        entityRef,
        start + Math.round(progress * 365) * DAY + 9 * HOUR,
        { type: 'note', name },
      ),
    );
  for (let index = 0; index < days; index++) {
    const day = start + index * DAY;
    signals.push(...freezes(organisation, day));
    for (const place of places) {
      const random = Random.of(seed, place.product.name, 'signals', index);
      signals.push(
        ...flags(place, day, random),
        ...rings(place, day, random),
        ...levels(place, day, random),
      );
    }
  }
  return signals;
}
