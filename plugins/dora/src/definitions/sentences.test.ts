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

import type { Definition } from '@backstage-dora/plugin-dora-common';
import { catalogue } from '../__testUtils__/metrics';
import {
  englishFormatter,
  englishWords,
  frenchFormatter,
  frenchWords,
} from '../__testUtils__/words';
import { metricSentence, ruleSentence } from './sentences';

const rule = (key: string, value: unknown): Definition => ({
  key,
  value,
  sentence: 'As the API says it.',
});
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const english = (key: string, value: unknown) =>
  plain(ruleSentence(rule(key, value), englishWords(), englishFormatter()));
const french = (key: string, value: unknown) =>
  plain(ruleSentence(rule(key, value), frenchWords(), frenchFormatter()));

describe('the sentences of definitions', () => {
  it('say a rule with its value, in the language of the reader', () => {
    expect(english('dora.rules.rollbackWindow', 604_800)).toBe(
      'A release has failed when it is rolled back within 7 d of its own time.',
    );
    expect(french('dora.rules.rollbackWindow', 604_800)).toBe(
      'Une version est en échec quand un retour arrière l’annule dans les 7 j qui suivent.',
    );
    expect(english('dora.environments.production', ['prod', 'live'])).toBe(
      'A successful deployment counts when its environment matches “prod” or “live”, in upper or lower case. The annotation backstage-dora.io/production-environments of a component, its product or a group above goes before this.',
    );
    expect(french('dora.rules.incidentSeverities', ['critical'])).toBe(
      'Les incidents de gravité « critical » comptent, en majuscules ou en minuscules, de même que ceux qui n’en ont pas.',
    );
    expect(french('dora.minimumSample', 5)).toBe(
      'Une valeur sur moins de 5 est montrée comme trop peu sûre, et n’a pas de niveau ; la fréquence de déploiement fait exception.',
    );
  });

  it('tell an empty list from one that has something', () => {
    expect(english('dora.rules.excludeChanges.labels', [])).toBe(
      'No change is left out for its labels.',
    );
    expect(english('dora.rules.excludeChanges.labels', ['bot'])).toBe(
      'Changes with a label “bot” are left out of lead time and batch size, with the reason shown.',
    );
  });

  it('are those of the API where a key or a value is new to the pages', () => {
    const known = 'As the API says it.';
    expect(english('dora.rules.moonPhase', 'full')).toBe(known);
    expect(english('dora.rules.leadTimeStart', 'idea')).toBe(known);
    expect(english('dora.rules.incidentWindow', { hours: 48 })).toBe(known);
    expect(english('dora.hierarchy.domain', undefined)).toBe(known);
  });

  it('say where lead time starts', () => {
    const definition = {
      ...catalogue.of('leadTime'),
      sentence: 'As the API says it.',
    };
    const say = (start: string) =>
      metricSentence(
        definition,
        { rules: [rule('dora.rules.leadTimeStart', start)] },
        englishWords(),
      );
    expect(say('merged')).toMatch('the start of a change, which is its merge,');
    expect(say('idea')).toBe('As the API says it.');
  });
});
