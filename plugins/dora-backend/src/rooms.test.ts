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

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { preProcessFile } from 'typescript';

/** The rooms of `docs/architecture.md`, and which others each may import: only ones that stand above it. */
const MAY_IMPORT: Record<string, string[]> = {
  config: [],
  database: [],
  rules: [],
  catalog: ['database'],
  'intake/kinds': ['database'],
  intake: ['database', 'catalog', 'intake/kinds'],
  'derivation/outbox': ['database', 'rules', 'catalog'],
  derivation: ['database', 'rules', 'intake/kinds', 'derivation/outbox'],
  read: ['database', 'rules', 'catalog'],
  'read/columns': ['database', 'rules', 'intake/kinds', 'read'],
  'read/metrics': [
    'database',
    'rules',
    'catalog',
    'intake/kinds',
    'read',
    'read/columns',
  ],
  'read/evidence': [
    'database',
    'rules',
    'catalog',
    'intake/kinds',
    'read',
    'read/columns',
  ],
  corrections: ['database', 'catalog', 'intake', 'derivation'],
  retention: [
    'config',
    'database',
    'rules',
    'intake',
    'intake/kinds',
    'derivation',
  ],
  sources: ['database', 'intake'],
};
const ROOMS = Object.keys(MAY_IMPORT);
MAY_IMPORT.router = [...ROOMS];

/** Rules have no I/O and no clock, and so no use for other packages; of `node:crypto` they need a hash. */
const PACKAGES_OF_RULES = [
  '@backstage-dora/plugin-dora-common',
  'luxon',
  'minimatch',
  'node:crypto',
];

const FILES = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .map(file => file.replaceAll('\\', '/'))
  .filter(file => file.endsWith('.ts'))
  .filter(file => !/\.test\.ts$|__testUtils__/.test(file));

/** The innermost room of a file below `src`, or its folder where that is none; '.' for `plugin.ts`. */
function roomOf(file: string): string {
  const [outer, inner] = posix.dirname(file).split('/');
  return `${outer}/${inner}` in MAY_IMPORT ? `${outer}/${inner}` : outer;
}

/** Every import of a file that goes against the table, in words. */
function faultsOf(file: string, text: string): string[] {
  const from = roomOf(file);
  const { importedFiles } = preProcessFile(text, true, true);
  return importedFiles.flatMap(({ fileName }) => {
    if (!fileName.startsWith('.')) {
      return from === 'rules' && !PACKAGES_OF_RULES.includes(fileName)
        ? [`${file} imports ${fileName}, but rules are pure`]
        : [];
    }
    const path = posix.join(posix.dirname(file), fileName);
    if (path.includes('__testUtils__')) {
      return [`${file} imports ${path}, which is for tests`];
    }
    const isFolder = existsSync(join(__dirname, path));
    const to = roomOf(isFolder ? `${path}/index` : path);
    return from === '.' || from === to || MAY_IMPORT[from]?.includes(to)
      ? []
      : [`${file} imports ${path}, but ${from} may not import ${to}`];
  });
}

describe('the rooms', () => {
  it('import only what the table allows, all of it above them', () => {
    for (const [index, room] of ROOMS.entries()) {
      expect(ROOMS.slice(0, index)).toEqual(
        expect.arrayContaining(MAY_IMPORT[room]),
      );
    }
    expect(FILES.length).toBeGreaterThan(100);
    expect(
      FILES.flatMap(file =>
        faultsOf(file, readFileSync(join(__dirname, file), 'utf8')),
      ),
    ).toEqual([]);
  });

  it.each([
    ['catalog/a', "import { A } from '../derivation/types'", 'derivation'],
    ['catalog/a', "import type { A } from '../derivation'", 'derivation'],
    ['catalog/a', "export * from '../read/columns/types'", 'read/columns'],
    ['catalog/a', "const a = await import('../router/types')", 'router'],
    ['catalog/a', "const a = require('../plugin')", '.'],
    ['read/columns/b/a', "import { A } from '../../metrics/a'", 'read/metrics'],
    ['unknown/a', "import { A } from '../database/rows'", 'database'],
  ])('%s: %s', (file, text, to) => {
    expect(faultsOf(file, text)).toEqual([
      expect.stringMatching(new RegExp(`^${file} .* may not import ${to}$`)),
    ]);
    expect(faultsOf('plugin.ts', text)).toEqual([]);
  });
});
