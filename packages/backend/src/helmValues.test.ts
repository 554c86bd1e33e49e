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

import { createMockDirectory } from '@backstage/backend-test-utils';
import { ConfigSources, loadConfigSchema } from '@backstage/config-loader';
import { JsonObject } from '@backstage/types';
import { readFileSync } from 'fs';
import { resolve } from 'path';
import YAML from 'yaml';
import manifest from '../package.json';

const root = resolve(__dirname, '../../..');

/** What the container gets from the secret. */
const environment: Record<string, string> = {
  POSTGRES_HOST: 'postgres',
  POSTGRES_PORT: '5432',
  POSTGRES_USER: 'backstage',
  POSTGRES_PASSWORD: 'password',
  DORA_TOKEN: 'sends',
  DORA_READ_TOKEN: 'reads',
};

describe('deploy/helm-values.yaml', () => {
  const directory = createMockDirectory();

  it('makes a configuration that the schemas of all packages accept', async () => {
    const { backstage } = YAML.parse(
      readFileSync(resolve(root, 'deploy/helm-values.yaml'), 'utf8'),
    );
    directory.setContent({ 'chart.yaml': YAML.stringify(backstage.appConfig) });
    const files = backstage.args.filter((arg: string) => arg !== '--config');
    const config = await ConfigSources.toConfig(
      ConfigSources.defaultForTargets({
        rootDir: root,
        watch: false,
        targets: [
          ...files.map((file: string) => resolve(root, file)),
          directory.resolve('chart.yaml'),
        ].map(target => ({ type: 'path', target })),
        substitutionFunc: async name => environment[name],
      }),
    );
    const data = config.get<JsonObject>();
    config.close();
    const schema = await loadConfigSchema({
      dependencies: Object.keys(manifest.dependencies),
      packagePaths: [resolve(__dirname, '../package.json')],
    });

    expect(schema.process([{ context: 'all', data }])[0].data).toMatchObject({
      backend: {
        // An object, as the chart sets the port with a variable.
        listen: { port: 7007 },
        database: { connection: { host: 'postgres' } },
        auth: {
          externalAccess: [
            { options: { token: 'sends' } },
            { options: { token: 'reads' } },
          ],
        },
      },
      dora: { metrics: { cacheMegabytes: 256 } },
    });
    expect(() =>
      schema.process([
        { context: 'all', data },
        {
          context: 'more',
          data: { dora: { metrics: { cacheMegabytes: 'plenty' } } },
        },
      ]),
    ).toThrow('dora/metrics/cacheMegabytes');
  });
});
