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

import { TestDatabases } from '@backstage/backend-test-utils';
import {
  FactChange,
  FactKind,
  Facts,
  openApiDocument,
} from '@backstage-dora/plugin-dora-common';
import fc, { Arbitrary } from 'fast-check';
import { checkFact } from '../checkFact';
import { FACT_DEFINITIONS, FACT_KINDS } from './factDefinitions';
import { FACT_COLUMNS, KNOWN_FIELDS } from './factStorage';
import { DefaultFeedService } from '../feed/DefaultFeedService';
import { createService } from '../__testUtils__/service';

jest.setTimeout(120_000);

const { schemas } = openApiDocument.components;

type Schema = Record<string, any>;

const TEXT = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });

/** What the formats of the document stand for, written as the feed writes it. */
const FORMATS: Record<string, Arbitrary<string>> = {
  'time-with-offset': fc
    .integer({ min: 0, max: Date.UTC(2026, 0, 1) })
    .map(time => new Date(time).toISOString()),
  'entity-ref': fc.constantFrom(
    'component:default/cart-api',
    'system:default/cart',
  ),
  'http-url': fc.webUrl(),
  'plain-text': TEXT.filter(text => !text.includes('\0')),
};

/** Values that a schema of the OpenAPI document describes. */
function valuesOf(schema: Schema): Arbitrary<unknown> {
  if (schema.$ref) {
    const name = schema.$ref.split('/').pop();
    return name === 'FactId' ? FORMATS['plain-text'] : valuesOf(schemas[name]);
  }
  if (schema.enum) {
    return fc.constantFrom(...schema.enum);
  }
  if (schema.oneOf ?? schema.anyOf) {
    return fc.oneof(
      // A bare id of a change is stored with its source.
      ...(schema.oneOf ?? schema.anyOf)
        .filter(({ $ref }: Schema) => !$ref?.endsWith('/FactId'))
        .map(valuesOf),
    );
  }
  switch (schema.type) {
    case 'object':
      return schema.properties
        ? fc.record(
            Object.fromEntries(
              Object.entries<Schema>(schema.properties).map(([name, value]) => [
                name,
                valuesOf(value),
              ]),
            ),
            { requiredKeys: schema.required ?? [] },
          )
        : fc.dictionary(
            FORMATS['plain-text'],
            valuesOf(schema.additionalProperties),
            { maxKeys: 3 },
          );
    case 'array':
      return fc.array(valuesOf(schema.items), { maxLength: 3 });
    case 'integer':
      return fc.integer({ min: schema.minimum, max: schema.maximum });
    case 'number':
      return fc
        .double({ noNaN: true, noDefaultInfinity: true })
        .map(n => n + 0);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return FORMATS[schema.format];
  }
}

const validFacts = (kind: FactKind) =>
  fc.uniqueArray(
    valuesOf(schemas[FACT_DEFINITIONS[kind].schema]).filter(
      fact => !('fault' in checkFact(kind, fact, () => false)),
    ) as Arbitrary<{ source: string; id: string }>,
    {
      maxLength: 10,
      selector: ({ source, id }) => JSON.stringify([source, id]),
    },
  );

describe('Kinds of facts', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

  it('are those of the OpenAPI document, with the fields that it describes', () => {
    expect(FACT_KINDS).toEqual(schemas.FactKind.enum);
    for (const kind of FACT_KINDS) {
      expect([...KNOWN_FIELDS[kind].keys()]).toEqual(
        expect.arrayContaining(
          Object.keys(
            schemas[FACT_DEFINITIONS[kind].schema].properties as object,
          ),
        ),
      );
    }
  });

  it.each(databases.eachSupportedId())(
    'have columns of their own for what they say and are read as they were sent on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      const { service } = await createService(knex);
      for (const kind of FACT_KINDS) {
        expect(Object.keys(await knex(kind).columnInfo()).sort()).toEqual(
          [
            ...Object.keys(FACT_COLUMNS[kind]),
            ...['pk', 'received_at', 'subject'],
          ].sort(),
        );
      }

      let cursor: string | undefined;
      const next = async () => {
        const changes: FactChange[] = [];
        const feed = DefaultFeedService.create({ knex });
        for await (const change of feed.read({ after: cursor })) {
          changes.push(change);
          cursor = change.cursor;
        }
        return changes;
      };
      const calls = fc.record(
        Object.fromEntries(FACT_KINDS.map(kind => [kind, validFacts(kind)])),
      );
      await fc.assert(
        fc.asyncProperty(calls, async call => {
          const sent = FACT_KINDS.flatMap(kind =>
            call[kind].map(fact => ({ kind, fact })),
          );
          const { rejected } = await service.ingest(call as Facts);
          expect(rejected).toEqual([]);
          const read = await next();
          const keyOf = (change: object) => {
            const { kind, fact } = change as (typeof sent)[number];
            return JSON.stringify([kind, fact.source, fact.id]);
          };
          const found = new Map(read.map(change => [keyOf(change), change]));
          expect(read).toHaveLength(sent.length);
          for (const change of sent) {
            expect(found.get(keyOf(change))).toMatchObject(change);
          }

          const resent: Record<string, unknown[]> = {};
          for (const change of read) {
            if ('fact' in change) {
              (resent[change.kind] ??= []).push(change.fact);
            }
          }
          await service.ingest(resent as Facts);
          expect(await next()).toEqual([]);
          for (const kind of FACT_KINDS) {
            await knex(kind).delete();
          }
        }),
        { numRuns: 30 },
      );
      await knex.destroy();
    },
  );
});
