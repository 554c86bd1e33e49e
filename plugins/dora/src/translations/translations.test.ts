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

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { catalogue } from '../__testUtils__/metrics';
import { messages } from './en';
import french from './fr';

function flatten(nested: object, prefix = ''): [string, string][] {
  return Object.entries(nested).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[prefix + key, value] as [string, string]]
      : flatten(value, `${prefix}${key}.`),
  );
}

const english = Object.fromEntries(flatten(messages));
const holes = (text: string) =>
  [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();

describe('translations', () => {
  it('say the same in French, number for number', () => {
    for (const [key, text] of Object.entries(english)) {
      const inFrench = french[key as keyof typeof french];
      expect([key, holes(inFrench)]).toEqual([key, holes(text)]);
      expect([key, inFrench.trim()]).not.toEqual([key, '']);
    }
    expect(Object.keys(french).sort()).toEqual(Object.keys(english).sort());
  });

  it('have the words of every metric, in one place', () => {
    expect(Object.keys(messages.metric).sort()).toEqual(
      [...catalogue.all].sort(),
    );
  });

  it('hold every word of the pages', () => {
    const root = path.resolve(__dirname, '..');
    const words = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.tsx') && !file.includes('.test.'))
      .flatMap(file => {
        const source = readFileSync(path.join(root, file), 'utf8');
        // Text between tags, and attributes that are read aloud or shown.
        const texts = [
          ...source.matchAll(/(?<!=)>\s*([A-Z][a-z]+[^<>{}=;()]*)\s*</g),
          ...source.matchAll(
            /(?:aria-label|title|label|placeholder|alt)="([^"]+)"/g,
          ),
        ];
        return texts.map(([, text]) => `${file}: ${text.trim()}`);
      });
    expect(words).toEqual([]);
  });
});
