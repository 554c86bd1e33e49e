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

import { Derivation } from '../derivation/types';

/**
 * Counts the facts that this process has stored and that are perhaps not derived yet. Derivation takes its time while
 * facts keep coming, as deriving many at once is quicker; with half of the limit to be derived it has to begin.
 */
export class UnderivedFacts {
  readonly #derivation: Pick<Derivation, 'settled'>;
  readonly #limit: number;
  #count = 0;
  #settling = false;

  static create(options: {
    derivation: Pick<Derivation, 'settled'>;
    limit: number;
  }): UnderivedFacts {
    return new UnderivedFacts(options);
  }

  private constructor(options: {
    derivation: Pick<Derivation, 'settled'>;
    limit: number;
  }) {
    this.#derivation = options.derivation;
    this.#limit = options.limit;
  }

  get count(): number {
    return this.#count;
  }

  /** Takes note of facts that have been committed. Never fails. */
  async add(facts: number): Promise<void> {
    this.#count += facts;
    if (this.#count <= this.#limit / 2 || this.#settling) {
      return;
    }
    this.#settling = true;
    const committed = this.#count;
    // Derivation logs its failures and tries again; calls that waited for ever would not help it.
    await this.#derivation.settled().catch(() => undefined);
    this.#settling = false;
    this.#count -= committed;
    this.add(0);
  }
}
