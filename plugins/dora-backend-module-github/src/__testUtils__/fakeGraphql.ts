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
  buildSchema,
  DocumentNode,
  FieldNode,
  graphql,
  GraphQLError,
  parse,
  SelectionNode,
  validate,
} from 'graphql';
import { FakeGithub, statusPayload } from './FakeGithub';
import { FakeCommit, FakePull, FakeUser } from './FakeRepository';

/** The part of GitHub's schema that there is anything to be asked of here; names, types and what may be null are GitHub's. */
const SCHEMA = buildSchema(`
  scalar DateTime
  scalar GitObjectID
  scalar URI
  enum DeploymentStatusState {
    ERROR FAILURE INACTIVE IN_PROGRESS PENDING QUEUED SUCCESS WAITING
  }
  enum PatchStatus { ADDED CHANGED COPIED DELETED MODIFIED RENAMED }
  enum PullRequestReviewState {
    APPROVED CHANGES_REQUESTED COMMENTED DISMISSED PENDING
  }
  interface Node { id: ID! }
  interface Actor { login: String! }
  type Bot implements Actor & Node { id: ID! login: String! databaseId: Int }
  type EnterpriseUserAccount implements Actor & Node { id: ID! login: String! }
  type Mannequin implements Actor & Node { id: ID! login: String! databaseId: Int }
  type Organization implements Actor & Node { id: ID! login: String! databaseId: Int }
  type User implements Actor & Node { id: ID! login: String! databaseId: Int }
  type PageInfo { endCursor: String hasNextPage: Boolean! }
  type Deployment implements Node {
    id: ID!
    commitOid: String!
    databaseId: Int
    environment: String
    statuses(after: String first: Int last: Int): DeploymentStatusConnection
  }
  type DeploymentStatusConnection {
    nodes: [DeploymentStatus] pageInfo: PageInfo! totalCount: Int!
  }
  type DeploymentStatus implements Node {
    id: ID! createdAt: DateTime! logUrl: URI state: DeploymentStatusState!
  }
  type PullRequest implements Node {
    id: ID!
    number: Int!
    commits(after: String first: Int last: Int): PullRequestCommitConnection!
    files(after: String first: Int last: Int): PullRequestChangedFileConnection
    reviews(after: String first: Int last: Int): PullRequestReviewConnection
  }
  type PullRequestCommitConnection {
    nodes: [PullRequestCommit] pageInfo: PageInfo! totalCount: Int!
  }
  type PullRequestCommit implements Node { id: ID! commit: Commit! }
  type Commit implements Node {
    id: ID!
    authoredDate: DateTime!
    committedDate: DateTime!
    message: String!
    oid: GitObjectID!
    parents(after: String first: Int last: Int): CommitConnection!
  }
  type CommitConnection {
    nodes: [Commit] pageInfo: PageInfo! totalCount: Int!
  }
  type PullRequestChangedFileConnection {
    nodes: [PullRequestChangedFile] pageInfo: PageInfo! totalCount: Int!
  }
  type PullRequestChangedFile {
    additions: Int! changeType: PatchStatus! deletions: Int! path: String!
  }
  type PullRequestReviewConnection {
    nodes: [PullRequestReview] pageInfo: PageInfo! totalCount: Int!
  }
  type PullRequestReview implements Node {
    id: ID! author: Actor state: PullRequestReviewState! submittedAt: DateTime
  }
  type Query { node(id: ID!): Node nodes(ids: [ID!]!): [Node]! }
`);

/** How GitHub says what it does not do. */
interface FakeError {
  message: string;
  type?: string;
  path?: ReadonlyArray<string | number>;
  extensions?: Record<string, unknown>;
}

/** What is answered to a query, and how many points it costs. */
export interface FakeAnswer {
  data?: unknown;
  errors?: FakeError[];
  points: number;
}

class NotFound extends Error {
  readonly type = 'NOT_FOUND';
}

/** Answers a query as GitHub does. */
export async function answerQuery(
  github: FakeGithub,
  source: string,
  variables: Record<string, unknown>,
): Promise<FakeAnswer> {
  const document = parse(source);
  const invalid = [
    ...validate(SCHEMA, document),
    ...wrongLimits(document, variables),
  ];
  if (invalid.length > 0) {
    return {
      errors: invalid.map(({ message }) => ({
        message,
        extensions: { code: 'undefinedField' },
      })),
      points: 1,
    };
  }
  const { data, errors } = await graphql({
    schema: SCHEMA,
    source,
    variableValues: variables,
    rootValue: {
      nodes: ({ ids }: { ids: string[] }) =>
        ids.map(id => findNode(github, id)),
    },
  });
  return {
    data,
    ...(errors && { errors: errors.map(toError) }),
    points: Math.max(1, Math.round(requestsOf(document, variables) / 100)),
  };
}

function toError({ message, path, originalError }: GraphQLError): FakeError {
  return {
    message,
    path,
    ...(originalError instanceof NotFound && { type: originalError.type }),
  };
}

function findNode(github: FakeGithub, id: string): object | Error {
  for (const repository of github.repositories.values()) {
    for (const deployment of repository.deployments) {
      if (repository.deploymentPayload(deployment).node_id === id) {
        return {
          __typename: 'Deployment',
          id,
          commitOid: deployment.sha,
          statuses: connection(
            deployment.statuses.map(statusPayload).map(status => ({
              logUrl: null,
              state: status.state.toLocaleUpperCase('en-US'),
              createdAt: status.created_at,
            })),
          ),
        };
      }
    }
    for (const pull of repository.pulls.values()) {
      if (repository.pullPayload(pull).node_id === id) {
        return toPullRequest(pull, id);
      }
    }
  }
  return new NotFound(
    `Could not resolve to a node with the global id of '${id}'`,
  );
}

function toPullRequest(pull: FakePull, id: string) {
  return {
    __typename: 'PullRequest',
    id,
    number: pull.number,
    commits: connection(
      pull.commits.map(commit => ({ commit: toCommit(commit) })),
    ),
    files: connection(
      pull.commits.flatMap(({ files }) =>
        files.map(path => ({ path, changeType: 'MODIFIED' })),
      ),
    ),
    reviews: connection(
      pull.reviews.map(({ state, at, user }) => ({
        state,
        submittedAt: at,
        author: toActor(user),
      })),
    ),
  };
}

const toCommit = (commit: FakeCommit) => ({
  oid: commit.sha,
  message: commit.message,
  authoredDate: commit.authoredAt,
  parents: connection(commit.parents.map(oid => ({ oid }))),
});

/** The name of a machine comes without what REST adds to it. */
const toActor = ({ id, login, type }: FakeUser) => ({
  __typename: type,
  login: login.replace(/\[bot\]$/, ''),
  databaseId: id,
});

const connection =
  <T>(items: T[]) =>
  ({ first }: { first: number }) => ({
    nodes: items.slice(0, first),
    pageInfo: { hasNextPage: items.length > first },
    totalCount: items.length,
  });

function fieldsOf(selections: ReadonlyArray<SelectionNode> = []): FieldNode[] {
  return selections.flatMap(selection =>
    selection.kind === 'Field'
      ? [selection]
      : 'selectionSet' in selection
      ? fieldsOf(selection.selectionSet.selections)
      : [],
  );
}

function rootFields(document: DocumentNode): FieldNode[] {
  const [query] = document.definitions;
  return query.kind === 'OperationDefinition'
    ? fieldsOf(query.selectionSet.selections)
    : [];
}

/** How many of something are asked for, or undefined where one is. */
function limitOf(
  field: FieldNode,
  variables: Record<string, unknown>,
): number | undefined {
  if (field.name.value === 'nodes' && field.arguments?.length) {
    return (variables.ids as unknown[]).length;
  }
  const first = field.arguments?.find(({ name }) => name.value === 'first');
  return first?.value.kind === 'IntValue'
    ? Number(first.value.value)
    : undefined;
}

/** As many requests as GitHub reckons with: one for each list, of each thing that may have it. */
function requestsOf(
  document: DocumentNode,
  variables: Record<string, unknown>,
): number {
  const count = (fields: FieldNode[], times: number): number =>
    fields
      .map(field => {
        const include = field.directives?.some(
          ({ name }) => name.value === 'include',
        );
        if (include && !variables.files) {
          return 0;
        }
        const limit = limitOf(field, variables);
        return (
          (limit === undefined ? 0 : times) +
          count(fieldsOf(field.selectionSet?.selections), times * (limit ?? 1))
        );
      })
      .reduce((sum, requests) => sum + requests, 0);
  return count(rootFields(document), 1);
}

/** GitHub wants to know of each list how much of it, and gives no more than 100 at once. */
function wrongLimits(
  document: DocumentNode,
  variables: Record<string, unknown>,
): { message: string }[] {
  const check = (field: FieldNode): { message: string }[] => {
    const limit = limitOf(field, variables);
    const below = fieldsOf(field.selectionSet?.selections);
    const isList = below.some(({ name }) =>
      ['nodes', 'edges', 'totalCount'].includes(name.value),
    );
    const name = field.name.value;
    return [
      ...(isList && limit === undefined
        ? [
            {
              message: `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
            },
          ]
        : []),
      ...(limit !== undefined && limit > 100
        ? [{ message: `You may not ask for more than 100 ${name}` }]
        : []),
      ...below.flatMap(check),
    ];
  };
  return rootFields(document).flatMap(check);
}
