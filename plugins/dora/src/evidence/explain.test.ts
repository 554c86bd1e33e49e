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

import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  englishFormatter,
  englishWords,
  frenchFormatter,
  frenchWords,
} from '../__testUtils__/words';
import { messages } from '../translations/en';
import french from '../translations/fr';
import { explainExclusion, explainIncident, explainReason } from './explain';

const english = [englishWords(), englishFormatter()] as const;
const inFrench = [frenchWords(), frenchFormatter()] as const;
/** Spaces that do not break look like the others. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

const withinWindow = {
  sentence: 'failed: in the words of the API',
  explanation: {
    code: 'withinIncidentWindow',
    values: {
      incident: 'INC-42',
      incidentKind: 'incident',
      afterSeconds: 7080,
      release: '1.1',
      releaseAt: '2026-03-01T09:30:00.000Z',
      workspace: 'eu',
      windowSeconds: 172_800,
    },
  },
};

/** The same with other values; undefined leaves one out. */
function withValues(values: Record<string, string | undefined>) {
  const all = { ...withinWindow.explanation.values, ...values };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  return {
    ...withinWindow,
    explanation: {
      ...withinWindow.explanation,
      values: Object.fromEntries(given) as Record<string, string | number>,
    },
  };
}

describe('explanations', () => {
  it('are said in the language of the reader, values and all', () => {
    expect(plain(explainReason(withinWindow, ...english))).toBe(
      'failed: incident INC-42 started 1 h 58 min after the rollout of 1.1 to eu, within incidentWindow (2 d)',
    );
    expect(plain(explainReason(withinWindow, ...inFrench))).toBe(
      'échec : l’incident INC-42 a débuté 1 h 58 min après le déploiement de 1.1 vers eu, dans la fenêtre incidentWindow (2 j)',
    );
  });

  it('leave out what is not known, and name a release by its time', () => {
    const reason = withValues({ release: undefined, workspace: undefined });
    expect(plain(explainReason(reason, ...english))).toBe(
      'failed: incident INC-42 started 1 h 58 min after the rollout of the release of Mar 1, 2026, 9:30 AM, within incidentWindow (2 d)',
    );
  });

  it('say who marked a release as not a failure, and what a flag is', () => {
    const reason = withValues({
      incidentKind: 'flag-rollback',
      excusedBy: 'user:default/ada',
      excusedAt: '2026-03-02T10:00:00.000Z',
      excusedNote: 'a test',
    });
    expect(plain(explainReason(reason, ...inFrench))).toBe(
      'aurait échoué, mais a été marquée comme n’étant pas un échec par ada, 2 mars 2026, 10:00 : « a test » ; la raison était : la désactivation INC-42 (une fonctionnalité désactivée) a débuté 1 h 58 min après le déploiement de 1.1 vers eu, dans la fenêtre incidentWindow (2 j)',
    );
  });

  it('tell of incidents, and of what is not counted', () => {
    const incident = {
      sentence: '',
      explanation: {
        code: 'attachedTo',
        values: {
          release: '1.1',
          component: 'Cart',
          others: 2,
          correctedBy: 'user:default/ada',
          correctedAt: '2026-03-02T10:00:00.000Z',
          incidentKind: 'flag-rollback',
        },
      },
    };
    expect(plain(explainIncident(incident, ...english))).toBe(
      'a feature flag switched off: attached to 1.1 of Cart and 2 more by ada, Mar 2, 2026, 10:00 AM',
    );
    const excluded = {
      exclusion: '',
      explanation: { code: 'neverReleased', values: {} },
    };
    expect(explainExclusion(excluded, ...english)).toBe(
      'not released: no production release of its component is known',
    );
  });

  it.each([
    ['no explanation', undefined],
    ['an unknown code', { code: 'fromTheFuture', values: {} }],
    ['a name that every object has', { code: 'constructor', values: {} }],
    ['a value that is missing', { code: 'sameVersion', values: {} }],
  ])('leave it to the API in case of %s', (_, explanation) => {
    expect(
      explainExclusion({ exclusion: 'Its words.', explanation }, ...inFrench),
    ).toBe('Its words.');
  });

  it('exist for every code that the documentation lists', () => {
    const docs = path.resolve(__dirname, '../../../../docs/api.md');
    const [, section] = readFileSync(docs, 'utf8').split(
      /^#+ .*explanation.*$/im,
    );
    const codes = [...section.matchAll(/^\| *`(\w+)` *\|/gm)].map(
      ([, code]) => code,
    );
    expect(codes).toContain('withinIncidentWindow');
    expect(Object.keys(messages.explanation).sort()).toEqual(codes.sort());
    expect(Object.keys(french)).toEqual(
      expect.arrayContaining(codes.map(code => `explanation.${code}`)),
    );
  });
});
