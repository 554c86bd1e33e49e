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

import { useCallback, useState } from 'react';
import type { CompareItem } from '@backstage-dora/plugin-dora-common';
import { useDoraRequest } from '../api';
import { RequestError, SampleBanner } from '../common';
import { ConnectDialog } from '../connect';
import { DefinitionsPanel } from '../definitions';
import { EvidenceState } from '../evidence';
import { MetricTiles, MissingFacts, useMetrics } from '../metrics';
import { useTranslation } from '../translations';
import { TimeWindow, windowSearch } from '../window';
import { Comparison } from './Comparison';
import { RowName } from './RowName';
import { ScopeState } from './useScope';

/** Stands for an entity of one's own where none is looked at. */
const EXAMPLE = 'component:default/my-component';

/** The metrics of what is looked at, and of what it is made of. */
export const MetricsView = (props: {
  scope: ScopeState;
  window: TimeWindow;
  evidence: EvidenceState;
}) => {
  const { scope, window, evidence } = props;
  const t = useTranslation();
  const { headline } = useMetrics();
  const [missing, setMissing] = useState<MissingFacts>();
  const { from, to } = window;
  const { entityRef } = scope;
  const { data, error, retry } = useDoraRequest('metrics', {
    entityRef,
    from,
    to,
  });
  const search = windowSearch(window);
  const renderName = useCallback(
    (item: CompareItem) => <RowName item={item} search={search} />,
    [search],
  );
  return (
    <>
      {data?.sampleData && <SampleBanner />}
      {error ? (
        <RequestError
          title={t('error.metrics')}
          error={error}
          onRetry={retry}
        />
      ) : (
        <MetricTiles
          names={headline}
          result={data}
          onOpen={evidence.open}
          onConnect={setMissing}
        />
      )}
      <Comparison
        level={scope.level}
        under={entityRef}
        window={window}
        renderName={renderName}
      />
      <DefinitionsPanel />
      <ConnectDialog
        missing={missing}
        entityRef={entityRef ?? EXAMPLE}
        onClose={() => setMissing(undefined)}
      />
    </>
  );
};
