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

/**
 * Generates src/generated from openapi.yaml: the TypeScript types of the wire,
 * and the document itself for the server's validation.
 *
 * `npm run generate` writes the files; generate.test.ts calls `generate()` and
 * fails when what is committed differs.
 */
const fs = require('node:fs/promises');
const path = require('node:path');
const {
  default: openapiTS,
  astToString,
  stringToAST,
} = require('openapi-typescript');
const prettier = require('prettier');
const { parse } = require('yaml');

const ROOT = path.resolve(__dirname, '..');
const LICENSE = __filename;

/** The licence header of this file, for the generated ones. */
async function header() {
  const text = await fs.readFile(LICENSE, 'utf8');
  const end = text.indexOf('*/') + 2;
  return `${text.slice(
    0,
    end,
  )}\n\n// Generated from openapi.yaml by \`npm run generate\`; do not edit.\n\n`;
}

/** The type of an object whose keys are those of an enumeration: all of them, which a schema cannot say. */
function toRecord({ propertyNames, additionalProperties }) {
  const [key, value] = [propertyNames, additionalProperties].map(schema =>
    schema?.$ref?.split('/').pop(),
  );
  const type = name => `components["schemas"]["${name}"]`;
  return key && value
    ? stringToAST(`type X = Record<${type(key)}, ${type(value)}>`)[0].type
    : undefined;
}

/** @returns {Promise<Record<string, string>>} content by path, relative to the package */
async function generate() {
  const yaml = await fs.readFile(path.join(ROOT, 'openapi.yaml'), 'utf8');
  const types = await openapiTS(yaml, {
    defaultNonNullable: false,
    transform: toRecord,
  });
  const options = await prettier.resolveConfig(__filename);
  const format = async text =>
    prettier.format((await header()) + text, {
      ...options,
      parser: 'typescript',
    });

  return {
    'src/generated/schema.ts': await format(astToString(types)),
    'src/generated/document.ts': await format(
      `import { OpenApiDocument } from '../OpenApiDocument';

      /**
       * The OpenAPI 3.1 document of the DORA backend.
       *
       * @public
       */
      export const openApiDocument: OpenApiDocument = ${JSON.stringify(
        parse(yaml),
      )};`,
    ),
  };
}

async function main() {
  for (const [file, content] of Object.entries(await generate())) {
    await fs.mkdir(path.dirname(path.join(ROOT, file)), { recursive: true });
    await fs.writeFile(path.join(ROOT, file), content);
  }
}

module.exports = { generate };

if (require.main === module) {
  main().catch(error => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  });
}
