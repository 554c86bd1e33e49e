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

import { DateTime } from 'luxon';
import { FakeGitLab } from './FakeGitLab';
import { FakeProject } from './FakeProject';
import { component } from './component';
import { Reader } from './Reader';

export const SINCE = '2026-01-01T00:00:00.000Z';
export const REF = 'component:default/cart';
export const PATH = 'acme/shop/cart';
const NOW = '2026-03-31T12:00:00.000Z';

type Annotations = Record<string, string>;
type Options = Parameters<typeof Reader.create>[2];

/** A time in the month that the tests are about. */
export const day = (date: number, hour = 10) =>
  new Date(Date.UTC(2026, 1, date, hour)).toISOString();

/** The annotations of the entity whose project it is. */
export const slug = (more: Annotations = {}) => ({
  'gitlab.com/project-slug': PATH,
  ...more,
});

/** A GitLab with a project, anew for each test. */
export class Scene {
  gitlab!: FakeGitLab;
  project!: FakeProject;

  async start(): Promise<void> {
    this.gitlab = await FakeGitLab.start();
    this.project = this.gitlab.add(PATH);
    this.project.commit('main', 'Begin', day(1, 1));
  }

  reader(options: Options = {}): Reader {
    return Reader.create(this.gitlab, () => DateTime.fromISO(NOW), options);
  }

  /** Reads the whole history of the project for one component. */
  async read(
    annotations: Annotations = {},
    options: Options = {},
  ): Promise<Reader> {
    const reader = this.reader(options);
    await reader.read([component('cart', slug(annotations))], SINCE);
    return reader;
  }

  /** Deploys the head of the branch, and says the id of the fact that it is. */
  deploy(createdAt: string, more: { sha?: string } = {}): string {
    const { id } = this.project.deploy({
      createdAt,
      finishedAt: createdAt,
      ...more,
    });
    return `deployment/${id}/${REF}`;
  }

  /** Proposes a commit of a new branch. */
  propose(
    sourceBranch: string,
    createdAt: string,
    more: Parameters<FakeProject['commit']>[3] & { description?: string } = {},
  ) {
    const { description = '', ...commit } = more;
    const { project } = this;
    project.branch(sourceBranch);
    project.commit(sourceBranch, `Work on ${sourceBranch}`, createdAt, commit);
    return project.open({
      title: `Do ${sourceBranch}`,
      description,
      sourceBranch,
      createdAt,
    });
  }
}

export function useScene(): Scene {
  const scene = new Scene();
  beforeEach(() => scene.start());
  afterEach(() => scene.gitlab.stop());
  return scene;
}
