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

import { Entity } from '@backstage/catalog-model';
import { templateEntityV1beta3Validator } from '@backstage/plugin-scaffolder-common';
import Ajv from 'ajv';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Environment } from 'nunjucks';
import { parse } from 'yaml';

const ROOT = resolve(__dirname, '../../..');
const HOME = join(ROOT, 'templates/connect-to-dora');

interface Step {
  action: string;
  if: string;
  id: string;
  input: object;
}

const template = parse(readFileSync(join(HOME, 'template.yaml'), 'utf8'));
const steps: Step[] = template.spec.steps;
const tools: string[] = template.spec.parameters[0].properties.tool.enum;

/** The scaffolder's delimiters, and the filter of it that the template uses. */
const nunjucks = new Environment(null, {
  autoescape: false,
  tags: { variableStart: '${{', variableEnd: '}}' },
}).addFilter('projectSlug', (repoUrl: string) => {
  const { searchParams } = new URL(`https://${repoUrl}`);
  return `${searchParams.get('owner')}/${searchParams.get('repo')}`;
});

/** Renders all texts of a JSON value as the scaffolder does; one that is an expression keeps its type. */
function render<T>(value: T, context: object): T {
  return JSON.parse(JSON.stringify(value), (_key, item) => {
    if (typeof item !== 'string') {
      return item;
    }
    const [, expression] = /^\$\{\{((?:(?!\}\}).)*)\}\}$/.exec(item) ?? [];
    return expression
      ? JSON.parse(
          nunjucks.renderString(`\${{ (${expression}) | dump }}`, context) ||
            'null',
        )
      : nunjucks.renderString(item, context);
  });
}

/** The files of a skeleton by their paths, rendered. */
function renderSkeleton(directory: string, values: object) {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    paths
      .filter(path => statSync(join(directory, path)).isFile())
      .map(path => [
        path,
        nunjucks.renderString(readFileSync(join(directory, path), 'utf8'), {
          values,
        }),
      ]),
  );
}

const CART: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    uid: '1',
    etag: '2',
    namespace: 'default',
    name: 'cart-api',
    description: 'Says: "yes"\nor no',
    annotations: {
      'backstage.io/managed-by-location': 'url:https://example.com',
      'backstage-dora.io/deployments-from': 'pipeline',
      'example.com/number': '42',
    },
  },
  spec: { type: 'service', lifecycle: 'production', owner: 'shop' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/shop' }],
};

/** Runs the template on a repository of the tool's host; returns the inputs of its steps and all files. */
function run(choices: { tool: string; annotate?: boolean }) {
  const codeHost = choices.tool.startsWith('gitlab') ? 'gitlab' : 'github';
  const parameters = {
    entityRef: 'component:default/cart-api',
    backstageUrl: 'https://backstage.example.com',
    repoUrl: `${codeHost}.com?owner=acme&repo=cart`,
    codeHost,
    directory: '.',
    ...choices,
  };
  const done: Record<string, object> = {};
  const files: Record<string, string> = {};
  for (const { action, id, if: condition, input } of steps) {
    const context = {
      parameters,
      steps: { entity: { output: { entity: CART } } },
    };
    if (render(condition, context)) {
      const rendered = render(input, context);
      done[id] = rendered;
      if (action === 'fetch:template') {
        const { url, values } = rendered as { url: string; values: object };
        Object.assign(files, renderSkeleton(join(HOME, url), values));
      }
    }
  }
  return { parameters, done, files };
}

const docs = readFileSync(join(ROOT, 'docs/send-facts.md'), 'utf8');

describe('connect-to-dora', () => {
  it('is a template', async () => {
    await expect(templateEntityV1beta3Validator.check(template)).resolves.toBe(
      true,
    );
  });

  it.each(tools)('accepts what its form gives for %s', tool => {
    const { parameters } = run({ tool });
    const ajv = new Ajv({ strict: false });
    for (const form of template.spec.parameters) {
      expect(ajv.validate(form, parameters) || ajv.errors).toBe(true);
    }
  });

  it.each(tools.filter(tool => !/^git(hub|lab)$/.test(tool)))(
    'opens a pull request with the pipeline of the docs for %s',
    tool => {
      const { done, files } = run({ tool });
      expect(Object.keys(done)).toEqual([
        'snippet',
        tool === 'gitlab-ci' ? 'gitlab' : 'github',
      ]);
      expect(files).not.toEqual({});
      for (const text of Object.values(files)) {
        // Without the line that says where it belongs.
        const snippet = text.replace(/^(#|\/\/) (?!report).*\n/, '');
        expect(docs).toContain(`\n${snippet}\``);
      }
      for (const path of Object.keys(files).filter(name =>
        /\.ya?ml$/.test(name),
      )) {
        expect(parse(files[path])).toBeInstanceOf(Object);
      }
    },
  );

  it.each([
    ['github', 'github.com/project-slug', 'acme/cart'],
    ['gitlab', 'gitlab.com/project-slug', 'acme/cart'],
    ['jenkins', 'backstage-dora.io/deployments-from', 'jenkins'],
    ['other', 'backstage-dora.io/deployments-from', 'pipeline'],
  ])('adds the annotation for %s to the component', (tool, name, value) => {
    const { files } = run({ tool, annotate: true });
    const { annotations, uid, etag, ...metadata } = CART.metadata;
    expect(parse(files['catalog-info.yaml'])).toEqual({
      apiVersion: CART.apiVersion,
      kind: CART.kind,
      metadata: {
        ...metadata,
        annotations: {
          'backstage-dora.io/deployments-from': 'pipeline',
          'example.com/number': '42',
          [name]: value,
        },
      },
      spec: CART.spec,
    });
  });

  it('says in the pull request what it is for', () => {
    expect(run({ tool: 'jenkins' }).done.github).toMatchObject({
      repoUrl: 'github.com?owner=acme&repo=cart',
      branchName: 'connect-to-dora-jenkins',
      description: expect.stringContaining('`component:default/cart-api`'),
    });
  });
});
