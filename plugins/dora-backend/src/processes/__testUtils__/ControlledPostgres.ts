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

import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const SCRIPT = join(__dirname, '../../../../../scripts/postgres.mjs');

/** A PostgreSQL server of a test's own, to be taken away and brought back. */
export class ControlledPostgres {
  readonly url: string;
  readonly #process: ChildProcess;

  static async start(): Promise<ControlledPostgres> {
    const child = fork(SCRIPT, ['--controlled'], { execArgv: [] });
    return new ControlledPostgres(child, `${await resultOf(child)}`);
  }

  private constructor(child: ChildProcess, url: string) {
    this.#process = child;
    this.url = url;
  }

  /** Ends the server at once, as a crash would; what is committed stays. */
  async halt(): Promise<void> {
    await this.#ask('halt');
  }

  /** Starts it again after that. */
  async restart(settings?: Record<string, string>): Promise<void> {
    await this.#ask('restart', settings);
  }

  /** Has the server and all connections to it stand still, as on a volume that hangs. */
  async freeze(): Promise<void> {
    await this.#ask('freeze');
  }

  /** Has them go on after that. */
  async thaw(): Promise<void> {
    await this.#ask('thaw');
  }

  /** A directory for a tablespace that holds little; undefined where the system does not give one. */
  async smallVolume(megabytes: number): Promise<string | undefined> {
    return (await this.#ask('smallVolume', megabytes)) as string | undefined;
  }

  /** Ends the server, and removes its data. */
  async remove(): Promise<void> {
    const exited = once(this.#process, 'exit');
    this.#process.disconnect();
    await exited;
  }

  async #ask(method: string, argument?: unknown): Promise<unknown> {
    const result = resultOf(this.#process);
    this.#process.send({ method, argument });
    return result;
  }
}

async function resultOf(child: ChildProcess): Promise<unknown> {
  const [message] = await once(child, 'message');
  const { error, result } = message as { error?: string; result?: unknown };
  if (error) {
    throw new Error(error);
  }
  return result;
}
