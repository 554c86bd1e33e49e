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

import { useEffect, useMemo, useState } from 'react';
import { appLanguageApiRef } from '@backstage/frontend-plugin-api';
import { useApiHolder } from '@backstage/core-plugin-api';
import { useMetrics } from '../metrics/useMetrics';
import { useTranslation } from '../translations';
import { useTimezone } from '../window/useTimeWindow';
import { createFormatter, Formatter } from './Formatter';

/** The reader's own flavour of the app's language, where the browser has one. */
export function localeFor(
  language: string,
  preferred: readonly string[],
): string {
  return (
    preferred.find(locale => locale.split('-')[0] === language) ?? language
  );
}

/** The language of the app; English where the app has no say in it. */
function useLanguage(): string {
  const languageApi = useApiHolder().get(appLanguageApiRef);
  const [language, setLanguage] = useState(
    () => languageApi?.getLanguage().language ?? 'en',
  );
  useEffect(() => {
    const subscription = languageApi
      ?.language$()
      .subscribe(next => setLanguage(next.language));
    return () => subscription?.unsubscribe();
  }, [languageApi]);
  return language;
}

/** The formatter of the app's language and the metrics' time zone; of metrics only within a `MetricsProvider`. */
export function useFormatter(): Formatter {
  const t = useTranslation();
  const language = useLanguage();
  const timezone = useTimezone();
  const metrics = useMetrics();
  return useMemo(
    () =>
      createFormatter({
        locale: localeFor(language, navigator.languages ?? []),
        timezone,
        metrics,
        t,
      }),
    [language, timezone, metrics, t],
  );
}
