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

import { Entity } from '@backstage/catalog-model';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { BackendProcess, freePort } from './BackendProcess';
import { LastingDatabase } from './lastingDatabases';

export const TOKENS = {
  ingest: 'a-token-that-may-send-facts',
  correct: 'a-token-that-may-only-correct',
};

const SPEC_FIELDS: Record<string, Record<string, string>> = {
  Component: { ownedBy: 'owner', partOf: 'system' },
  System: { ownedBy: 'owner', partOf: 'domain' },
  Domain: { ownedBy: 'owner' },
  Group: { childOf: 'parent' },
};

/** The entity as somebody writes it, whose relations the catalog then works out. */
function asWritten({ relations = [], ...entity }: Entity) {
  return {
    ...entity,
    spec: {
      type: 'any',
      lifecycle: 'production',
      ...(entity.kind === 'Group' && { children: [] }),
      ...Object.fromEntries(
        relations.map(({ type, targetRef }) => [
          SPEC_FIELDS[entity.kind][type],
          targetRef,
        ]),
      ),
    },
  };
}

/** A place with all that backend processes need, one after the other on the same database. */
export class Workplace {
  readonly #directory: string;
  readonly #processes: BackendProcess[] = [];

  static async create(): Promise<Workplace> {
    return new Workplace(await mkdtemp(join(tmpdir(), 'dora-workplace-')));
  }

  private constructor(directory: string) {
    this.#directory = directory;
  }

  async writeCatalog(entities: Entity[]): Promise<void> {
    await writeFile(
      this.#catalogFile,
      entities.map(entity => stringify(asWritten(entity))).join('---\n'),
    );
  }

  /** Starts a backend on this configuration and nothing else. */
  async launch(
    database: LastingDatabase['config'],
    dora: object,
  ): Promise<BackendProcess> {
    const port = await freePort();
    const configFile = join(this.#directory, `app-config.${port}.yaml`);
    await writeFile(
      configFile,
      stringify({
        app: { baseUrl: 'http://localhost:3000', packages: 'all' },
        organization: { name: 'Processes' },
        backend: {
          baseUrl: `http://127.0.0.1:${port}`,
          listen: { port, host: '127.0.0.1' },
          database,
          auth: {
            externalAccess: [
              {
                type: 'static',
                options: { token: TOKENS.ingest, subject: 'pipeline' },
              },
              {
                type: 'static',
                options: { token: TOKENS.correct, subject: 'assistant' },
                accessRestrictions: [
                  { plugin: 'dora', permission: 'dora.correct' },
                ],
              },
            ],
          },
        },
        permission: { enabled: true },
        catalog: {
          processingInterval: { seconds: 2 },
          rules: [{ allow: ['Component', 'System', 'Domain', 'Group'] }],
          locations: [{ type: 'file', target: this.#catalogFile }],
        },
        dora,
      }),
    );
    const backend = BackendProcess.start({ configFile, port });
    this.#processes.push(backend);
    return backend;
  }

  /** Ends all that was started, and removes all that was written. */
  async remove(): Promise<void> {
    await Promise.all(this.#processes.map(backend => backend.kill()));
    await rm(this.#directory, { recursive: true, force: true });
  }

  get #catalogFile(): string {
    return join(this.#directory, 'catalog-info.yaml');
  }
}
