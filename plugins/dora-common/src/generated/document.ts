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

// Generated from openapi.yaml by `npm run generate`; do not edit.

import { OpenApiDocument } from '../OpenApiDocument';

/**
 * The OpenAPI 3.1 document of the DORA backend.
 *
 * @public
 */
export const openApiDocument: OpenApiDocument = {
  openapi: '3.1.0',
  info: {
    title: 'Backstage DORA',
    version: '1',
    summary:
      "Delivery metrics pooled from deployments, changes and incidents along the catalog's hierarchy.",
    description:
      'Every route needs Backstage credentials. Reads show only what the catalog lets the caller read, and are computed\nfrom that alone. Times are ISO 8601 with an offset; durations are seconds; ratios are 0 to 1.\n',
    license: {
      name: 'Apache-2.0',
      url: 'https://www.apache.org/licenses/LICENSE-2.0',
    },
  },
  servers: [{ url: '/api/dora' }],
  tags: [
    { name: 'facts', description: 'What sources report, stored as received.' },
    {
      name: 'metrics',
      description: 'What the rules and windows derive from the facts.',
    },
    {
      name: 'evidence',
      description: 'The releases, changes and incidents behind each number.',
    },
    {
      name: 'operate',
      description: 'The configuration, and what has arrived.',
    },
  ],
  security: [{ backstage: [] }],
  paths: {
    '/ingest': {
      post: {
        operationId: 'ingest',
        tags: ['facts'],
        summary: 'Ingest facts',
        description:
          'Needs the permission `dora.ingest`. At most 10,000 facts and 10 MB per call. Each fact is validated\nindividually; the valid ones are stored in one transaction, and the answer is sent after its commit. A fact is\nidentified by `source` and `id`; sending it again replaces it.\n',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/IngestRequest' },
            },
          },
        },
        responses: {
          '200': {
            description: 'What was stored, and what was not and why.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/IngestResult' },
              },
            },
          },
          '503': { $ref: '#/components/responses/TryLater' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/facts': {
      get: {
        operationId: 'getFacts',
        tags: ['facts'],
        summary: 'All changes to facts and corrections, in a stable order',
        description:
          'Needs the permission `dora.export`. One JSON document per line. A reader that continues from its last cursor\nmisses no fact or correction that was stored or deleted, whatever is written in the meantime. A fact that was\nsent again appears again; one that was replaced before it was read appears once, in its current state. Services\nget all of them, users those about entities that the catalog lets them read.\n',
        parameters: [
          {
            name: 'after',
            in: 'query',
            description:
              'The cursor of the last line already read. Defaults to the beginning.',
            schema: { $ref: '#/components/schemas/Cursor' },
          },
          {
            name: 'limit',
            in: 'query',
            description: 'Maximum number of lines. Defaults to no limit.',
            schema: { type: 'integer', minimum: 1, maximum: 1000000 },
          },
        ],
        responses: {
          '200': {
            description:
              'One line per change; none if nothing has changed. A truncated answer can be continued like any other.',
            content: {
              'application/x-ndjson': {
                schema: { $ref: '#/components/schemas/FactChange' },
              },
            },
          },
          '503': { $ref: '#/components/responses/TryLater' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/events': {
      get: {
        operationId: 'getEvents',
        tags: ['evidence'],
        summary: 'Release events, in the order in which they were derived',
        description:
          'One JSON document per line. A reader that continues from its last cursor misses nothing, and knows about each\nrelease what `/releases` shows. Events are kept for seven days. Services get all of them, users those of\ncomponents that the catalog lets them read.\n',
        parameters: [
          {
            name: 'after',
            in: 'query',
            description:
              'The cursor of the last line already read, or that of `/events/cursor`. Defaults to the oldest event kept.',
            schema: { $ref: '#/components/schemas/Cursor' },
          },
          {
            name: 'limit',
            in: 'query',
            description: 'Maximum number of lines. Defaults to no limit.',
            schema: { type: 'integer', minimum: 1, maximum: 1000000 },
          },
        ],
        responses: {
          '200': {
            description:
              'One line per event; none if nothing has happened. A truncated answer can be continued like any other.',
            content: {
              'application/x-ndjson': {
                schema: { $ref: '#/components/schemas/ReleaseEvent' },
              },
            },
          },
          '410': {
            description:
              'Events after this cursor are no longer kept. Get the newest cursor, read `/releases`, and continue from that cursor.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Error' },
              },
            },
          },
          '503': { $ref: '#/components/responses/TryLater' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/events/cursor': {
      get: {
        operationId: 'getEventsCursor',
        tags: ['evidence'],
        summary: 'The current cursor of the events',
        description:
          'To miss nothing, get this first, then read `/releases`, and then the events after the cursor.',
        responses: {
          '200': {
            description: 'The cursor of the newest event.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/EventsCursor' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/facts/{factKind}/{source}/{id}': {
      delete: {
        operationId: 'deleteFact',
        tags: ['facts'],
        summary: 'Delete one fact',
        description:
          'Needs the permission `dora.ingest`. Parts of the path are percent-encoded.',
        parameters: [
          {
            name: 'factKind',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/FactKind' },
          },
          {
            name: 'source',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/Source' },
          },
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/FactId' },
          },
        ],
        responses: {
          '204': {
            description:
              'The fact was deleted, and with it what was derived from it.',
          },
          '503': { $ref: '#/components/responses/TryLater' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/corrections': {
      post: {
        operationId: 'correct',
        tags: ['facts'],
        summary: 'Correct what the rules derived for an incident or a release',
        description:
          'Needs the permission `dora.correct`. A correction is a fact in its own right, takes precedence over the rules,\nand is shown with who made it and when.\n',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/CorrectionRequest' },
            },
          },
        },
        responses: {
          '201': {
            description: 'The correction as stored.',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Correction' },
              },
            },
          },
          '503': { $ref: '#/components/responses/TryLater' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/corrections/{id}': {
      delete: {
        operationId: 'deleteCorrection',
        tags: ['facts'],
        summary: 'Delete a correction',
        parameters: [
          {
            name: 'id',
            in: 'path',
            required: true,
            schema: { $ref: '#/components/schemas/FactId' },
          },
        ],
        responses: {
          '204': {
            description: 'The correction was deleted; the rules apply again.',
          },
          '503': { $ref: '#/components/responses/TryLater' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/metrics': {
      get: {
        operationId: 'getMetrics',
        tags: ['metrics'],
        summary: 'All metrics of an entity over a window',
        parameters: [
          { $ref: '#/components/parameters/wait' },
          { $ref: '#/components/parameters/entityRef' },
          { $ref: '#/components/parameters/from' },
          { $ref: '#/components/parameters/to' },
        ],
        responses: {
          '200': {
            description:
              'The metrics, pooled from everything below the entity.',
            content: {
              'application/json': {
                schema: {
                  allOf: [
                    { $ref: '#/components/schemas/Derived' },
                    { $ref: '#/components/schemas/MetricsResult' },
                  ],
                },
              },
            },
          },
          '503': { $ref: '#/components/responses/TryLater' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/series': {
      get: {
        operationId: 'getSeries',
        tags: ['metrics'],
        summary: 'The metrics by bucket',
        description:
          'Days, ISO weeks or calendar months of the configured time zone. The first and the last bucket are clipped to the\nwindow, so that the buckets add up to it. Every bucket is present, even if empty.\n',
        parameters: [
          { $ref: '#/components/parameters/wait' },
          { $ref: '#/components/parameters/entityRef' },
          { $ref: '#/components/parameters/from' },
          { $ref: '#/components/parameters/to' },
          {
            name: 'bucket',
            in: 'query',
            schema: { $ref: '#/components/schemas/Bucket' },
          },
        ],
        responses: {
          '200': {
            description: 'The buckets in chronological order.',
            content: {
              'application/json': {
                schema: {
                  allOf: [
                    { $ref: '#/components/schemas/Derived' },
                    { $ref: '#/components/schemas/SeriesResult' },
                  ],
                },
              },
            },
          },
          '503': { $ref: '#/components/responses/TryLater' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/compare': {
      get: {
        operationId: 'compare',
        tags: ['metrics'],
        summary: 'The metrics of all entities of a level, side by side',
        parameters: [
          { $ref: '#/components/parameters/wait' },
          {
            name: 'level',
            in: 'query',
            schema: { $ref: '#/components/schemas/Level' },
          },
          {
            name: 'under',
            in: 'query',
            description: 'Only entities below this one.',
            schema: { $ref: '#/components/schemas/EntityRef' },
          },
          { $ref: '#/components/parameters/from' },
          { $ref: '#/components/parameters/to' },
          {
            name: 'sort',
            in: 'query',
            description:
              'Entities whose metric has no value come last in either order.',
            schema: { $ref: '#/components/schemas/CompareSort' },
          },
          {
            name: 'order',
            in: 'query',
            schema: { type: 'string', enum: ['asc', 'desc'], default: 'asc' },
          },
          {
            name: 'filter',
            in: 'query',
            description:
              'Text that the title or the reference contains, case-insensitive.',
            schema: { $ref: '#/components/schemas/Text' },
          },
          {
            name: 'by',
            in: 'query',
            description:
              'Sort by the value of the metric, or by how much it has changed from the previous window: the factor between\nthe two, or for ratios the difference, whatever the direction. Entities without both values come last.\n',
            schema: {
              type: 'string',
              enum: ['value', 'change'],
              default: 'value',
            },
          },
          {
            name: 'owner',
            in: 'query',
            description:
              'Only entities owned by one of these (references of Groups or Users, short or full; default kind `group`).',
            schema: {
              type: 'array',
              maxItems: 100,
              items: { $ref: '#/components/schemas/EntityRef' },
            },
          },
          {
            name: 'type',
            in: 'query',
            description:
              'Only entities of one of these `spec.type`, case-insensitive; a product also matches if one of its components does.',
            schema: {
              type: 'array',
              maxItems: 100,
              items: { $ref: '#/components/schemas/Name' },
            },
          },
          {
            name: 'lifecycle',
            in: 'query',
            description:
              'Only entities of one of these `spec.lifecycle`, case-insensitive; a product also matches if one of its components does.',
            schema: {
              type: 'array',
              maxItems: 100,
              items: { $ref: '#/components/schemas/Name' },
            },
          },
          {
            name: 'metric',
            in: 'query',
            description: 'The metric that `tier` and `state` refer to.',
            schema: {
              $ref: '#/components/schemas/MetricName',
              default: 'deploymentFrequency',
            },
          },
          {
            name: 'tier',
            in: 'query',
            description: 'Only entities with one of these tiers.',
            schema: {
              type: 'array',
              maxItems: 4,
              items: { $ref: '#/components/schemas/Tier' },
            },
          },
          {
            name: 'state',
            in: 'query',
            description: 'Only entities in one of these states.',
            schema: {
              type: 'array',
              maxItems: 5,
              items: { $ref: '#/components/schemas/State' },
            },
          },
          {
            name: 'weekly',
            in: 'query',
            description:
              'Also return this metric for every ISO week of the window.',
            schema: { $ref: '#/components/schemas/MetricName' },
          },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/offset' },
        ],
        responses: {
          '200': {
            description:
              'One page of entities, including those without data, with their state.',
            content: {
              'application/json': {
                schema: {
                  allOf: [
                    { $ref: '#/components/schemas/Derived' },
                    { $ref: '#/components/schemas/CompareResult' },
                  ],
                },
              },
            },
          },
          '503': { $ref: '#/components/responses/TryLater' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/releases': {
      get: {
        operationId: 'getReleases',
        tags: ['evidence'],
        summary: 'The releases behind the numbers, newest first',
        description:
          'Without `only`, the counted releases. `only=excluded` lists the deployments that were not counted, each with the\nreason.\n',
        parameters: [
          { $ref: '#/components/parameters/wait' },
          { $ref: '#/components/parameters/entityRef' },
          { $ref: '#/components/parameters/from' },
          { $ref: '#/components/parameters/to' },
          {
            name: 'only',
            in: 'query',
            schema: { type: 'string', enum: ['failed', 'rework', 'excluded'] },
          },
          {
            name: 'filter',
            in: 'query',
            description:
              'Text that the version, the title of a deployment or the reference of the component contains, case-insensitive.',
            schema: { $ref: '#/components/schemas/Text' },
          },
          {
            name: 'sort',
            in: 'query',
            description: 'Items without a value come last in either order.',
            schema: {
              type: 'string',
              enum: ['time', 'changes', 'recoveryTime'],
              default: 'time',
            },
          },
          {
            name: 'order',
            in: 'query',
            schema: { type: 'string', enum: ['asc', 'desc'], default: 'desc' },
          },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/offset' },
        ],
        responses: {
          '200': {
            description: 'One page of releases.',
            content: {
              'application/json': {
                schema: {
                  allOf: [
                    { $ref: '#/components/schemas/Derived' },
                    { $ref: '#/components/schemas/ReleasesResult' },
                  ],
                },
              },
            },
          },
          '503': { $ref: '#/components/responses/TryLater' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/changes': {
      get: {
        operationId: 'getChanges',
        tags: ['evidence'],
        summary: 'The changes behind lead time and batch size, newest first',
        description:
          'A change belongs to the window of the first release that carries it; one that no release carries yet belongs to\nthe window of `mergedAt`, or else `firstCommitAt`. `only=counted` lists those with a lead time, `only=excluded`\nthe others.\n',
        parameters: [
          { $ref: '#/components/parameters/wait' },
          { $ref: '#/components/parameters/entityRef' },
          { $ref: '#/components/parameters/from' },
          { $ref: '#/components/parameters/to' },
          {
            name: 'only',
            in: 'query',
            schema: { type: 'string', enum: ['counted', 'excluded'] },
          },
          {
            name: 'filter',
            in: 'query',
            description:
              'Text that the id, the title, the commit or the reference of the component contains, case-insensitive.',
            schema: { $ref: '#/components/schemas/Text' },
          },
          {
            name: 'sort',
            in: 'query',
            description: 'Items without a value come last in either order.',
            schema: {
              type: 'string',
              enum: ['time', 'leadTime'],
              default: 'time',
            },
          },
          {
            name: 'order',
            in: 'query',
            schema: { type: 'string', enum: ['asc', 'desc'], default: 'desc' },
          },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/offset' },
        ],
        responses: {
          '200': {
            description: 'One page of changes.',
            content: {
              'application/json': {
                schema: {
                  allOf: [
                    { $ref: '#/components/schemas/Derived' },
                    { $ref: '#/components/schemas/ChangesResult' },
                  ],
                },
              },
            },
          },
          '503': { $ref: '#/components/responses/TryLater' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/incidents': {
      get: {
        operationId: 'getIncidents',
        tags: ['evidence'],
        summary: 'The incidents behind failure rate and recovery, newest first',
        parameters: [
          { $ref: '#/components/parameters/wait' },
          { $ref: '#/components/parameters/entityRef' },
          { $ref: '#/components/parameters/from' },
          { $ref: '#/components/parameters/to' },
          {
            name: 'only',
            in: 'query',
            schema: {
              type: 'string',
              enum: [
                'counted',
                'excluded',
                'open',
                'attributed',
                'unattributed',
              ],
            },
          },
          {
            name: 'filter',
            in: 'query',
            description:
              'Text that the id, the title, the severity or the reference of the entity contains, case-insensitive.',
            schema: { $ref: '#/components/schemas/Text' },
          },
          {
            name: 'sort',
            in: 'query',
            description: 'Items without a value come last in either order.',
            schema: {
              type: 'string',
              enum: ['startedAt', 'timeToRestore'],
              default: 'startedAt',
            },
          },
          {
            name: 'order',
            in: 'query',
            schema: { type: 'string', enum: ['asc', 'desc'], default: 'desc' },
          },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/offset' },
        ],
        responses: {
          '200': {
            description: 'One page of incidents.',
            content: {
              'application/json': {
                schema: {
                  allOf: [
                    { $ref: '#/components/schemas/Derived' },
                    { $ref: '#/components/schemas/IncidentsResult' },
                  ],
                },
              },
            },
          },
          '503': { $ref: '#/components/responses/TryLater' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/signals': {
      get: {
        operationId: 'getSignals',
        tags: ['evidence'],
        summary: 'The signals that annotate a window, in chronological order',
        parameters: [
          { $ref: '#/components/parameters/wait' },
          { $ref: '#/components/parameters/entityRef' },
          { $ref: '#/components/parameters/from' },
          { $ref: '#/components/parameters/to' },
          { $ref: '#/components/parameters/limit' },
          { $ref: '#/components/parameters/offset' },
        ],
        responses: {
          '200': {
            description: 'One page of signals.',
            content: {
              'application/json': {
                schema: {
                  allOf: [
                    { $ref: '#/components/schemas/Derived' },
                    { $ref: '#/components/schemas/SignalsResult' },
                  ],
                },
              },
            },
          },
          '503': { $ref: '#/components/responses/TryLater' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/timeline': {
      get: {
        operationId: 'getTimeline',
        tags: ['evidence'],
        summary: 'Events to mark on a chart of the window',
        description:
          'The incidents, failed releases and signals of the window, each in chronological order. If there are more than\n500 of a kind, the newest 500 are returned with the total number.\n',
        parameters: [
          { $ref: '#/components/parameters/wait' },
          { $ref: '#/components/parameters/entityRef' },
          { $ref: '#/components/parameters/from' },
          { $ref: '#/components/parameters/to' },
        ],
        responses: {
          '200': {
            description: 'The marks of the window.',
            content: {
              'application/json': {
                schema: {
                  allOf: [
                    { $ref: '#/components/schemas/Derived' },
                    { $ref: '#/components/schemas/TimelineResult' },
                  ],
                },
              },
            },
          },
          '503': { $ref: '#/components/responses/TryLater' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/workspaces': {
      get: {
        operationId: 'getWorkspaces',
        tags: ['metrics'],
        summary: 'The releases of an entity by workspace',
        description:
          "Every workspace with a rollout of one of the window's releases or of an earlier release; ordered by name.\n",
        parameters: [
          { $ref: '#/components/parameters/wait' },
          { $ref: '#/components/parameters/entityRef' },
          { $ref: '#/components/parameters/from' },
          { $ref: '#/components/parameters/to' },
        ],
        responses: {
          '200': {
            description: 'All workspaces.',
            content: {
              'application/json': {
                schema: {
                  allOf: [
                    { $ref: '#/components/schemas/Derived' },
                    { $ref: '#/components/schemas/WorkspacesResult' },
                  ],
                },
              },
            },
          },
          '503': { $ref: '#/components/responses/TryLater' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/definitions': {
      get: {
        operationId: 'getDefinitions',
        tags: ['operate'],
        summary:
          'The active rules, windows, presets and thresholds, as data and as sentences',
        responses: {
          '200': {
            description: 'What the numbers mean in this installation.',
            content: {
              'application/json': {
                schema: {
                  allOf: [
                    { $ref: '#/components/schemas/Derived' },
                    { $ref: '#/components/schemas/Definitions' },
                  ],
                },
              },
            },
          },
          '503': { $ref: '#/components/responses/TryLater' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/coverage': {
      get: {
        operationId: 'getCoverage',
        tags: ['operate'],
        summary: 'What has arrived, from where, and what is missing',
        parameters: [
          { $ref: '#/components/parameters/wait' },
          { $ref: '#/components/parameters/entityRef' },
        ],
        responses: {
          '200': {
            description:
              'Facts per source and kind, and what is connected and missing per entity.',
            content: {
              'application/json': {
                schema: {
                  allOf: [
                    { $ref: '#/components/schemas/Derived' },
                    { $ref: '#/components/schemas/Coverage' },
                  ],
                },
              },
            },
          },
          '503': { $ref: '#/components/responses/TryLater' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
  },
  components: {
    securitySchemes: { backstage: { type: 'http', scheme: 'bearer' } },
    parameters: {
      entityRef: {
        name: 'entityRef',
        in: 'query',
        description:
          'A Component, System, Domain or Group, short or full. Defaults to the whole organisation.',
        schema: { $ref: '#/components/schemas/EntityRef' },
      },
      from: {
        name: 'from',
        in: 'query',
        description:
          'First day of the window, in the configured time zone. Defaults to 90 days before `to`.',
        schema: { $ref: '#/components/schemas/Day' },
      },
      to: {
        name: 'to',
        in: 'query',
        description:
          'Day after the last day of the window. Defaults to tomorrow, so that today is included.',
        schema: { $ref: '#/components/schemas/Day' },
      },
      wait: {
        name: 'wait',
        in: 'query',
        description:
          'Maximum number of seconds to wait for the relevant facts to be derived; after that the answer comes from what\nhas been derived, with `pending`. From 0 to `dora.reads.maxWait`, which is the default.\n',
        schema: { type: 'number', minimum: 0 },
      },
      limit: {
        name: 'limit',
        in: 'query',
        schema: { type: 'integer', minimum: 0, maximum: 1000, default: 50 },
      },
      offset: {
        name: 'offset',
        in: 'query',
        schema: {
          type: 'integer',
          minimum: 0,
          maximum: 1000000000,
          default: 0,
        },
      },
    },
    responses: {
      TryLater: {
        description:
          'The request cannot be served at the moment, as too much is being sent or the database is unavailable, read-only or full. Nothing is wrong with the request.',
        headers: {
          'Retry-After': {
            description: 'Seconds after which to retry the request.',
            schema: { type: 'integer' },
          },
        },
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Error' },
          },
        },
      },
      Error: {
        description: "Backstage's standard error.",
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Error' },
          },
        },
      },
    },
    schemas: {
      Error: {
        type: 'object',
        required: ['error', 'response'],
        properties: {
          error: {
            type: 'object',
            required: ['name', 'message'],
            properties: {
              name: { type: 'string' },
              message: { type: 'string' },
            },
          },
          request: {
            type: 'object',
            properties: { method: { type: 'string' }, url: { type: 'string' } },
          },
          response: {
            type: 'object',
            required: ['statusCode'],
            properties: { statusCode: { type: 'integer' } },
          },
        },
      },
      Day: {
        type: 'string',
        format: 'date',
        description: 'A calendar date, such as 2026-03-01.',
      },
      Time: {
        type: 'string',
        format: 'time-with-offset',
        description:
          'ISO 8601 with an offset, from 1970 to 2099; milliseconds are kept, finer digits are truncated.',
      },
      Source: {
        type: 'string',
        minLength: 1,
        maxLength: 200,
        format: 'plain-text',
        description: 'The system that reports the fact.',
      },
      FactId: {
        type: 'string',
        minLength: 1,
        maxLength: 500,
        format: 'plain-text',
        description: 'Identifies the fact within its source.',
      },
      EntityRef: {
        type: 'string',
        minLength: 1,
        maxLength: 250,
        format: 'entity-ref',
        description:
          'Short or full reference; kind defaults to `component` and namespace to `default`; case-insensitive.',
      },
      Text: { type: 'string', maxLength: 2000, format: 'plain-text' },
      Name: {
        type: 'string',
        minLength: 1,
        maxLength: 500,
        format: 'plain-text',
      },
      Url: { type: 'string', maxLength: 2000, format: 'http-url' },
      FactKind: {
        type: 'string',
        enum: ['deployments', 'changes', 'incidents', 'signals', 'artifacts'],
      },
      Digest: {
        $ref: '#/components/schemas/Name',
        description:
          'Digest of an image or a package, such as `sha256:9f86d0…`; kept as it is sent, compared without case.',
      },
      FactIdentity: {
        type: 'object',
        required: ['source', 'id'],
        properties: {
          source: { $ref: '#/components/schemas/Source' },
          id: { $ref: '#/components/schemas/FactId' },
        },
      },
      DeploymentStatus: {
        type: 'string',
        enum: ['in_progress', 'success', 'failure', 'cancelled'],
      },
      DeploymentKind: {
        type: 'string',
        enum: ['code', 'config', 'rollback', 'hotfix'],
      },
      Deployment: {
        type: 'object',
        description:
          'One deployment of a Component or System to a workspace of an environment.',
        required: ['source', 'id', 'entityRef', 'environment', 'status'],
        properties: {
          source: { $ref: '#/components/schemas/Source' },
          id: { $ref: '#/components/schemas/FactId' },
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          environment: { $ref: '#/components/schemas/Name' },
          status: { $ref: '#/components/schemas/DeploymentStatus' },
          finishedAt: {
            $ref: '#/components/schemas/Time',
            description: 'Required unless the deployment is in progress.',
          },
          startedAt: { $ref: '#/components/schemas/Time' },
          workspace: {
            $ref: '#/components/schemas/Name',
            description:
              "Where it runs (a cluster and namespace, a region, a business unit's instance). Defaults to `default`.",
          },
          version: { $ref: '#/components/schemas/Name' },
          commitSha: { $ref: '#/components/schemas/Name' },
          digest: { $ref: '#/components/schemas/Digest' },
          kind: { $ref: '#/components/schemas/DeploymentKind' },
          changes: {
            type: 'array',
            maxItems: 20000,
            description:
              "The changes that it carries; a bare id belongs to the deployment's own source; an empty list means that there are none.",
            items: {
              anyOf: [
                { $ref: '#/components/schemas/FactId' },
                { $ref: '#/components/schemas/FactIdentity' },
              ],
            },
          },
          url: { $ref: '#/components/schemas/Url' },
          title: { $ref: '#/components/schemas/Text' },
        },
      },
      Change: {
        type: 'object',
        description: 'A pull request, or a commit pushed without one.',
        required: ['source', 'id', 'firstCommitAt'],
        properties: {
          source: { $ref: '#/components/schemas/Source' },
          id: { $ref: '#/components/schemas/FactId' },
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          repository: { $ref: '#/components/schemas/Name' },
          commitSha: { $ref: '#/components/schemas/Name' },
          commitShas: {
            type: 'array',
            maxItems: 20000,
            items: { $ref: '#/components/schemas/Name' },
          },
          firstCommitAt: { $ref: '#/components/schemas/Time' },
          openedAt: { $ref: '#/components/schemas/Time' },
          firstReviewAt: { $ref: '#/components/schemas/Time' },
          approvedAt: { $ref: '#/components/schemas/Time' },
          mergedAt: { $ref: '#/components/schemas/Time' },
          url: { $ref: '#/components/schemas/Url' },
          title: { $ref: '#/components/schemas/Text' },
          labels: {
            type: 'array',
            maxItems: 200,
            items: { $ref: '#/components/schemas/Name' },
          },
          size: {
            type: 'integer',
            minimum: 0,
            maximum: 1000000000,
            description: 'Lines changed.',
          },
        },
      },
      IncidentKind: { type: 'string', enum: ['incident', 'flag-rollback'] },
      Cause: {
        description:
          'What caused the incident, if the source knows; exactly one of the three.',
        oneOf: [
          {
            type: 'object',
            required: ['deployment'],
            additionalProperties: false,
            properties: {
              deployment: { $ref: '#/components/schemas/FactIdentity' },
            },
          },
          {
            type: 'object',
            required: ['commitSha'],
            additionalProperties: false,
            properties: { commitSha: { $ref: '#/components/schemas/Name' } },
          },
          {
            type: 'object',
            required: ['version'],
            additionalProperties: false,
            properties: { version: { $ref: '#/components/schemas/Name' } },
          },
        ],
      },
      Incident: {
        type: 'object',
        description:
          'A failure that users felt, on a Component, System, Domain or Group.',
        required: ['source', 'id', 'entityRef', 'startedAt'],
        properties: {
          source: { $ref: '#/components/schemas/Source' },
          id: { $ref: '#/components/schemas/FactId' },
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          startedAt: { $ref: '#/components/schemas/Time' },
          title: { $ref: '#/components/schemas/Text' },
          severity: { $ref: '#/components/schemas/Name' },
          acknowledgedAt: { $ref: '#/components/schemas/Time' },
          resolvedAt: { $ref: '#/components/schemas/Time' },
          causedBy: { $ref: '#/components/schemas/Cause' },
          kind: { $ref: '#/components/schemas/IncidentKind' },
          url: { $ref: '#/components/schemas/Url' },
          sameAs: {
            $ref: '#/components/schemas/FactIdentity',
            description:
              'Another incident that tells of the same outage, such as the page that a ticket was opened for.',
          },
        },
      },
      Signal: {
        type: 'object',
        description:
          'Something worth an annotation (a flag, a ring, a freeze, a note, an SLO, an outcome).',
        required: ['source', 'id', 'entityRef', 'type', 'at'],
        properties: {
          source: { $ref: '#/components/schemas/Source' },
          id: { $ref: '#/components/schemas/FactId' },
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          type: { $ref: '#/components/schemas/Name' },
          at: { $ref: '#/components/schemas/Time' },
          name: { $ref: '#/components/schemas/Text' },
          value: { type: 'number' },
          until: { $ref: '#/components/schemas/Time' },
          attributes: {
            type: 'object',
            maxProperties: 100,
            propertyNames: { $ref: '#/components/schemas/Name' },
            additionalProperties: {
              anyOf: [
                { $ref: '#/components/schemas/Text' },
                { type: 'number' },
                { type: 'boolean' },
                { type: 'null' },
              ],
            },
          },
          url: { $ref: '#/components/schemas/Url' },
        },
      },
      Artifact: {
        type: 'object',
        description:
          'What a build of a Component made. It says which version, commit and digest are the same thing: at least two of\nthese are required.\n',
        required: ['source', 'id', 'entityRef', 'builtAt'],
        properties: {
          source: { $ref: '#/components/schemas/Source' },
          id: { $ref: '#/components/schemas/FactId' },
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          builtAt: { $ref: '#/components/schemas/Time' },
          version: { $ref: '#/components/schemas/Name' },
          commitSha: { $ref: '#/components/schemas/Name' },
          digest: { $ref: '#/components/schemas/Digest' },
          repository: { $ref: '#/components/schemas/Name' },
          url: { $ref: '#/components/schemas/Url' },
        },
      },
      Cursor: {
        type: 'string',
        description:
          "A reader's position in the feed of facts or in the events; opaque, to be stored and sent back unchanged.",
        pattern: '^\\d{1,15}-\\d{1,15}$',
      },
      Sender: {
        type: 'string',
        description:
          "Who sent the current version of a fact: the reference of a user, the subject of a service (such as\n`external:pipelines`), or `module:` and the name of a module's source. Missing for a change of an entity that the\ncaller may not read.\n",
      },
      FactChange: {
        description:
          'The current version of a fact, which can be sent to `/ingest` unchanged, or a correction, or the identity of a deleted one; with the time of arrival.',
        allOf: [
          {
            type: 'object',
            required: ['receivedAt', 'cursor'],
            properties: {
              receivedAt: { $ref: '#/components/schemas/Time' },
              cursor: { $ref: '#/components/schemas/Cursor' },
            },
          },
          {
            oneOf: [
              {
                type: 'object',
                description: 'A deployment was stored.',
                required: ['kind', 'fact'],
                properties: {
                  kind: { type: 'string', enum: ['deployments'] },
                  fact: { $ref: '#/components/schemas/Deployment' },
                  sentBy: { $ref: '#/components/schemas/Sender' },
                },
              },
              {
                type: 'object',
                description: 'A change was stored.',
                required: ['kind', 'fact'],
                properties: {
                  kind: { type: 'string', enum: ['changes'] },
                  fact: { $ref: '#/components/schemas/Change' },
                  sentBy: { $ref: '#/components/schemas/Sender' },
                },
              },
              {
                type: 'object',
                description: 'An incident was stored.',
                required: ['kind', 'fact'],
                properties: {
                  kind: { type: 'string', enum: ['incidents'] },
                  fact: { $ref: '#/components/schemas/Incident' },
                  sentBy: { $ref: '#/components/schemas/Sender' },
                },
              },
              {
                type: 'object',
                description: 'A signal was stored.',
                required: ['kind', 'fact'],
                properties: {
                  kind: { type: 'string', enum: ['signals'] },
                  fact: { $ref: '#/components/schemas/Signal' },
                  sentBy: { $ref: '#/components/schemas/Sender' },
                },
              },
              {
                type: 'object',
                description: 'An artifact was stored.',
                required: ['kind', 'fact'],
                properties: {
                  kind: { type: 'string', enum: ['artifacts'] },
                  fact: { $ref: '#/components/schemas/Artifact' },
                  sentBy: { $ref: '#/components/schemas/Sender' },
                },
              },
              {
                type: 'object',
                description: 'A fact was deleted.',
                required: ['kind', 'deleted'],
                properties: {
                  kind: { $ref: '#/components/schemas/FactKind' },
                  deleted: { $ref: '#/components/schemas/FactIdentity' },
                },
              },
              {
                type: 'object',
                description: 'A correction was made.',
                required: ['kind', 'fact'],
                properties: {
                  kind: { type: 'string', enum: ['corrections'] },
                  fact: { $ref: '#/components/schemas/Correction' },
                },
              },
              {
                type: 'object',
                description: 'A correction was deleted.',
                required: ['kind', 'deleted'],
                properties: {
                  kind: { type: 'string', enum: ['corrections'] },
                  deleted: {
                    type: 'object',
                    required: ['id'],
                    properties: { id: { type: 'string' } },
                  },
                },
              },
            ],
          },
        ],
      },
      IngestRequest: {
        type: 'object',
        description:
          'Any of the lists. Each fact is validated individually against the schema of its kind; `null` means "not given".\nA time more than a day in the future is rejected, except `until` of a signal.\n',
        additionalProperties: false,
        properties: {
          deployments: { type: 'array', items: {} },
          changes: { type: 'array', items: {} },
          incidents: { type: 'array', items: {} },
          signals: { type: 'array', items: {} },
          artifacts: { type: 'array', items: {} },
        },
      },
      IngestResult: {
        type: 'object',
        description:
          'Each fact of the call is in exactly one of `accepted`, `rejected` and `ignored`.',
        required: ['accepted', 'rejected', 'ignored', 'unmapped'],
        properties: {
          accepted: {
            type: 'object',
            description: 'How many facts were stored, of each kind.',
            required: [
              'deployments',
              'changes',
              'incidents',
              'signals',
              'artifacts',
            ],
            properties: {
              deployments: { type: 'integer' },
              changes: { type: 'integer' },
              incidents: { type: 'integer' },
              signals: { type: 'integer' },
              artifacts: { type: 'integer' },
            },
          },
          rejected: {
            type: 'array',
            description: 'The facts that are not valid.',
            items: { $ref: '#/components/schemas/RejectedFact' },
          },
          ignored: {
            type: 'array',
            description:
              'The valid facts whose `source` and `id` a later valid fact of the call has, which is stored in their place; and the first 100 fields of accepted facts that no such fact has.',
            items: { $ref: '#/components/schemas/Ignored' },
          },
          unmapped: {
            type: 'array',
            description:
              'References of accepted facts that are not in the catalog (yet).',
            items: { type: 'string' },
          },
        },
      },
      Ignored: {
        type: 'object',
        required: ['path', 'reason'],
        properties: {
          path: {
            type: 'string',
            description: 'JSON pointer into the request.',
          },
          reason: { type: 'string' },
        },
      },
      RejectedFact: {
        type: 'object',
        required: ['path', 'reason'],
        properties: {
          path: {
            type: 'string',
            description: 'JSON pointer into the request.',
          },
          source: { type: 'string' },
          id: { type: 'string' },
          reason: { type: 'string' },
        },
      },
      CorrectionAction: {
        type: 'string',
        enum: ['attach', 'detach', 'not-a-failure'],
      },
      CorrectionRequest: {
        type: 'object',
        required: ['action', 'deployment'],
        additionalProperties: false,
        properties: {
          action: { $ref: '#/components/schemas/CorrectionAction' },
          deployment: {
            $ref: '#/components/schemas/FactIdentity',
            description: 'A deployment of the release to correct.',
          },
          incident: {
            $ref: '#/components/schemas/FactIdentity',
            description: 'Required for `attach` and `detach`.',
          },
          note: { $ref: '#/components/schemas/Text' },
        },
      },
      Correction: {
        type: 'object',
        required: ['id', 'action', 'deployment', 'by', 'at'],
        properties: {
          id: { type: 'string' },
          action: { $ref: '#/components/schemas/CorrectionAction' },
          deployment: { $ref: '#/components/schemas/FactIdentity' },
          incident: { $ref: '#/components/schemas/FactIdentity' },
          note: { type: 'string' },
          by: {
            type: 'string',
            description: 'Reference of the user or name of the service.',
          },
          at: { $ref: '#/components/schemas/Time' },
        },
      },
      Derived: {
        type: 'object',
        required: ['pending'],
        properties: {
          pending: {
            type: 'integer',
            minimum: 0,
            description:
              'How many relevant facts are not reflected in the answer yet because they are waiting to be derived,\nexcluding those of components that are set aside (see `/coverage`).\n',
          },
        },
      },
      Window: {
        type: 'object',
        required: ['from', 'to', 'days', 'timezone'],
        properties: {
          from: { $ref: '#/components/schemas/Day' },
          to: { $ref: '#/components/schemas/Day' },
          days: { type: 'integer' },
          timezone: { type: 'string' },
        },
      },
      MetricName: {
        type: 'string',
        enum: [
          'deploymentFrequency',
          'leadTime',
          'changeFailureRate',
          'recoveryTime',
          'timeToRestore',
          'reworkRate',
          'rolloutSpread',
          'batchSize',
        ],
      },
      State: {
        type: 'string',
        enum: ['ok', 'partial', 'too-few', 'no-data', 'idle', 'not-connected'],
        description:
          'Whether a value can be relied on, or why there is none. `partial`: incidents are not connected for the entity, so that\nthe value is of rollbacks and hotfixes alone.\n',
      },
      Tier: { type: 'string', enum: ['elite', 'high', 'medium', 'low'] },
      Interval: {
        type: ['array', 'null'],
        description:
          '95% confidence interval, lower and upper bound; null if there is none.',
        items: { type: 'number' },
        minItems: 2,
        maxItems: 2,
      },
      Metric: {
        type: 'object',
        description:
          'A metric over a window. `/definitions` lists which other values each metric has.',
        required: [
          'value',
          'ci',
          'sample',
          'state',
          'tier',
          'tierRange',
          'previous',
          'change',
        ],
        properties: {
          value: { type: ['number', 'null'] },
          ci: { $ref: '#/components/schemas/Interval' },
          sample: { type: 'integer' },
          state: { $ref: '#/components/schemas/State' },
          tier: {
            description:
              'Of components and products, where the state is `ok`; null for what is above, which has `products`.',
            oneOf: [{ $ref: '#/components/schemas/Tier' }, { type: 'null' }],
          },
          tierRange: {
            type: ['array', 'null'],
            description:
              'The best and the worst tier that it may be in, going by the interval; null where there is no tier.',
            items: { $ref: '#/components/schemas/Tier' },
            minItems: 2,
            maxItems: 2,
          },
          products: { $ref: '#/components/schemas/ProductSpread' },
          connected: {
            type: 'integer',
            description:
              'Above products, of how many of the products with a deployment incidents are connected.',
          },
          of: {
            type: 'integer',
            description: 'Above products, how many products have a deployment.',
          },
          previous: { $ref: '#/components/schemas/MetricPoint' },
          change: {
            type: ['string', 'null'],
            enum: ['better', 'worse', 'same', null],
          },
          releases: { type: 'integer' },
          rollouts: {
            type: 'integer',
            description: 'Rollouts of these releases.',
          },
          deployDays: { type: 'integer', description: 'Days with a release.' },
          weeklyDeployDays: {
            type: ['number', 'null'],
            description:
              'Median of the days with a release over the complete ISO weeks of the window; null if there are none.',
          },
          p75: { type: ['number', 'null'] },
          p90: { type: ['number', 'null'] },
          p95: { type: ['number', 'null'] },
          mean: { type: ['number', 'null'] },
          stages: { $ref: '#/components/schemas/Stages' },
          failed: { type: 'integer', description: 'Failed releases.' },
          maturing: {
            type: 'integer',
            description: 'Releases whose incident window is still running.',
          },
          open: {
            type: 'integer',
            description: 'Not yet recovered or resolved.',
          },
          withOpen: {
            type: ['number', 'null'],
            description:
              'The median by Kaplan and Meier, where what is still open counts as lasting at least until now; null where that is\nnot known yet. The tier is of this or the value, whichever is larger.\n',
          },
          changeSize: {
            type: ['number', 'null'],
            description:
              'p50 of the lines changed, over the changes that say it.',
          },
          rollbacks: { type: 'integer' },
          hotfixes: { type: 'integer' },
        },
      },
      ProductSpread: {
        type: 'object',
        description:
          'Above products, in place of a tier: the quartiles of the values of the products below whose state is `ok`, and how many\nof the products are in each tier, or in none.\n',
        required: [
          'p25',
          'p50',
          'p75',
          'elite',
          'high',
          'medium',
          'low',
          'other',
        ],
        properties: {
          p25: { type: ['number', 'null'] },
          p50: { type: ['number', 'null'] },
          p75: { type: ['number', 'null'] },
          elite: { type: 'integer' },
          high: { type: 'integer' },
          medium: { type: 'integer' },
          low: { type: 'integer' },
          other: { type: 'integer' },
        },
      },
      LeftOut: {
        type: 'object',
        description:
          'How many finished deployments of the window do not count, and why.',
        required: [
          'otherEnvironment',
          'failed',
          'cancelled',
          'configOnly',
          'otherSource',
          'environments',
        ],
        properties: {
          otherEnvironment: {
            type: 'integer',
            description: 'In an environment that is not production.',
          },
          failed: {
            type: 'integer',
            description: 'Failed attempts in production.',
          },
          cancelled: { type: 'integer' },
          configOnly: {
            type: 'integer',
            description: 'Brought nothing new to their workspace.',
          },
          otherSource: {
            type: 'integer',
            description:
              'Reported by a source that does not count for the component.',
          },
          environments: {
            type: 'array',
            description: 'The environments that are not production, by name.',
            items: {
              type: 'object',
              required: ['name', 'deployments'],
              properties: {
                name: { type: 'string' },
                deployments: { type: 'integer' },
              },
            },
          },
        },
      },
      MetricPoint: {
        type: 'object',
        required: ['value', 'sample'],
        properties: {
          value: { type: ['number', 'null'] },
          sample: { type: 'integer' },
        },
      },
      Stages: {
        type: 'object',
        description:
          'p50 of each stage of lead time, in seconds, over the changes with both endpoints known.',
        required: ['coding', 'pickup', 'review', 'deploy'],
        properties: {
          coding: { type: ['number', 'null'] },
          pickup: { type: ['number', 'null'] },
          review: { type: ['number', 'null'] },
          deploy: { type: ['number', 'null'] },
        },
      },
      Metrics: {
        type: 'object',
        description: 'All metrics, by name.',
        propertyNames: { $ref: '#/components/schemas/MetricName' },
        additionalProperties: { $ref: '#/components/schemas/Metric' },
      },
      MetricsResult: {
        type: 'object',
        required: ['entityRef', 'leftOut', 'window', 'metrics'],
        properties: {
          entityRef: {
            type: ['string', 'null'],
            description: 'Null for the whole organisation.',
          },
          leftOut: { $ref: '#/components/schemas/LeftOut' },
          window: { $ref: '#/components/schemas/Window' },
          metrics: { $ref: '#/components/schemas/Metrics' },
          sampleData: {
            type: 'boolean',
            description:
              'Whether some of the facts below it belong to the sample organisation (source `sample`).',
          },
        },
      },
      Bucket: {
        type: 'string',
        enum: ['day', 'week', 'month'],
        default: 'week',
      },
      SeriesPoint: {
        allOf: [
          { $ref: '#/components/schemas/MetricPoint' },
          {
            type: 'object',
            required: ['ci'],
            properties: {
              ci: { $ref: '#/components/schemas/Interval' },
              p90: { type: ['number', 'null'], description: 'For durations.' },
              stages: { $ref: '#/components/schemas/Stages' },
              rollbacks: { type: 'integer' },
              hotfixes: { type: 'integer' },
              failed: { type: 'integer', description: 'Failed releases.' },
              rolling: {
                description:
                  'For metrics where a single bucket says too little: the same over the 28 days, four weeks or three months\nending with it, including time before the window.\n',
                allOf: [
                  { $ref: '#/components/schemas/MetricPoint' },
                  {
                    type: 'object',
                    required: ['ci'],
                    properties: {
                      ci: { $ref: '#/components/schemas/Interval' },
                    },
                  },
                ],
              },
            },
          },
        ],
      },
      SeriesResult: {
        type: 'object',
        required: ['entityRef', 'window', 'bucket', 'buckets'],
        properties: {
          entityRef: { type: ['string', 'null'] },
          window: { $ref: '#/components/schemas/Window' },
          bucket: { $ref: '#/components/schemas/Bucket' },
          buckets: {
            type: 'array',
            items: {
              type: 'object',
              required: ['from', 'to', 'complete', 'metrics'],
              properties: {
                from: { $ref: '#/components/schemas/Day' },
                to: { $ref: '#/components/schemas/Day' },
                complete: {
                  type: 'boolean',
                  description:
                    'False where it is cut by the window, or not over yet.',
                },
                metrics: {
                  type: 'object',
                  description: 'All metrics, by name.',
                  propertyNames: { $ref: '#/components/schemas/MetricName' },
                  additionalProperties: {
                    $ref: '#/components/schemas/SeriesPoint',
                  },
                },
              },
            },
          },
        },
      },
      Level: {
        type: 'string',
        enum: ['component', 'product', 'domain', 'platform'],
        default: 'product',
      },
      CompareSort: {
        anyOf: [
          { type: 'string', enum: ['name'] },
          { $ref: '#/components/schemas/MetricName' },
        ],
        default: 'name',
      },
      CompareItem: {
        type: 'object',
        required: [
          'entityRef',
          'title',
          'parentRef',
          'components',
          'workspaces',
          'metrics',
          'spark',
        ],
        properties: {
          entityRef: { type: 'string' },
          title: { type: 'string' },
          parentRef: {
            type: ['string', 'null'],
            description:
              'The product of a component, the domain of a product, the platform of a domain; null if there is none.',
          },
          components: { type: 'integer', description: 'Components below it.' },
          workspaces: {
            type: 'integer',
            description:
              "Distinct workspaces of the rollouts of the window's releases.",
          },
          metrics: { $ref: '#/components/schemas/Metrics' },
          spark: {
            type: 'array',
            description:
              'Releases per ISO week of the window, the first and last week clipped to it.',
            items: { type: 'integer' },
          },
          weekly: {
            type: 'array',
            description:
              'The metric requested with `weekly`, for the same weeks; as in `/series`.',
            items: { $ref: '#/components/schemas/MetricPoint' },
          },
          owners: {
            type: 'array',
            description: 'References of its owners that the caller may read.',
            items: { type: 'string' },
          },
          type: { type: 'string', description: 'Its `spec.type`.' },
          lifecycle: { type: 'string', description: 'Its `spec.lifecycle`.' },
          sampleData: {
            type: 'boolean',
            description:
              'Whether some of its facts belong to the sample organisation (source `sample`).',
          },
        },
      },
      CompareResult: {
        type: 'object',
        required: ['window', 'totalItems', 'items', 'facets'],
        properties: {
          window: { $ref: '#/components/schemas/Window' },
          totalItems: { type: 'integer' },
          facets: {
            type: 'object',
            description:
              'The values to filter by among all entities of the level under `under`, before filtering, sorted.',
            required: ['owners', 'types', 'lifecycles'],
            properties: {
              owners: {
                type: 'array',
                items: {
                  type: 'object',
                  required: ['entityRef', 'title'],
                  properties: {
                    entityRef: { type: 'string' },
                    title: { type: 'string' },
                  },
                },
              },
              types: { type: 'array', items: { type: 'string' } },
              lifecycles: { type: 'array', items: { type: 'string' } },
            },
          },
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/CompareItem' },
          },
        },
      },
      Explanation: {
        type: 'object',
        description:
          'The data of a sentence, for translation: a stable code and its values. Values whose name ends in `At` are times, those in `Seconds` durations in seconds.\n',
        required: ['code', 'values'],
        properties: {
          code: { type: 'string' },
          values: {
            type: 'object',
            additionalProperties: {
              anyOf: [{ type: 'string' }, { type: 'number' }],
            },
          },
        },
      },
      ReasonName: {
        type: 'string',
        enum: ['caused', 'window', 'rolled-back', 'hotfixed', 'attached'],
      },
      Reason: {
        type: 'object',
        description: 'Why a release counts as failed.',
        required: ['reason', 'sentence', 'explanation'],
        properties: {
          reason: { $ref: '#/components/schemas/ReasonName' },
          sentence: { type: 'string' },
          explanation: { $ref: '#/components/schemas/Explanation' },
          incident: { $ref: '#/components/schemas/FactIdentity' },
          releaseId: {
            $ref: '#/components/schemas/ReleaseId',
            description: 'The rollback or hotfix that it refers to.',
          },
          at: { $ref: '#/components/schemas/Time' },
        },
      },
      ReleaseEvent: {
        type: 'object',
        description:
          'What happened to a release, and its state after that; for a withdrawn release, its last state.',
        required: [
          'cursor',
          'type',
          'at',
          'id',
          'entityRef',
          'version',
          'time',
          'kind',
          'rollouts',
          'workspaces',
          'changes',
          'failed',
          'reasons',
          'recoveredAt',
        ],
        properties: {
          cursor: { $ref: '#/components/schemas/Cursor' },
          type: {
            type: 'string',
            enum: [
              'release.created',
              'release.changed',
              'release.failed',
              'release.recovered',
              'release.withdrawn',
            ],
          },
          at: {
            $ref: '#/components/schemas/Time',
            description: 'When it was derived.',
          },
          id: { $ref: '#/components/schemas/ReleaseId' },
          entityRef: { type: 'string' },
          version: { type: ['string', 'null'] },
          time: { $ref: '#/components/schemas/Time' },
          kind: { $ref: '#/components/schemas/ReleaseKind' },
          rollouts: { type: 'integer', description: 'Number of rollouts.' },
          workspaces: { type: 'integer', description: 'Number of workspaces.' },
          changes: {
            type: 'integer',
            description: 'Number of changes that it carries.',
          },
          failed: { type: 'boolean' },
          reasons: {
            type: 'array',
            description:
              'Why it failed, without duplicates; the incidents themselves are in `/releases`, for callers who may read them.',
            items: {
              type: 'object',
              required: ['reason'],
              properties: {
                reason: { $ref: '#/components/schemas/ReasonName' },
                releaseId: {
                  $ref: '#/components/schemas/ReleaseId',
                  description: 'The rollback or hotfix that it refers to.',
                },
                at: {
                  $ref: '#/components/schemas/Time',
                  description: 'The time of that release.',
                },
              },
            },
          },
          recoveredAt: {
            anyOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }],
          },
        },
      },
      EventsCursor: {
        type: 'object',
        required: ['cursor'],
        properties: { cursor: { $ref: '#/components/schemas/Cursor' } },
      },
      ReleaseId: {
        type: 'string',
        description:
          'Opaque; stays the same when the release is derived again, and on another database with the same facts.',
      },
      Rollout: {
        type: 'object',
        required: ['workspace', 'time', 'deployment'],
        properties: {
          workspace: { type: 'string' },
          time: { $ref: '#/components/schemas/Time' },
          deployment: { $ref: '#/components/schemas/FactIdentity' },
          sentBy: { $ref: '#/components/schemas/Sender' },
          version: { type: 'string', description: 'As it was reported.' },
          commitSha: { type: 'string', description: 'As it was reported.' },
          digest: { type: 'string', description: 'As it was reported.' },
          replaced: {
            type: 'string',
            description:
              'The version that was current in the workspace before.',
          },
          title: { type: 'string' },
          url: { type: 'string' },
        },
      },
      ReleaseKind: {
        type: 'string',
        enum: ['code', 'config', 'rollback', 'hotfix'],
      },
      Release: {
        type: 'object',
        required: [
          'id',
          'entityRef',
          'version',
          'time',
          'rollouts',
          'changes',
          'kind',
          'failed',
          'reasons',
          'incidents',
          'recoveredAt',
          'counted',
          'exclusion',
        ],
        properties: {
          id: { $ref: '#/components/schemas/ReleaseId' },
          entityRef: { type: 'string' },
          version: { type: ['string', 'null'] },
          time: {
            anyOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }],
          },
          rollouts: {
            type: 'array',
            items: { $ref: '#/components/schemas/Rollout' },
          },
          echoes: {
            type: 'array',
            description:
              'Reports of the same release by other sources. Their changes, commit and kind count for it; they add no rollout.\n',
            items: { $ref: '#/components/schemas/Rollout' },
          },
          names: {
            type: 'array',
            description: 'All names of its version, in lower case.',
            items: { $ref: '#/components/schemas/ReleaseName' },
          },
          reportedRelease: {
            $ref: '#/components/schemas/ReleaseSummary',
            description: 'The release that an excluded deployment reports.',
          },
          changes: {
            type: 'array',
            items: { $ref: '#/components/schemas/ReleaseChange' },
          },
          changesFrom: {
            type: 'string',
            enum: ['listed', 'inferred', 'none'],
            description:
              'Whether its deployments list the changes, the rules inferred them, or neither.',
          },
          kind: { $ref: '#/components/schemas/ReleaseKind' },
          failed: { type: 'boolean' },
          reasons: {
            type: 'array',
            items: { $ref: '#/components/schemas/Reason' },
          },
          incidents: {
            type: 'array',
            items: { $ref: '#/components/schemas/LinkedIncident' },
          },
          recoveredAt: {
            anyOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }],
          },
          maturing: { type: 'boolean' },
          counted: { type: 'boolean' },
          exclusion: {
            type: ['string', 'null'],
            description: 'Why it is not counted, as a sentence.',
          },
          explanation: {
            $ref: '#/components/schemas/Explanation',
            description: 'The data of `exclusion`, if there is one.',
          },
          corrections: {
            type: 'array',
            items: { $ref: '#/components/schemas/Correction' },
          },
        },
      },
      ReleaseChange: {
        type: 'object',
        required: ['source', 'id', 'first', 'leadTime'],
        properties: {
          source: { type: 'string' },
          id: { type: 'string' },
          title: { type: 'string' },
          url: { type: 'string' },
          first: {
            type: 'boolean',
            description: 'Whether this release is the first to carry it.',
          },
          leadTime: { type: ['number', 'null'] },
          exclusion: { type: ['string', 'null'] },
          explanation: {
            $ref: '#/components/schemas/Explanation',
            description: 'The data of `exclusion`, if there is one.',
          },
        },
      },
      LinkedIncident: {
        type: 'object',
        required: ['source', 'id', 'entityRef', 'startedAt', 'resolvedAt'],
        properties: {
          source: { type: 'string' },
          id: { type: 'string' },
          entityRef: { type: 'string' },
          title: { type: 'string' },
          url: { type: 'string' },
          startedAt: { $ref: '#/components/schemas/Time' },
          resolvedAt: {
            anyOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }],
          },
        },
      },
      ReleasesResult: {
        type: 'object',
        required: ['window', 'totalItems', 'items'],
        properties: {
          window: { $ref: '#/components/schemas/Window' },
          totalItems: { type: 'integer' },
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/Release' },
          },
        },
      },
      ReleaseName: {
        type: 'object',
        required: ['kind', 'name'],
        properties: {
          kind: { type: 'string', enum: ['version', 'commit', 'digest'] },
          name: { type: 'string' },
        },
      },
      ReleaseSummary: {
        type: 'object',
        required: ['id', 'entityRef', 'version', 'time'],
        properties: {
          id: { $ref: '#/components/schemas/ReleaseId' },
          entityRef: { type: 'string' },
          version: { type: ['string', 'null'] },
          time: { $ref: '#/components/schemas/Time' },
          kind: { $ref: '#/components/schemas/ReleaseKind' },
        },
      },
      ChangeItem: {
        type: 'object',
        required: [
          'source',
          'id',
          'entityRef',
          'firstCommitAt',
          'leadTime',
          'stages',
          'release',
          'counted',
          'exclusion',
        ],
        properties: {
          source: { type: 'string' },
          id: { type: 'string' },
          entityRef: {
            type: ['string', 'null'],
            description:
              'The component that the release belongs to, or else the one that the change names.',
          },
          repository: { type: 'string' },
          commitSha: { type: 'string' },
          title: { type: 'string' },
          url: { type: 'string' },
          labels: { type: 'array', items: { type: 'string' } },
          size: { type: 'integer' },
          sentBy: { $ref: '#/components/schemas/Sender' },
          firstCommitAt: { $ref: '#/components/schemas/Time' },
          openedAt: { $ref: '#/components/schemas/Time' },
          firstReviewAt: { $ref: '#/components/schemas/Time' },
          approvedAt: { $ref: '#/components/schemas/Time' },
          mergedAt: { $ref: '#/components/schemas/Time' },
          leadTime: { type: ['number', 'null'], description: 'Seconds.' },
          stages: {
            type: 'object',
            description: 'Seconds of each stage with both endpoints known.',
            required: ['coding', 'pickup', 'review', 'deploy'],
            properties: {
              coding: { type: ['number', 'null'] },
              pickup: { type: ['number', 'null'] },
              review: { type: ['number', 'null'] },
              deploy: { type: ['number', 'null'] },
            },
          },
          release: {
            anyOf: [
              { $ref: '#/components/schemas/ReleaseSummary' },
              { type: 'null' },
            ],
          },
          counted: {
            type: 'boolean',
            description: 'Whether it has a lead time that counts.',
          },
          exclusion: { type: ['string', 'null'] },
          explanation: {
            $ref: '#/components/schemas/Explanation',
            description: 'The data of `exclusion`, if there is one.',
          },
        },
      },
      ChangesResult: {
        type: 'object',
        required: ['window', 'totalItems', 'items'],
        properties: {
          window: { $ref: '#/components/schemas/Window' },
          totalItems: { type: 'integer' },
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/ChangeItem' },
          },
        },
      },
      LinkedBy: { type: 'string', enum: ['caused', 'window', 'attached'] },
      IncidentItem: {
        type: 'object',
        required: [
          'source',
          'id',
          'entityRef',
          'startedAt',
          'resolvedAt',
          'kind',
          'timeToRestore',
          'releases',
          'linkedBy',
          'unattributed',
          'counted',
          'sentence',
          'explanation',
        ],
        properties: {
          source: { type: 'string' },
          id: { type: 'string' },
          entityRef: { type: 'string' },
          title: { type: 'string' },
          severity: { type: 'string' },
          url: { type: 'string' },
          kind: { $ref: '#/components/schemas/IncidentKind' },
          startedAt: { $ref: '#/components/schemas/Time' },
          acknowledgedAt: { $ref: '#/components/schemas/Time' },
          resolvedAt: {
            anyOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }],
          },
          timeToRestore: { type: ['number', 'null'], description: 'Seconds.' },
          causedBy: { $ref: '#/components/schemas/Cause' },
          sameAs: { $ref: '#/components/schemas/FactIdentity' },
          sentBy: { $ref: '#/components/schemas/Sender' },
          counted: {
            type: 'boolean',
            description:
              'False for another report of the same outage, and for a severity that is left out; `sentence` says which.',
          },
          duplicateOf: {
            $ref: '#/components/schemas/FactIdentity',
            description: 'The incident that counts for the same outage.',
          },
          duplicates: {
            type: 'array',
            description:
              'Other reports of the same outage. `causedBy`, `acknowledgedAt` and `resolvedAt` come from them where this\nincident has none.\n',
            items: { $ref: '#/components/schemas/FactIdentity' },
          },
          releases: {
            type: 'array',
            items: { $ref: '#/components/schemas/ReleaseSummary' },
          },
          linkedBy: {
            oneOf: [
              { $ref: '#/components/schemas/LinkedBy' },
              { type: 'null' },
            ],
          },
          unattributed: { type: 'boolean' },
          sentence: {
            type: 'string',
            description: 'How it was linked',
            'or why it was not.': null,
          },
          explanation: {
            $ref: '#/components/schemas/Explanation',
            description: 'The data of `sentence`.',
          },
          corrections: {
            type: 'array',
            items: { $ref: '#/components/schemas/Correction' },
          },
        },
      },
      IncidentsResult: {
        type: 'object',
        required: ['window', 'totalItems', 'items'],
        properties: {
          window: { $ref: '#/components/schemas/Window' },
          totalItems: { type: 'integer' },
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/IncidentItem' },
          },
        },
      },
      SignalItem: {
        allOf: [
          { $ref: '#/components/schemas/Signal' },
          {
            type: 'object',
            properties: { sentBy: { $ref: '#/components/schemas/Sender' } },
          },
        ],
      },
      SignalsResult: {
        type: 'object',
        required: ['window', 'totalItems', 'items'],
        properties: {
          window: { $ref: '#/components/schemas/Window' },
          totalItems: { type: 'integer' },
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/SignalItem' },
          },
        },
      },
      TimelineResult: {
        type: 'object',
        required: ['window', 'incidents', 'failedReleases', 'signals'],
        properties: {
          window: { $ref: '#/components/schemas/Window' },
          incidents: {
            type: 'object',
            required: ['totalItems', 'items'],
            properties: {
              totalItems: { type: 'integer' },
              items: {
                type: 'array',
                items: {
                  allOf: [
                    { $ref: '#/components/schemas/LinkedIncident' },
                    {
                      type: 'object',
                      required: ['kind', 'timeToRestore'],
                      properties: {
                        kind: { $ref: '#/components/schemas/IncidentKind' },
                        severity: { type: 'string' },
                        timeToRestore: {
                          type: ['number', 'null'],
                          description: 'Seconds.',
                        },
                      },
                    },
                  ],
                },
              },
            },
          },
          failedReleases: {
            type: 'object',
            required: ['totalItems', 'items'],
            properties: {
              totalItems: { type: 'integer' },
              items: {
                type: 'array',
                items: {
                  allOf: [
                    { $ref: '#/components/schemas/ReleaseSummary' },
                    {
                      type: 'object',
                      required: ['recoveredAt', 'recoveryTime'],
                      properties: {
                        recoveredAt: {
                          anyOf: [
                            { $ref: '#/components/schemas/Time' },
                            { type: 'null' },
                          ],
                        },
                        recoveryTime: {
                          type: ['number', 'null'],
                          description: 'Seconds.',
                        },
                      },
                    },
                  ],
                },
              },
            },
          },
          signals: {
            type: 'object',
            required: ['totalItems', 'items'],
            properties: {
              totalItems: { type: 'integer' },
              items: {
                type: 'array',
                items: { $ref: '#/components/schemas/SignalItem' },
              },
            },
          },
        },
      },
      WorkspaceItem: {
        type: 'object',
        required: [
          'workspace',
          'components',
          'releases',
          'rollouts',
          'deploymentFrequency',
          'lag',
          'latest',
        ],
        properties: {
          workspace: { type: 'string' },
          components: {
            type: 'integer',
            description: 'Components with a rollout there in the window.',
          },
          releases: {
            type: 'integer',
            description: 'Releases of the window that went there.',
          },
          rollouts: {
            type: 'integer',
            description: 'Rollouts of these releases there.',
          },
          deploymentFrequency: {
            type: 'number',
            description: 'Releases that went there, per day of the window.',
          },
          lag: {
            type: 'object',
            description:
              'From the time of the release to its first rollout there, in seconds, over the releases of the window that\nalso went to another workspace.\n',
            required: ['value', 'p90', 'ci', 'sample'],
            properties: {
              value: { type: ['number', 'null'], description: 'p50.' },
              p90: { type: ['number', 'null'] },
              ci: { $ref: '#/components/schemas/Interval' },
              sample: { type: 'integer' },
            },
          },
          latest: {
            description:
              'Time of the latest rollout there, up to the end of the window.',
            anyOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }],
          },
        },
      },
      WorkspacesResult: {
        type: 'object',
        required: ['entityRef', 'window', 'items'],
        properties: {
          entityRef: { type: ['string', 'null'] },
          window: { $ref: '#/components/schemas/Window' },
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/WorkspaceItem' },
          },
        },
      },
      Definition: {
        type: 'object',
        required: ['key', 'value', 'sentence'],
        properties: {
          key: { type: 'string', description: 'Its key in app-config.' },
          value: {},
          sentence: { type: 'string' },
        },
      },
      MetricDefinition: {
        type: 'object',
        required: [
          'metric',
          'title',
          'unit',
          'better',
          'sample',
          'needs',
          'headline',
          'tiered',
          'evidence',
          'beside',
          'sentence',
        ],
        properties: {
          metric: { $ref: '#/components/schemas/MetricName' },
          title: { type: 'string' },
          unit: {
            type: 'string',
            enum: ['per day', 'seconds', 'ratio', 'changes'],
          },
          better: { type: 'string', enum: ['higher', 'lower'] },
          sample: { type: 'string', description: 'What the sample counts.' },
          needs: {
            type: 'array',
            description:
              'Kinds of facts that it needs in order to be connected, in the order in which to connect them.',
            items: {
              type: 'string',
              enum: ['deployments', 'changes', 'incidents'],
            },
          },
          partialWithout: {
            type: 'array',
            description: 'Kinds of facts without which its value is partial.',
            items: { type: 'string', enum: ['incidents'] },
          },
          headline: {
            type: 'boolean',
            description: 'Whether it is one of the headline metrics.',
          },
          tiered: {
            type: 'boolean',
            description: 'Whether it can have a tier.',
          },
          evidence: {
            type: 'object',
            description: 'The list behind the number, and its `only` filter.',
            required: ['list'],
            properties: {
              list: {
                type: 'string',
                enum: ['releases', 'changes', 'incidents'],
              },
              only: { type: 'string', enum: ['failed', 'rework', 'counted'] },
            },
          },
          cases: {
            type: 'string',
            enum: ['failedReleases', 'incidents'],
            description:
              'The list of `/timeline` with the individual cases behind the value, if there is one.',
          },
          beside: {
            type: 'array',
            description: 'The other values of the metric over a window.',
            items: {
              type: 'object',
              required: ['name', 'aggregate', 'unit'],
              properties: {
                name: {
                  type: 'string',
                  description: 'Its key, or keys separated by dots.',
                },
                aggregate: {
                  type: 'string',
                  enum: ['count', 'mean', 'p50', 'p75', 'p90', 'p95'],
                },
                unit: { type: 'string', enum: ['seconds', 'count'] },
              },
            },
          },
          sentence: { type: 'string' },
        },
      },
      TierPreset: {
        type: 'object',
        required: ['name', 'title', 'source', 'note', 'thresholds'],
        properties: {
          name: { type: 'string' },
          title: { type: 'string' },
          year: { type: 'integer' },
          source: { type: 'string', description: 'Title of the publication.' },
          url: { type: 'string', description: 'Where to read it.' },
          note: { type: 'string' },
          thresholds: {
            type: 'object',
            description:
              'The cut-points of elite, high and medium per metric. A value is rated with the first tier, in this order,\nwhose cut-point it reaches, or else low. A missing cut-point means that the source has no such cluster.\n',
            additionalProperties: {
              type: 'object',
              required: ['unit', 'comparison'],
              properties: {
                unit: { type: 'string' },
                comparison: { type: 'string', enum: ['>=', '<', '<='] },
                elite: { type: 'number' },
                high: { type: 'number' },
                medium: { type: 'number' },
              },
            },
          },
        },
      },
      Definitions: {
        type: 'object',
        required: [
          'timezone',
          'minimumSample',
          'metrics',
          'rules',
          'tiers',
          'presets',
        ],
        properties: {
          timezone: { type: 'string' },
          minimumSample: { type: 'integer' },
          metrics: {
            type: 'array',
            items: { $ref: '#/components/schemas/MetricDefinition' },
          },
          rules: {
            type: 'array',
            items: { $ref: '#/components/schemas/Definition' },
          },
          tiers: { $ref: '#/components/schemas/TierPreset' },
          presets: {
            type: 'array',
            items: { $ref: '#/components/schemas/TierPreset' },
          },
        },
      },
      CoverageCount: {
        type: 'object',
        required: ['facts', 'first', 'last'],
        properties: {
          facts: { type: 'integer' },
          first: {
            anyOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }],
          },
          last: {
            anyOf: [{ $ref: '#/components/schemas/Time' }, { type: 'null' }],
          },
        },
      },
      SynchronisationState: {
        type: 'string',
        enum: ['backfilling', 'up-to-date', 'waiting', 'failed'],
      },
      Synchronisation: {
        type: 'object',
        description:
          'The status of a source that fetches facts itself, for one of the subjects it fetches from.',
        required: ['source', 'subject', 'entityRefs', 'state', 'at'],
        properties: {
          source: { type: 'string', description: 'Name of the source.' },
          subject: {
            type: 'string',
            description: 'What it fetches from, such as a repository.',
          },
          entityRefs: {
            type: 'array',
            description:
              'The entities it fetches for; only those that the caller may read.',
            items: { type: 'string' },
          },
          kinds: {
            type: 'array',
            description: 'Kinds of facts that it fetches.',
            items: { $ref: '#/components/schemas/FactKind' },
          },
          state: { $ref: '#/components/schemas/SynchronisationState' },
          done: {
            type: 'integer',
            description: 'Steps of the backfill that are done.',
          },
          remaining: {
            type: 'integer',
            description: 'Steps remaining, as far as known.',
          },
          until: {
            $ref: '#/components/schemas/Time',
            description:
              'When it continues, while it waits because of a rate limit or after a failure.',
          },
          error: { type: 'string', description: 'What failed.' },
          advice: { type: 'string', description: 'What to do about it.' },
          at: { $ref: '#/components/schemas/Time' },
        },
      },
      NameCoverage: {
        type: 'object',
        description: 'Version names of the last 90 days that need a look.',
        required: ['moving', 'joined'],
        properties: {
          moving: {
            type: 'array',
            description:
              'Version names that stand for different things at different times; of at most 200 components.',
            items: {
              type: 'object',
              required: ['entityRef', 'version'],
              properties: {
                entityRef: { type: 'string' },
                version: { type: 'string' },
              },
            },
          },
          joined: {
            type: 'array',
            description:
              'Versions that have several version names, those with most names first; at most 200.',
            items: {
              type: 'object',
              required: ['entityRef', 'versions', 'names'],
              properties: {
                entityRef: { type: 'string' },
                versions: {
                  type: 'integer',
                  description: 'How many version names it has.',
                },
                names: {
                  type: 'array',
                  description:
                    'Some of its names; what joins the versions comes first.',
                  items: { $ref: '#/components/schemas/ReleaseName' },
                },
              },
            },
          },
        },
      },
      SilentSource: {
        type: 'object',
        description:
          'A component whose counting source has not reported a deployment for 30 days, while others did.',
        required: ['entityRef', 'sources', 'last', 'others'],
        properties: {
          entityRef: { type: 'string' },
          sources: {
            type: 'array',
            description: 'The sources that count.',
            items: { type: 'string' },
          },
          last: { $ref: '#/components/schemas/Time' },
          others: {
            type: 'array',
            description: 'The sources that reported since.',
            items: { type: 'string' },
          },
        },
      },
      SetAside: {
        type: 'object',
        required: ['entityRef', 'error', 'since', 'nextTryAt'],
        properties: {
          entityRef: {
            type: 'string',
            description:
              'The component; for an incident, the entity that it affects.',
          },
          incident: {
            type: 'object',
            description:
              'The incident that cannot be linked; omitted if the component cannot be derived.',
            required: ['source', 'id'],
            properties: { source: { type: 'string' }, id: { type: 'string' } },
          },
          error: {
            type: 'string',
            description:
              'Kind of the error, such as `InvalidJson in deployments.changes`; never contains fact data.',
          },
          since: { $ref: '#/components/schemas/Time' },
          nextTryAt: { $ref: '#/components/schemas/Time' },
        },
      },
      Coverage: {
        type: 'object',
        required: [
          'sources',
          'entities',
          'names',
          'silentSources',
          'setAside',
          'unmapped',
          'rejected',
          'synchronisations',
        ],
        properties: {
          names: { $ref: '#/components/schemas/NameCoverage' },
          silentSources: {
            type: 'array',
            items: { $ref: '#/components/schemas/SilentSource' },
          },
          setAside: {
            type: 'array',
            description:
              'What cannot be derived because stored data is corrupt; only what the caller may read. Its metrics keep their\nlast values. It is retried when one of its facts or a rule changes, and at least daily.\n',
            items: { $ref: '#/components/schemas/SetAside' },
          },
          synchronisations: {
            type: 'array',
            description:
              'The sources that fetch facts themselves; only those with an entity that the caller may read.',
            items: { $ref: '#/components/schemas/Synchronisation' },
          },
          sources: {
            type: 'array',
            items: {
              allOf: [
                { $ref: '#/components/schemas/CoverageCount' },
                {
                  type: 'object',
                  required: ['source', 'kind', 'unmapped', 'rejected'],
                  properties: {
                    source: { type: 'string' },
                    kind: { $ref: '#/components/schemas/FactKind' },
                    unmapped: { type: 'integer' },
                    rejected: { type: 'integer' },
                    sampleData: { type: 'boolean' },
                  },
                },
              ],
            },
          },
          entities: {
            type: 'array',
            description: 'The products and components below the entity.',
            items: {
              type: 'object',
              required: [
                'entityRef',
                'title',
                'parentRef',
                'deployments',
                'changes',
                'incidents',
                'connected',
                'missing',
              ],
              properties: {
                entityRef: { type: 'string' },
                title: { type: 'string' },
                parentRef: { type: ['string', 'null'] },
                deployments: { $ref: '#/components/schemas/CoverageCount' },
                changes: { $ref: '#/components/schemas/CoverageCount' },
                incidents: { $ref: '#/components/schemas/CoverageCount' },
                connected: {
                  type: 'array',
                  items: {
                    type: 'string',
                    enum: ['deployments', 'changes', 'incidents'],
                  },
                },
                missing: {
                  type: 'array',
                  items: {
                    type: 'string',
                    enum: ['deployments', 'changes', 'incidents'],
                  },
                },
              },
            },
          },
          unmapped: {
            type: 'array',
            description:
              'References that facts name but that are not in the catalog; only for callers who may read the whole catalog.',
            items: {
              type: 'object',
              required: ['entityRef', 'facts'],
              properties: {
                entityRef: { type: 'string' },
                facts: { type: 'integer' },
              },
            },
          },
          rejected: {
            type: 'array',
            description:
              'The newest rejected facts; only for callers who may read the whole catalog.',
            items: {
              type: 'object',
              required: ['source', 'kind', 'id', 'reason', 'at'],
              properties: {
                source: { type: ['string', 'null'] },
                kind: { $ref: '#/components/schemas/FactKind' },
                id: { type: ['string', 'null'] },
                reason: { type: 'string' },
                at: { $ref: '#/components/schemas/Time' },
              },
            },
          },
        },
      },
    },
  },
};
