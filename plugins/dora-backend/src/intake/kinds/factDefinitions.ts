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

import {
  Deployment,
  FactIdentity,
  FactKind,
  Facts,
} from '@backstage-dora/plugin-dora-common';
import { ColumnType, Value } from '../../database/rows';
import {
  FactChanges,
  FactState,
  ofArtifacts,
  ofDeployments,
  pksOf,
  TouchedFact,
} from './derivationRequest';
import { parseTime } from './time';

/** The type of a valid fact, by its kind. */
export type FactTypes = {
  [TKind in FactKind]: NonNullable<Facts[TKind]>[number];
};

/** How the value of a field is stored. */
export interface Field {
  type: ColumnType;
  /** Name of the column; defaults to the name of the field in snake case */
  column?: string;
  /** What is stored if the sender gives no value; defaults to null */
  byDefault?: Value;
  /** Converts a value to its stored form; defaults to the value itself */
  store?: (value: any, fact: any) => Value;
  /** Converts a stored form back to the value; defaults to the stored form itself */
  read?: (stored: any) => unknown;
  /** Whether it is the time of a past event, and so cannot be in the future */
  happened?: boolean;
}

/** The fields of an object within a fact, each with a column of its own. */
export interface NestedFields {
  [name: string]: Field | NestedFields;
}

/** A fact that another one names, and the field that does, as a JSON pointer within it. */
export type NamedFact = [field: string, identity: FactIdentity];

/** What there is to know about a kind of fact. Its fields are validated by its schema in the OpenAPI document. */
export interface FactDefinition<TFact> {
  /** Name of its schema in the OpenAPI document */
  schema: string;
  /** The kinds of entities that it may refer to */
  entityKinds: string[];
  /**
   * All fields except `source`, `id` and `entityRef`, which every kind has, in
   * the order of the schema
   */
  fields: {
    [TName in Exclude<keyof TFact, 'source' | 'id' | 'entityRef'>]-?:
      | Field
      | NestedFields;
  };
  /** Pairs of times of which the first cannot be after the second */
  inOrder?: [keyof TFact, keyof TFact][];
  /** The facts that it names */
  names?: (fact: TFact) => NamedFact[];
  /** What is wrong with a fact that its schema accepts */
  fault?: (fact: TFact) => string | undefined;
  /** Columns of its time: the first that is not null. The indexes for coverage use these. */
  time: string[];
  /** The same for the time from which retention counts, if that differs */
  retention?: string[];
  /** What derivation needs to know about facts that were stored or deleted; nothing by default */
  derivation?: (facts: TouchedFact[]) => FactChanges;
  /** The columns that it looks at, as they are and as they were; only the keys of facts unless given */
  state?: (keyof FactState)[];
}

const TEXT: Field = { type: 'text' };
const WHOLE_NUMBER: Field = { type: 'bigint', read: Number };
const NUMBER: Field = { type: 'double precision' };
const JSON_TEXT: Field = {
  type: 'text',
  store: JSON.stringify,
  read: JSON.parse,
};
const TIME: Field = {
  type: 'bigint',
  store: (text: string) => parseTime(text)!,
  read: time => new Date(Number(time)).toISOString(),
  happened: true,
};

/** The changes that a deployment lists; a bare id belongs to the deployment's source. */
const listedChanges = ({ source, changes = [] }: Deployment): FactIdentity[] =>
  changes.map(change =>
    typeof change === 'string' ? { source, id: change } : change,
  );

/** The identities of changes, as pairs of source and id. */
const CHANGES: Field = {
  type: 'text',
  store: (_, fact) =>
    JSON.stringify(listedChanges(fact).map(({ source, id }) => [source, id])),
  read: text =>
    JSON.parse(text).map(([source, id]: [string, string]) => ({ source, id })),
};

const named = (field: string, identity: FactIdentity): NamedFact => [
  field,
  identity,
];

const HIERARCHY = ['component', 'system', 'domain', 'group'];

/** The kinds of facts. */
export const FACT_DEFINITIONS: {
  [TKind in FactKind]: FactDefinition<FactTypes[TKind]>;
} = {
  deployments: {
    schema: 'Deployment',
    entityKinds: ['component', 'system'],
    fields: {
      environment: TEXT,
      status: TEXT,
      finishedAt: TIME,
      startedAt: TIME,
      workspace: { ...TEXT, byDefault: 'default' },
      version: TEXT,
      commitSha: TEXT,
      digest: TEXT,
      kind: TEXT,
      changes: CHANGES,
      url: TEXT,
      title: TEXT,
    },
    inOrder: [['startedAt', 'finishedAt']],
    names: fact =>
      listedChanges(fact).map((change, index) =>
        named(`changes/${index}`, change),
      ),
    fault: ({ status, finishedAt }) =>
      status !== 'in_progress' && finishedAt === undefined
        ? 'finishedAt is required unless status is in_progress'
        : undefined,
    time: ['finished_at', 'started_at'],
    retention: ['finished_at', 'started_at', 'received_at'],
    derivation: ofDeployments,
    state: ['entity_id', 'status'],
  },
  changes: {
    schema: 'Change',
    entityKinds: ['component', 'system'],
    fields: {
      repository: TEXT,
      commitSha: TEXT,
      commitShas: JSON_TEXT,
      firstCommitAt: TIME,
      openedAt: TIME,
      firstReviewAt: TIME,
      approvedAt: TIME,
      mergedAt: TIME,
      url: TEXT,
      title: TEXT,
      labels: JSON_TEXT,
      size: WHOLE_NUMBER,
    },
    time: ['merged_at', 'first_commit_at'],
    derivation: facts => ({ changePks: pksOf(facts) }),
  },
  incidents: {
    schema: 'Incident',
    entityKinds: HIERARCHY,
    fields: {
      startedAt: TIME,
      title: TEXT,
      severity: TEXT,
      acknowledgedAt: TIME,
      resolvedAt: TIME,
      causedBy: {
        deployment: {
          source: { ...TEXT, column: 'cause_deployment_source' },
          id: { ...TEXT, column: 'cause_deployment_id' },
        },
        commitSha: { ...TEXT, column: 'cause_commit_sha' },
        version: { ...TEXT, column: 'cause_version' },
      },
      kind: { ...TEXT, byDefault: 'incident' },
      url: TEXT,
      sameAs: {
        source: { ...TEXT, column: 'same_as_source' },
        id: { ...TEXT, column: 'same_as_id' },
      },
    },
    inOrder: [['startedAt', 'resolvedAt']],
    names: ({ causedBy, sameAs }) => [
      ...(causedBy && 'deployment' in causedBy
        ? [named('causedBy/deployment', causedBy.deployment)]
        : []),
      ...(sameAs ? [named('sameAs', sameAs)] : []),
    ],
    time: ['started_at'],
    derivation: facts => ({ incidentPks: pksOf(facts) }),
    state: ['same_as_source', 'same_as_id'],
  },
  signals: {
    schema: 'Signal',
    entityKinds: HIERARCHY,
    fields: {
      type: TEXT,
      at: TIME,
      name: TEXT,
      value: NUMBER,
      until: { ...TIME, happened: false },
      attributes: JSON_TEXT,
      url: TEXT,
    },
    inOrder: [['at', 'until']],
    time: ['at'],
    retention: ['until', 'at'],
  },
  artifacts: {
    schema: 'Artifact',
    entityKinds: ['component'],
    fields: {
      builtAt: TIME,
      version: TEXT,
      commitSha: TEXT,
      digest: TEXT,
      repository: TEXT,
      url: TEXT,
    },
    fault: ({ version, commitSha, digest }) =>
      [version, commitSha, digest].filter(name => name !== undefined).length < 2
        ? 'at least two of version, commitSha and digest are required, as an artifact says that they are the same thing'
        : undefined,
    time: ['built_at'],
    derivation: ofArtifacts,
    state: ['entity_id'],
  },
};

/** All kinds of facts, in the order in which they are stored. */
export const FACT_KINDS = Object.keys(FACT_DEFINITIONS) as FactKind[];
