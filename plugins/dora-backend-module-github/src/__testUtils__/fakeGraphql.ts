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

import { graphql, GraphQLError, parse, validate } from 'graphql';
import { FakeGithub } from './FakeGithub';
import {
  FakeCommit,
  FakeDeployment,
  FakePull,
  FakeUser,
} from './FakeRepository';
import { SCHEMA } from './githubSchema';
import { requestsOf, wrongLimits } from './graphqlLimits';

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

const connection =
  <T>(items: T[]) =>
  ({ first }: { first: number }) => ({
    nodes: items.slice(0, first),
    pageInfo: { hasNextPage: items.length > first },
    totalCount: items.length,
  });

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

function toDeployment({ sha, statuses }: FakeDeployment, id: string) {
  return {
    __typename: 'Deployment',
    id,
    commitOid: sha,
    statuses: connection(
      statuses.map(({ state, at }) => ({
        logUrl: null,
        state: state.toLocaleUpperCase('en-US'),
        createdAt: at,
      })),
    ),
  };
}

function findNode(github: FakeGithub, id: string): object | Error {
  const [, kind, repositoryId, number] = /^(DE|PR)_(\d+)_(\d+)$/.exec(id) ?? [];
  const repository = [...github.repositories.values()].find(
    known => known.id === Number(repositoryId),
  );
  const deployment = repository?.deployments.find(
    known => kind === 'DE' && known.id === Number(number),
  );
  const pull = kind === 'PR' && repository?.pulls.get(Number(number));
  if (deployment) {
    return toDeployment(deployment, id);
  }
  return pull
    ? toPullRequest(pull, id)
    : new NotFound(`Could not resolve to a node with the global id of '${id}'`);
}

function toError({ message, path, originalError }: GraphQLError): FakeError {
  return {
    message,
    path,
    ...(originalError instanceof NotFound && { type: originalError.type }),
  };
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
