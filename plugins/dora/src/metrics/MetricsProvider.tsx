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

import { PropsWithChildren, useMemo } from 'react';
import { useDoraRequest } from '../api';
import { LoadingRows, RequestError } from '../common';
import { useTranslation } from '../translations';
import { createMetricCatalogue } from './MetricCatalogue';
import { MetricsContext } from './useMetrics';

/** Shows what is in it once it is known which metrics there are. */
export const MetricsProvider = ({ children }: PropsWithChildren<{}>) => {
  const t = useTranslation();
  const { data, error, retry } = useDoraRequest(
    'definitions',
    {},
    { keep: true },
  );
  const catalogue = useMemo(
    () => data && createMetricCatalogue(data.metrics),
    [data],
  );
  if (catalogue) {
    return (
      <MetricsContext.Provider value={catalogue}>
        {children}
      </MetricsContext.Provider>
    );
  }
  return error ? (
    <RequestError
      title={t('error.definitions')}
      error={error}
      onRetry={retry}
    />
  ) : (
    <LoadingRows />
  );
};
