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

import { Request, Response, Router } from 'express';
import { FakeGitLab } from './FakeGitLab';
import { FakeProject } from './FakeProject';
import {
  commitPayload,
  deploymentPayload,
  diffPayload,
  projectPayload,
  requestPayload,
  userPayload,
} from './payloads';

type Query = Record<string, string | undefined>;

/** What has changed after a time, the oldest change first. */
function updated<T extends { updated_at: string }>(
  items: T[],
  query: Query,
): T[] {
  const after = Date.parse(query.updated_after ?? '');
  return items
    .filter(item => !(Date.parse(item.updated_at) <= after))
    .sort((a, b) => Date.parse(a.updated_at) - Date.parse(b.updated_at));
}

const latestFirst = <T>(items: T[], time: (item: T) => string | undefined) =>
  [...items].sort(
    (a, b) => Date.parse(time(b) ?? '') - Date.parse(time(a) ?? ''),
  );

/** What GitLab answers about a project. */
export function gitlabRoutes(gitlab: FakeGitLab): Router {
  const router = Router();
  const answer = (
    path: string,
    find: (
      project: FakeProject,
      params: Record<string, string>,
      query: Query,
    ) => unknown[] | object | undefined,
  ) => {
    router.get(path, (req: Request, res: Response) => {
      const query = req.query as Query;
      if (query.updated_after && query.order_by !== 'updated_at') {
        res.status(400).json({ message: '400 Bad request - not paired' });
        return;
      }
      const found = find(res.locals.project, req.params, query);
      if (found) {
        gitlab.send(req, res, found);
      } else {
        res.status(404).json({ message: '404 Not Found' });
      }
    });
  };

  answer('/', projectPayload);

  answer('/deployments', (project, _, query) =>
    updated(
      project.deployments.map(item => deploymentPayload(item, project)),
      query,
    ),
  );
  answer('/pipelines', (project, _, query) =>
    updated(
      project.pipelines
        .filter(({ ref }) => ref === query.ref)
        .map(({ jobs, ...pipeline }) => pipeline),
      query,
    ),
  );
  answer(
    '/pipelines/:id/jobs',
    (project, { id }) =>
      project.pipelines.find(pipeline => pipeline.id === Number(id))?.jobs,
  );
  answer('/releases', project =>
    latestFirst(project.releases, item => item.released_at ?? item.created_at),
  );
  answer('/repository/tags', project =>
    latestFirst(
      project.tags,
      item => item.created_at ?? item.commit?.committed_date,
    ),
  );

  answer('/merge_requests', (project, _, query) =>
    updated(
      [...project.requests.values()]
        .map(item => requestPayload(item, project))
        .filter(({ state }) => state === query.state),
      query,
    ),
  );
  answer('/merge_requests/:iid/commits', (project, { iid }) =>
    project.requests
      .get(Number(iid))
      ?.commits.map(commit => ({
        ...commitPayload(commit, project),
        parent_ids: [],
      }))
      .reverse(),
  );
  answer('/merge_requests/:iid/diffs', (project, { iid }) =>
    project.requests
      .get(Number(iid))
      ?.commits.flatMap(({ files }) => files.map(diffPayload)),
  );
  router.get('/merge_requests/:iid/notes', (req, res) => {
    const project: FakeProject = res.locals.project;
    const notes = project.requests.get(Number(req.params.iid))?.notes ?? [];
    gitlab.sendByKeyset(
      req,
      res,
      notes.map((note, index) => ({
        id: index + 1,
        noteable_type: 'MergeRequest',
        ...note,
        ...(note.author && { author: userPayload(note.author) }),
      })),
      2,
    );
  });

  answer('/repository/compare', (project, _, { from = '', to = '' }) =>
    project.commits.has(from) && project.commits.has(to)
      ? {
          commit: commitPayload(project.commits.get(to)!, project),
          commits: project
            .between(from, to)
            .map(commit => commitPayload(commit, project)),
          diffs: [],
          compare_timeout: false,
          compare_same_ref: false,
        }
      : undefined,
  );
  answer('/repository/commits', (project, _, { ref_name: ref, since = '' }) =>
    project
      .reachable(project.head(ref))
      .filter(({ committedAt }) => Date.parse(committedAt) >= Date.parse(since))
      .reverse()
      .map(commit => commitPayload(commit, project)),
  );
  answer('/repository/commits/:sha', (project, { sha }) => {
    const commit = project.commits.get(sha);
    return commit && commitPayload(commit, project);
  });
  answer('/repository/commits/:sha/diff', (project, { sha }) =>
    project.commits.get(sha)?.files.map(diffPayload),
  );
  answer('/repository/commits/:sha/merge_requests', (project, { sha }) =>
    project.commits.has(sha)
      ? [...project.requests.values()]
          .filter(
            item =>
              item.mergeCommitSha === sha ||
              item.squashCommitSha === sha ||
              item.commits.some(commit => commit.sha === sha),
          )
          .map(item => requestPayload(item, project))
      : undefined,
  );

  answer('/issues', (project, _, query) =>
    updated(
      project.issues.filter(
        issue =>
          (!query.issue_type || issue.issue_type === query.issue_type) &&
          (!query.labels || issue.labels.includes(query.labels)),
      ),
      query,
    ),
  );
  return router;
}
