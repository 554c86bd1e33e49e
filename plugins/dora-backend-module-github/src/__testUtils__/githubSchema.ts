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

import { buildSchema } from 'graphql';

/** The part of GitHub's schema that there is anything to be asked of here; names, types and what may be null are GitHub's. */
export const SCHEMA = buildSchema(`
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
