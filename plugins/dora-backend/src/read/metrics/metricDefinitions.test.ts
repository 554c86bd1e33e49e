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
  openApiDocument,
  tierPresets,
} from '@backstage-dora/plugin-dora-common';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BesideValues } from './MetricDefinition';
import { METRIC_NAMES, METRICS } from './metricDefinitions';

const PACKAGE = resolve(__dirname, '../../..');
const { schemas } = openApiDocument.components;
const tiered = METRIC_NAMES.filter(name => METRICS[name].tiered);

/** What a schema has to have for some values beside that of a metric. */
const schemaOf = (values: BesideValues = {}) => ({
  properties: Object.fromEntries(
    Object.keys(values).map(name => [name, expect.anything()]),
  ),
});

describe('the table of metrics', () => {
  it('has the metrics of the OpenAPI document, which has all that stands beside their values', () => {
    expect(schemas.MetricName).toMatchObject({ enum: METRIC_NAMES });
    for (const { beside, inSeries } of Object.values(METRICS)) {
      expect(schemas.Metric).toMatchObject(schemaOf(beside));
      expect(schemas.SeriesPoint).toMatchObject({
        allOf: [expect.anything(), schemaOf(inSeries)],
      });
    }
  });

  it('says of which metrics presets and configuration have cut-points, and in which direction', () => {
    const config = readFileSync(join(PACKAGE, 'config.d.ts'), 'utf8');
    const [, thresholds] = config.split(' thresholds?: {');
    expect(
      [...thresholds.matchAll(/(\w+)\?: \{/g)].map(([, name]) => name),
    ).toEqual(tiered);
    for (const preset of tierPresets) {
      expect(Object.keys(preset.thresholds)).toEqual(tiered);
      for (const name of tiered) {
        const { unit, comparison } = preset.thresholds[name];
        const { better, unit: expected } = METRICS[name];
        expect([name, unit, comparison === '>=']).toEqual([
          name,
          expected,
          better === 'higher',
        ]);
      }
    }
  });

  it('is what docs/metrics.md lists', () => {
    const page = readFileSync(
      resolve(PACKAGE, '../../docs/metrics.md'),
      'utf8',
    );
    const rows = [
      ...page.matchAll(
        /^\| `(\w+)`.*\|\s*([^|]+?)\s*\|\s*[^|]+\|\s*(\w+)\s*\|$/gm,
      ),
    ];
    const units: Record<string, string> = { '0 to 1': 'ratio' };
    expect(
      rows
        .filter(([, name]) => name in METRICS)
        .map(([, name, unit, better]) => [name, units[unit] ?? unit, better])
        .sort(),
    ).toEqual(
      METRIC_NAMES.map(name => [
        name,
        METRICS[name].unit,
        METRICS[name].better,
      ]).sort(),
    );
    for (const name of METRIC_NAMES) {
      expect(page).toContain(`### ${METRICS[name].title}\n`);
    }
  });

  it('is the only place that names them', () => {
    const naming = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts'))
      .filter(file => !/\.test\.ts$|__testUtils__/.test(file))
      .filter(file =>
        new RegExp(`\\b(${METRIC_NAMES.join('|')})\\b`).test(
          readFileSync(join(__dirname, file), 'utf8'),
        ),
      );
    // The answer about workspaces has a field of that name.
    expect(naming.sort()).toEqual([
      'metricDefinitions.ts',
      join('workspaces', 'listWorkspaces.ts'),
    ]);
  });
});
