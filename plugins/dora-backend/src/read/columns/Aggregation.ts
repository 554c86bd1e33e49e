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

import { MetricName } from '@backstage-dora/plugin-dora-common';
import { DAYS_PER_BLOCK } from '../../database/derivedBlocks';
import { EMPTY_DISTRIBUTION } from '../statistics';
import { DayRange, weeksOf } from '../Window';
import { firstDayOf } from './blocks';
import { Breaks } from './Breaks';
import { Content } from './Content';
import { DayCounts } from './DayCounts';
import { emptyMaterial } from './material';
import { OrderStatistics } from './OrderStatistics';
import { COUNTED, INCIDENTS, Part, RELEASES, WORKSPACES } from './parts';
import { Runs } from './Runs';
import { countAbove, countDistinct } from './runValues';
import {
  COUNTS,
  isCounting,
  LAST_ROLLOUTS,
  OPEN_INCIDENTS,
  Reading,
} from './samples';
import { AggregateWindow, Material, WeekCounts } from './types';

const RELEASE = COUNTED.indexOf('releases');

/** The windows that overlap a block, as indexes. */
function overlapping(windows: DayRange[], number: number): [number, number] {
  const start = firstDayOf(number);
  const before = windows.findIndex(({ toDay }) => toDay > start);
  const behind = windows.findIndex(
    ({ fromDay }) => fromDay >= start + DAYS_PER_BLOCK,
  );
  return [before, behind < 0 ? windows.length : behind];
}

/** What is computed of blocks that have been read. */
export interface AggregationOptions {
  /** In order of time, and without overlap; at least one */
  windows: AggregateWindow[];
  metrics: MetricName[];
  readings: Reading[];
  contents: Map<Part, Content>;
  /** Releases with a rollout after this time (ms since the epoch) have not had all of their incident window yet. */
  maturingAfter: number;
}

/** Computes what groups are made of, one after the other, from blocks in memory. */
export class Aggregation {
  readonly #options: AggregationOptions;
  readonly #statistics = new OrderStatistics();
  readonly #days: DayRange;
  /** Of each section that is collected, and each window */
  readonly #runs: Runs[][] = [];
  readonly #releases: DayCounts;
  readonly #openIncidents: DayCounts;
  #maturesAt: number[] = [];

  constructor(options: AggregationOptions) {
    this.#options = options;
    const { windows } = options;
    this.#days = {
      fromDay: windows[0].fromDay,
      toDay: windows[windows.length - 1].toDay,
    };
    this.#releases = new DayCounts(this.#days, COUNTED.length);
    this.#openIncidents = new DayCounts(this.#days, 1);
  }

  /**
   * What the windows of a group are made of.
   *
   * @param members - the entities of the group, as indexes into what was read
   */
  async windowsOf(members: number[], breaks: Breaks): Promise<Material[]> {
    const { windows, metrics, readings } = this.#options;
    const materials = windows.map(emptyMaterial);
    this.#maturesAt = windows.map(() => Infinity);
    for (const { part, windows: indexes, requests } of readings) {
      const sections = requests.map(({ section }) => section);
      if (part === RELEASES && isCounting(metrics)) {
        sections.push(LAST_ROLLOUTS);
      }
      const runs = this.#collect(
        part,
        sections,
        members,
        indexes.map(index => windows[index]),
      );
      if (part === RELEASES && isCounting(metrics)) {
        this.#countReleases(members, runs[requests.length], materials);
      }
      if (part === INCIDENTS) {
        this.#countOpenIncidents(members, materials);
      }
      for (const [of, request] of requests.entries()) {
        for (const [nth, index] of indexes.entries()) {
          if (runs[of][nth].size > 0) {
            materials[index].distributions[request.name] =
              this.#statistics.distributionOf(runs[of][nth], request);
          }
        }
      }
      // Here, as the runs are used again.
      if (breaks.due) {
        await breaks.take();
      }
    }
    this.#countWorkspaces(members, materials);
    return materials;
  }

  /** Up to which `maturingAfter` the same would come out for each window of the group that was looked at last. */
  get maturesAt(): readonly number[] {
    return this.#maturesAt;
  }

  #count(counts: DayCounts, part: Part, section: number, members: number[]) {
    counts.clear();
    this.#options.contents
      .get(part)!
      .visit(members, this.#days, (data, place, number) =>
        counts.add(data, place, number, section),
      );
  }

  #countReleases(
    members: number[],
    lastRollouts: Runs[],
    materials: Material[],
  ) {
    const { windows, maturingAfter } = this.#options;
    this.#count(this.#releases, RELEASES, COUNTS, members);
    windows.forEach((window, index) => {
      const sums = this.#releases.sum(window);
      COUNTED.forEach((name, counter) => {
        materials[index][name] = sums[counter];
      });
      materials[index].deployDays = sums[COUNTED.length];
      const { count, least } = countAbove(lastRollouts[index], maturingAfter);
      materials[index].maturing = count;
      this.#maturesAt[index] = least;
      if (window.weeks) {
        materials[index].weeks = this.#countWeeks(window);
      }
    });
  }

  #countWeeks(window: DayRange): WeekCounts[] {
    return weeksOf(window).map(({ fromDay, toDay, whole }) => {
      const counts = { releases: 0, deployDays: 0, whole };
      for (let day = fromDay; day < toDay; day++) {
        const releases = this.#releases.get(day, RELEASE);
        counts.releases += releases;
        counts.deployDays += releases > 0 ? 1 : 0;
      }
      return counts;
    });
  }

  #countWorkspaces(members: number[], materials: Material[]) {
    this.#options.windows.forEach((window, index) => {
      if (window.workspaces) {
        const [[runs]] = this.#collect(WORKSPACES, [0], members, [window]);
        materials[index].workspaces = countDistinct(runs);
      }
    });
  }

  #countOpenIncidents(members: number[], materials: Material[]) {
    const counts = this.#openIncidents;
    this.#count(counts, INCIDENTS, OPEN_INCIDENTS, members);
    this.#options.windows.forEach((window, index) => {
      const [size] = counts.sum(window);
      materials[index].distributions.openIncidents = {
        ...EMPTY_DISTRIBUTION,
        size,
      };
    });
  }

  /**
   * Collects the values of some sections for each of some windows, in one go through the blocks.
   *
   * @returns the values by section, then by window, until something else is collected
   */
  #collect(
    part: Part,
    sections: number[],
    members: number[],
    windows: DayRange[],
  ): Runs[][] {
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
