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

import { RequestHandler, Response, Router } from 'express';
import { example } from './examples';
import { FakeGithub, statusPayload } from './FakeGithub';
import { FakePull, FakeRepository } from './FakeRepository';

const repositoryOf = (res: Response): FakeRepository => res.locals.repository;

const newestFirst = <T>(items: T[], time: (item: T) => string) =>
  [...items].sort((a, b) => Date.parse(time(b)) - Date.parse(time(a)));

/** What GitHub answers about a repository. */
export function githubRoutes(github: FakeGithub): Router {
  const router = Router();
  const answer = (
    path: string,
    find: (
      repository: FakeRepository,
      params: Record<string, string>,
      query: Record<string, string>,
    ) => unknown[] | object | undefined,
  ) => {
    const handler: RequestHandler = (req, res) => {
      const found = find(
        repositoryOf(res),
        req.params,
        req.query as Record<string, string>,
      );
      if (found) {
        github.send(req, res, found);
      } else {
        github.notFound(res);
      }
    };
    router.get(path, handler);
  };

  answer('/', repository => repository.repository());

  answer('/pulls', (repository, _, { state }) =>
    newestFirst(
      [...repository.pulls.values()].filter(
        pull => state !== 'closed' || pull.mergedAt,
      ),
      ({ updatedAt }) => updatedAt,
    ).map(pull => repository.pullPayload(pull)),
  );
  answer('/pulls/:number/commits', (repository, { number }) =>
    repository.pulls
      .get(Number(number))
      ?.commits.slice(0, 250)
      .map(commit => repository.commitPayload(commit)),
  );
  answer('/pulls/:number/files', (repository, { number }) =>
    repository.pulls
      .get(Number(number))
      ?.commits.flatMap(({ files }) => files.map(filename => ({ filename }))),
  );
  answer('/pulls/:number/reviews', (repository, { number }) =>
    repository.pulls
      .get(Number(number))
      ?.reviews.map(({ user, state, at }) => ({
        ...example('pull_request_review', 'review'),
        user,
        state,
        submitted_at: at,
      })),
  );

  answer('/deployments', repository =>
    newestFirst(repository.deployments, ({ createdAt }) => createdAt).map(
      deployment => repository.deploymentPayload(deployment),
    ),
  );
  answer('/deployments/:id/statuses', (repository, { id }) => {
    const deployment = repository.deployments.find(
      known => known.id === Number(id),
    );
    return deployment?.statuses.map(statusPayload).reverse();
  });

  answer('/compare/:range', (repository, { range }, query) => {
    const [base, head] = range.split('...');
    if (!repository.commits.has(base) || !repository.commits.has(head)) {
      return undefined;
    }
    const commits = repository.between(base, head);
    const perPage = Number(query.per_page ?? 250);
    const start = (Number(query.page ?? 1) - 1) * perPage;
    return {
      status: 'ahead',
      total_commits: commits.length,
      commits: commits
        .slice(start, start + perPage)
        .map(commit => repository.commitPayload(commit)),
    };
  });
  answer('/commits', (repository, _, { sha, since }) =>
    repository
      .reachable(repository.branches.get(sha)!)
      .filter(({ committedAt }) => Date.parse(committedAt) >= Date.parse(since))
      .reverse()
      .map(commit => repository.commitPayload(commit)),
  );
  answer('/commits/:sha/pulls', (repository, { sha }) =>
    pullsOf(repository, sha).map(pull => repository.pullPayload(pull)),
  );
  router.get('/commits/*', (req, res) => {
    const repository = repositoryOf(res);
    const ref = (req.params as Record<string, string>)[0];
    const tag = repository.tags.find(({ name }) => ref === `tags/${name}`);
    const commit = repository.commits.get(tag?.sha ?? ref);
    if (!commit) {
      github.notFound(res);
    } else if (req.headers.accept?.includes('sha')) {
      res.type('application/vnd.github.sha').send(commit.sha);
    } else {
      github.send(req, res, repository.commitPayload(commit));
    }
  });

  answer('/actions/workflows/:file/runs', (repository, { file }, query) => {
    const runs = newestFirst(
      repository.runs.filter(run => run.file === file),
      run => String(run.created_at),
    );
    const perPage = Number(query.per_page);
    const start = (Number(query.page ?? 1) - 1) * perPage;
    return {
      total_count: runs.length,
      workflow_runs: runs.slice(start, start + perPage),
    };
  });
  answer('/actions/runs/:id/jobs', (repository, { id }) => ({
    total_count: 1,
    jobs: repository.jobs.get(Number(id)) ?? [],
  }));

  answer('/releases', repository => repository.releases);
  answer('/tags', repository =>
    [...repository.tags]
      .sort((a, b) => (a.name < b.name ? 1 : -1))
      .map(({ name, sha }) => ({ name, commit: { sha } })),
  );
  answer('/git/ref/:ref', (repository, { ref }) => {
    const tag = repository.tags.find(({ name }) => ref === `tags/${name}`);
    return (
      tag && {
        object: {
          type: tag.at ? 'tag' : 'commit',
          sha: tag.at ? `tag-${tag.name}` : tag.sha,
        },
      }
    );
  });
  answer('/git/tags/:sha', (repository, { sha }) => ({
    tagger: {
      date: repository.tags.find(({ name }) => sha === `tag-${name}`)?.at,
    },
  }));
  answer('/git/commits/:sha', (repository, { sha }) => {
    const commit = repository.commits.get(sha);
    return commit && { committer: { date: commit.committedAt } };
  });

  answer('/issues', (repository, _, { labels, since }) =>
    repository.issues.filter(
      issue =>
        String(issue.updated_at) >= since &&
        (!labels ||
          (issue.labels as { name: string }[]).some(
            ({ name }) => name === labels,
          )),
    ),
  );
  return router;
}

/** By which pull requests a commit has come. */
function pullsOf(repository: FakeRepository, sha: string): FakePull[] {
  const commit = repository.commits.get(sha);
  return [...repository.pulls.values()].filter(
    pull =>
      pull.mergeSha === sha ||
      pull.commits.some(
        own =>
          own.sha === sha ||
          (commit?.committedAt === pull.mergedAt &&
            own.message === commit?.message),
      ),
  );
}
