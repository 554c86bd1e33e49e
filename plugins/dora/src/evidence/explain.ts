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

import type { Explanation } from '@backstage-dora/plugin-dora-common';
import type { Formatter } from '../format';
import type { Translate } from '../translations';
import { messages } from '../translations/en';
import { personName } from './personName';

/** What says something in the API's own words, and as data. */
export interface Explained {
  sentence: string;
  explanation?: Explanation;
}

type Values = Explanation['values'];
type Words = Record<string, string | undefined>;

const PATTERNS: Record<string, string> = messages.explanation;

/** Values as people read them: their names say what they are. */
function plainWords(values: Values, format: Formatter): Words {
  const word = (name: string, value: string | number): string => {
    if (typeof value === 'number') {
      return name.endsWith('Seconds')
        ? format.duration(value)
        : format.number(value, 0);
    }
    return name.endsWith('At') ? format.time(value) : value;
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, word(name, value)]),
  );
}

/** A release by its version; by its time where it has none. */
function releaseWord(words: Words, name: string, time: string, t: Translate) {
  return (
    words[name] ??
    (words[time] && t('explain.releaseOf', { time: words[time] }))
  );
}

/** The parts of sentences that depend on what is known. */
function parts(values: Values, words: Words, t: Translate): Words {
  const { incident, workspace, others, correctionNote, correctedBy } = words;
  const isFlag = values.incidentKind === 'flag-rollback';
  const kind = values.entityKind;
  return {
    incident:
      incident && t(isFlag ? 'explain.flag' : 'explain.incident', { incident }),
    release: releaseWord(words, 'release', 'releaseAt', t),
    fix: releaseWord(words, 'fix', 'fixAt', t),
    component: words.component ?? t('explain.component'),
    entity: words.entity ?? t('explain.entity'),
    entityKind:
      kind === 'group' || kind === 'domain'
        ? t(`explain.kind.${kind}`)
        : undefined,
    toWorkspace: workspace ? t('explain.toWorkspace', { workspace }) : '',
    andOthers: others ? t('explain.andOthers', { others }) : '',
    andAuthority: words.patterns
      ? t('explain.andAuthority', { patterns: words.patterns })
      : '',
    note: correctionNote ? t('explain.note', { note: correctionNote }) : '',
    correctedBy: correctedBy && personName(correctedBy),
  };
}

/** Says it in the reader's language; in the API's words what these pages do not know. */
function said(
  { sentence, explanation }: Explained,
  t: Translate,
  format: Formatter,
  frame: (what: string, words: Words) => string,
): string {
  const { code, values } = explanation ?? { code: '', values: {} };
  const pattern = Object.keys(PATTERNS).includes(code) && PATTERNS[code];
  if (!pattern) {
    return sentence;
  }
  const plain = plainWords(values, format);
  const words = { ...plain, ...parts(values, plain, t) };
  const holes = [...pattern.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
  if (holes.some(name => words[name] === undefined)) {
    return sentence;
  }
  // The codes are the API's, which may know more of them than these pages.
  const say = t as unknown as (key: string, options: Words) => string;
  return frame(say(`explanation.${code}`, words), words);
}

/** Why something is not counted. */
export function explainExclusion(
  { exclusion, explanation }: { exclusion: string; explanation?: Explanation },
  t: Translate,
  format: Formatter,
): string {
  return said(
    { sentence: exclusion, explanation },
    t,
    format,
    (what, { echoSource, release }) =>
      echoSource === undefined
        ? what
        : t('explanation.echo', {
            what,
            release: release ?? '',
            source: echoSource,
          }),
  );
}

/** Why a release has failed, or would have. */
export function explainReason(
  reason: Explained,
  t: Translate,
  format: Formatter,
): string {
  return said(reason, t, format, (what, { excusedBy, excusedAt, ...rest }) =>
    excusedBy
      ? t('explanation.excused', {
          what,
          who: personName(excusedBy),
          time: excusedAt ?? '',
          note: rest.excusedNote
            ? t('explain.note', { note: rest.excusedNote })
            : '',
        })
      : t('explanation.failed', { what }),
  );
}

/** How an incident was linked to a release, or why it was not. */
export function explainIncident(
  incident: Explained,
  t: Translate,
  format: Formatter,
): string {
  return said(incident, t, format, what =>
    incident.explanation?.values.incidentKind === 'flag-rollback'
      ? t('explanation.flagRollback', { what })
      : what,
  );
}
