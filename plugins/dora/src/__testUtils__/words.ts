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

import { mockApis } from '@backstage/frontend-test-utils';
import { createFormatter } from '../format';
import { doraTranslationRef, Translate } from '../translations';
import french from '../translations/fr';
import { catalogue } from './metrics';

/** The English words, as the app translates them. */
export function englishWords(): Translate {
  const snapshot = mockApis.translation().getTranslation(doraTranslationRef);
  if (!snapshot.ready) {
    throw new Error('English is part of the plugin');
  }
  return snapshot.t;
}

/** The formatter of an American reader in UTC. */
export function englishFormatter() {
  return createFormatter({
    locale: 'en-US',
    timezone: 'UTC',
    metrics: catalogue,
    t: englishWords(),
  });
}

/** The French words, with what stands between double braces filled in. */
export function frenchWords(): Translate {
  const messages: Record<string, string> = french;
  const plural = new Intl.PluralRules('fr');
  const translate = (key: string, values: Record<string, unknown> = {}) => {
    const numbered = `${key}_${plural.select(Number(values.count ?? 0))}`;
    return (messages[key] ?? messages[numbered]).replace(
      /\{\{(\w+)\}\}/g,
      (_, name) => String(values[name]),
    );
  };
  return translate as unknown as Translate;
}

/** The formatter of a French reader in UTC. */
export function frenchFormatter() {
  return createFormatter({
    locale: 'fr-FR',
    timezone: 'UTC',
    metrics: catalogue,
    t: frenchWords(),
  });
}
