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

import { Delivery, SampleComponent } from './types';

const ACRONYMS = new Map(
  ['api', 'cms', 'ui', 'http', 'wms'].map(word => [word, word.toUpperCase()]),
);

function titleOf(name: string): string {
  return name
    .split('-')
    .map((word, index) => {
      const capitalised = word[0].toUpperCase() + word.slice(1);
      return ACRONYMS.get(word) ?? (index === 0 ? capitalised : word);
    })
    .join(' ');
}

interface Differences {
  title?: string;
  lifecycle?: SampleComponent['lifecycle'];
  delivery?: Partial<Delivery> | 'none';
}

const component =
  (type: SampleComponent['type']) =>
  (
    name: string,
    description: string,
    differences: Differences = {},
  ): SampleComponent => ({
    name,
    title: differences.title ?? titleOf(name),
    description,
    type,
    lifecycle: differences.lifecycle ?? 'production',
    delivery: differences.delivery ?? (type === 'library' ? 'none' : {}),
  });

export const service = component('service');
export const website = component('website');
/** Libraries are released with what uses them, and so report nothing unless they say how. */
export const library = component('library');
