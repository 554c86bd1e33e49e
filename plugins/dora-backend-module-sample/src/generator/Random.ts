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

import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** A fake commit hash, deterministic for the given words. */
export const hashOf = (...words: Array<string | number>) =>
  createHash('sha1').update(words.join('\0')).digest('hex');

/**
 * Seeded randomness. Each entity and day has its own stream, so that the result
 * depends neither on other entities nor on the number of days.
 */
export class Random {
  private constructor(private readonly generator: RandomGenerator) {}

  static of(...keys: Array<string | number>): Random {
    const seed = parseInt(hashOf(...keys).slice(0, 8), 16);
    return new Random(xoroshiro128plus(seed));
  }

  /** From 0 to below 1. */
  next(): number {
    return uniformFloat64(this.generator);
  }

  between(from: number, to: number): number {
    return from + this.next() * (to - from);
  }

  /** A whole number from 0 to below `to`. */
  integer(to: number): number {
    return Math.floor(this.next() * to);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.integer(items.length)];
  }

  /** One of the keys, by their weights. */
  weighted(weights: Record<string, number>): string {
    const total = Object.values(weights).reduce((sum, one) => sum + one, 0);
    let rest = this.next() * total;
    return Object.keys(weights).find(key => (rest -= weights[key]) < 0)!;
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
