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

import { DAYS_PER_BLOCK } from '../../database/derivedBlocks';
import {
  Distribution,
  DistributionRequest,
  EMPTY_DISTRIBUTION,
  MS_PER_SECOND,
} from '../statistics';
import { DayRange, weeksOf } from '../Window';
import { firstDayOf } from './blocks';
import { Breaks } from './Breaks';
import { Content } from './Content';
import { DayCounts } from './DayCounts';
import { OrderStatistics } from './OrderStatistics';
import {
  CountSection,
  Part,
  PARTS,
  sectionOfValues,
  ValueSection,
} from './parts';
import { Reading, wantsCounts } from './readings';
import { Runs } from './Runs';
import { countDistinct, countEach, countRecent } from './runValues';
import { AggregateWindow, Material, WeekCounts } from './types';

const COUNT_NAMES = PARTS.flatMap(({ counts, values }: Part) => [
  ...(counts ? [...counts.names, counts.days] : []),
  ...values.flatMap(({ recent, distinct }) => [recent, distinct]),
]).flatMap(name => name ?? []);

const NO_COUNTS = Object.fromEntries(
  COUNT_NAMES.map(name => [name, 0]),
) as Material['counts'];

const NO_DISTRIBUTIONS = Object.fromEntries(
  PARTS.flatMap(({ values }: Part) => values).map(({ name }) => [
    name,
    EMPTY_DISTRIBUTION,
  ]),
) as Material['distributions'];

const NO_TALLIES = Object.fromEntries(
  PARTS.flatMap(({ values }: Part) => values).flatMap(({ tally }) =>
    tally === undefined ? [] : [[tally, new Map()]],
  ),
) as unknown as Material['tallies'];

const emptyMaterial = (): Material => ({
  counts: { ...NO_COUNTS },
  distributions: { ...NO_DISTRIBUTIONS },
  tallies: NO_TALLIES,
  weeks: [],
});

/** A {@link Material} with plain section names as keys. */
interface Described {
  counts: Record<string, number>;
  distributions: Record<string, Distribution>;
}

/** The windows that overlap a block, as a range of indexes. */
function overlapping(windows: DayRange[], number: number): [number, number] {
  const start = firstDayOf(number);
  const before = windows.findIndex(({ toDay }) => toDay > start);
  const behind = windows.findIndex(
    ({ fromDay }) => fromDay >= start + DAYS_PER_BLOCK,
  );
  return [before, behind < 0 ? windows.length : behind];
}

/** What {@link Aggregation} computes from. */
export interface AggregationOptions {
  /** In order of time, without overlap; at least one */
  windows: AggregateWindow[];
  readings: Reading[];
  contents: Map<Part, Content>;
  /** Recent is after this time (ms since the epoch) and not after `now`. */
  recentAfter: number;
  now: number;
  /** The name that a value encodes */
  nameOf(value: number): string;
}

/** Computes the material of groups, one after another, from blocks in memory. */
export class Aggregation {
  readonly #options: AggregationOptions;
  readonly #statistics = new OrderStatistics();
  readonly #days: DayRange;
  /** By collected section, then by window */
  readonly #runs: Runs[][] = [];
  readonly #counts = new Map<Part, DayCounts>();
  #recentUntil: number[] = [];

  constructor(options: AggregationOptions) {
    this.#options = options;
    const { windows } = options;
    this.#days = {
      fromDay: windows[0].fromDay,
      toDay: windows[windows.length - 1].toDay,
    };
  }

  /**
   * The material of a group for each window.
   *
   * @param members - the entities of the group, as indexes into the contents
   */
  async windowsOf(members: number[], breaks: Breaks): Promise<Material[]> {
    const { windows, readings } = this.#options;
    const materials = windows.map(emptyMaterial);
    this.#recentUntil = windows.map(() => Infinity);
    for (const reading of readings) {
      const { part, values } = reading;
      if (reading.counts) {
        this.#count(part.counts!, reading, members, materials);
      }
      const runs = this.#collect(reading, members);
      values.forEach((nth, of) =>
        this.#describe(part.values[nth], reading, runs[of], materials),
      );
      this.#describeOpen(reading, runs, materials);
      // Not earlier: another group could reuse the runs during a break.
      if (breaks.due) {
        await breaks.take();
      }
    }
    return materials;
  }

  /** The `recentAfter` from which the result may differ, for each window of the last group. */
  get recentUntil(): readonly number[] {
    return this.#recentUntil;
  }

  #describe(
    { name, durations, recent, distinct, tally }: ValueSection,
    reading: Reading,
    runs: Runs[],
    materials: Material[],
  ) {
    reading.windows.forEach((index, nth) => {
      const { wanted } = this.#options.windows[index];
      const requests: Record<string, DistributionRequest> = wanted.values;
      const wantedCounts: readonly string[] = wanted.counts;
      const { counts, distributions }: Described = materials[index];
      if (requests[name] && runs[nth].size > 0) {
        distributions[name] = this.#statistics.distributionOf(
          runs[nth],
          durations,
          requests[name],
        );
      }
      if (recent !== undefined && wantedCounts.includes(recent)) {
        const { count, until } = countRecent(runs[nth], this.#options);
        counts[recent] = count;
        this.#recentUntil[index] = until;
      }
      if (distinct !== undefined && wantedCounts.includes(distinct)) {
        counts[distinct] = countDistinct(runs[nth]);
      }
      if (wanted.tallies.some(one => one === tally)) {
        const { nameOf } = this.#options;
        materials[index].tallies = {
          ...materials[index].tallies,
          [tally!]: new Map(
            [...countEach(runs[nth])].map(([value, times]) => [
              nameOf(value),
              times,
            ]),
          ),
        };
      }
    });
  }

  /** Adds durations that have not ended to the distributions. */
  #describeOpen(
    { part, values, windows }: Reading,
    runs: Runs[][],
    materials: Material[],
  ) {
    values.forEach((nth, of) => {
      const { name, open } = part.values[nth];
      const since = values.findIndex(one => part.values[one].name === open);
      windows.forEach((index, column) => {
        const { wanted } = this.#options.windows[index];
        const requests: Record<string, DistributionRequest> = wanted.values;
        if (requests[name]?.withOpen && runs[since][column].size > 0) {
          const { distributions }: Described = materials[index];
          distributions[name] = {
            ...distributions[name],
            unit: MS_PER_SECOND,
            open: {
              ended: this.#statistics.sorted(runs[of][column]),
              since: this.#statistics.sorted(runs[since][column]),
            },
          };
        }
      });
    });
  }

  #count(
    section: CountSection,
    { part, windows }: Reading,
    members: number[],
    materials: Material[],
  ) {
    const { counters, names, days } = section;
    const daily =
      this.#counts.get(part) ?? new DayCounts(this.#days, counters.length);
    this.#counts.set(part, daily);
    daily.clear();
    this.#options.contents
      .get(part)!
      .visit(members, this.#days, (data, place, number) =>
        daily.add(data, place, number),
      );
    for (const index of windows) {
      const window = this.#options.windows[index];
      if (wantsCounts(window.wanted, section)) {
        const { counts }: Described = materials[index];
        const sums = daily.sum(window);
        names.forEach((name, counter) => {
          counts[name] = sums[counter];
        });
        if (days !== undefined) {
          counts[days] = sums[counters.length];
          materials[index].weeks = window.wanted.weeks
            ? countWeeks(daily, window)
            : [];
        }
      }
    }
  }

  /**
   * Collects the values of some sections for each window of a reading, in one pass over the blocks.
   *
   * @returns the values by section, then by window; valid until the next call
   */
  #collect(
    { part, values, windows: indexes }: Reading,
    members: number[],
  ): Runs[][] {
    const windows = indexes.map(index => this.#options.windows[index]);
    const sections = values.map(nth => sectionOfValues(part, nth));
    const collected = sections.map((_, nth) =>
      this.#emptyRuns(nth, windows.length),
    );
    const days = {
      fromDay: windows[0].fromDay,
      toDay: windows[windows.length - 1].toDay,
    };
    let current: number | undefined;
    let [first, end] = [0, 0];
    this.#options.contents
      .get(part)!
      .visit(members, days, (data, place, number) => {
        if (number !== current) {
          current = number;
          [first, end] = overlapping(windows, number);
        }
        for (let nth = 0; nth < sections.length; nth++) {
          const at = place + data[place + 1 + sections[nth]];
          if (data[at] !== 0) {
            for (let index = first; index < end; index++) {
              collected[nth][index].add(data, at, number, windows[index]);
            }
          }
        }
      });
    return collected;
  }

  #emptyRuns(nth: number, length: number): Runs[] {
    this.#runs[nth] ??= [];
    const runs = this.#runs[nth];
    while (runs.length < length) {
      runs.push(new Runs());
    }
    for (const one of runs) {
      one.clear();
    }
    return runs;
  }
}

/** Counts releases and days with releases by ISO week. */
function countWeeks(daily: DayCounts, window: DayRange): WeekCounts[] {
  return weeksOf(window).map(({ whole, ...week }) => {
    const sums = daily.sum(week);
    return { releases: sums[0], deployDays: sums[sums.length - 1], whole };
  });
}
