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

import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** FNV-1a with the finish of MurmurHash3, so that words that differ little make seeds that differ much. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}

/** The first numbers of the generator still show the seed. */
const WARM_UP = 8;

/**
 * Seeded randomness. Each subject and day has a stream of its own, so that
 * what happens there depends neither on others nor on how far one looks.
 */
export class Random {
  readonly #generator: RandomGenerator;

  private constructor(generator: RandomGenerator) {
    this.#generator = generator;
  }

  static of(...keys: Array<string | number>): Random {
    const generator = xoroshiro128plus(hash(keys.join('\0')));
    for (let step = 0; step < WARM_UP; step++) {
      generator.next();
    }
    return new Random(generator);
  }

  /** From 0 to below 1. */
  next(): number {
    return uniformFloat64(this.#generator);
  }

  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  /** A whole number from `from` to below `to`. */
  integer(from: number, to: number): number {
    return Math.floor(this.between(from, to));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.integer(0, items.length)];
  }

  /** One of the options, by their weights. */
  weighted<T extends string>(weights: Record<T, number>): T {
    const options = Object.entries(weights) as Array<[T, number]>;
    let rest =
      this.next() * options.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [option, weight] of options) {
      rest -= weight;
      if (rest < 0) {
        return option;
      }
    }
    return options[options.length - 1][0];
  }

  /** A long-tailed quantity. */
  logNormal(median: number, sigma: number): number {
    const normal =
      Math.sqrt(-2 * Math.log(1 - this.next())) *
      Math.cos(2 * Math.PI * this.next());
    return median * Math.exp(sigma * normal);
  }

  /** How often something happens that happens `mean` times on average. */
  poisson(mean: number): number {
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.next(); product > limit; product *= this.next()) {
      count++;
    }
    return count;
  }
}
