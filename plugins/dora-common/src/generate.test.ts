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

import fs from 'node:fs';
import path from 'node:path';
import { openApiDocument } from './generated/document';

const { generate } = require('../scripts/generate') as {
  generate(): Promise<Record<string, string>>;
};

/** Every `$ref` of the document, with where it stands. */
function refsIn(value: unknown, at = '#'): Array<[string, string]> {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, child]) =>
    key === '$ref' && typeof child === 'string'
      ? [[at, child] as [string, string]]
      : refsIn(child, `${at}/${key}`),
  );
}

function resolve(ref: string): unknown {
  return ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key],
      openApiDocument,
    );
}

describe('what is generated from openapi.yaml', () => {
  it('is what is committed; run `npm run generate` after a change', async () => {
    const files = await generate();
    expect(Object.keys(files)).toEqual([
      'src/generated/schema.ts',
      'src/generated/document.ts',
    ]);
    for (const [file, content] of Object.entries(files)) {
      const committed = fs.readFileSync(path.join(__dirname, '..', file), {
        encoding: 'utf8',
      });
      expect(committed).toBe(content);
    }
  });

  it('comes out the same each time', async () => {
    expect(await generate()).toEqual(await generate());
  });

  it('refers to nothing that is not in the document', () => {
    const dangling = refsIn(openApiDocument).filter(([, ref]) => !resolve(ref));
    expect(dangling).toEqual([]);
  });

  it('gives each operation a name of its own', () => {
    const names = Object.values(openApiDocument.paths)
      .flatMap(item => Object.values(item))
      .map(operation => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
  });
});
