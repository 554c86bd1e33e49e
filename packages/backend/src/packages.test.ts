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
  apiEntityV1alpha1Validator,
  componentEntityV1alpha1Validator,
  systemEntityV1alpha1Validator,
} from '@backstage/catalog-model';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

const ROOT = resolve(__dirname, '../../..');

/** Where the files of the main branch are on the web. */
const ON_THE_WEB =
  /^https:\/\/github\.com\/backstage-dora\/backstage-dora\/(?:blob|tree)\/main\//;

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const readJson = (path: string) => JSON.parse(read(path));

const packages = readdirSync(join(ROOT, 'plugins')).map(
  name => `plugins/${name}`,
);
const pages = [
  ...['README.md', 'CONTRIBUTING.md'],
  ...packages.map(directory => `${directory}/README.md`),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
];

/** The fragments of a page's headings, as GitHub makes them. */
function fragmentsOf(page: string): string[] {
  const text = read(page).replace(/^```[^]*?^```/gm, '');
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function linksOf(page: string): string[] {
  const text = read(page).replace(/^ *```[^]*?^ *```/gm, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
}

/** What a link in a page leads to within the repository; undefined if elsewhere. */
function targetOf(page: string, link: string): string | undefined {
  if (ON_THE_WEB.test(link)) {
    return link.replace(ON_THE_WEB, '');
  }
  if (/^\w+:/.test(link)) {
    return undefined;
  }
  return link.startsWith('#')
    ? page + link
    : posix.normalize(posix.join(dirname(page), link));
}

function isBroken(target: string): boolean {
  const [path, fragment] = target.split('#');
  return (
    !existsSync(join(ROOT, path)) ||
    (fragment !== undefined &&
      path.endsWith('.md') &&
      !fragmentsOf(path).includes(fragment))
  );
}

describe.each(packages)('%s', directory => {
  it('has what a registry shows', () => {
    const root = readJson('package.json');
    const { repository, homepage, bugs, ...others } = readJson(
      `${directory}/package.json`,
    );
    expect(others).toMatchObject({
      description: expect.any(String),
      keywords: expect.arrayContaining(['backstage-plugin']),
      license: root.license,
      author: root.author,
      publishConfig: { access: 'public' },
    });
    expect({ repository, bugs }).toEqual({
      repository: { ...root.repository, directory },
      bugs: root.bugs,
    });
    expect(targetOf('', homepage)).toBe(`${directory}#readme`);
  });

  it('brings its licence', () => {
    expect(read(`${directory}/LICENSE`)).toBe(read('LICENSE'));
  });

  it('has a README whose links work outside of the repository', () => {
    const page = `${directory}/README.md`;
    const relative = linksOf(page).filter(link => !/^(https:|#)/.test(link));
    expect(relative).toEqual([]);
  });
});

describe('catalog-info.yaml', () => {
  const entities = parseAllDocuments(read('catalog-info.yaml')).map(document =>
    document.toJS(),
  );

  it('is what the catalog accepts', async () => {
    for (const entity of entities) {
      const { spec, kind } = entity;
      // What the catalog puts in place of `$text`.
      const definition = spec.definition && read(spec.definition.$text);
      const validator = {
        API: apiEntityV1alpha1Validator,
        Component: componentEntityV1alpha1Validator,
        System: systemEntityV1alpha1Validator,
      }[String(kind)];
      await expect(
        validator?.check({ ...entity, spec: { ...spec, definition } }),
      ).resolves.toBe(true);
    }
  });

  it('has each package, as part of the one with the docs', () => {
    const parts = entities.filter(
      ({ spec }) => spec.subcomponentOf === 'backstage-dora',
    );
    expect(parts.map(({ metadata }) => metadata.title)).toEqual(
      packages.map(directory => readJson(`${directory}/package.json`).name),
    );
  });
});

it('has an entry for the plugin directory of Backstage', () => {
  const entry = parse(read('docs/contributing/plugin-directory.yaml'));
  expect(entry).toEqual({
    title: expect.any(String),
    author: readJson('package.json').author,
    authorUrl: expect.stringMatching(/^https:/),
    category: 'Monitoring',
    description: expect.stringMatching(/^.{1,170}$/),
    documentation: readJson('package.json').homepage,
    iconUrl: expect.stringMatching(/\/main\/docs\/images\/icon\.svg$/),
    npmPackageName: readJson('plugins/dora/package.json').name,
    addedDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    status: 'active',
  });
});

it.each(pages)('%s has no broken links', page => {
  const targets = linksOf(page).flatMap(link => targetOf(page, link) ?? []);
  expect(targets.filter(isBroken)).toEqual([]);
});
