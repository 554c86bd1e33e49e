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

import { useState } from 'react';
import { useDoraRequest } from '../../api';
import { entityName } from '../../common';
import { useFormatter } from '../../format';
import { useTranslation } from '../../translations';
import { addDays, dayOf, useTimezone } from '../../window';
import { ChosenIncident, ChosenRelease } from './Intent';
import { PickScope, PickStep } from './PickStep';

const DAYS = 14;
const MOST = 50;

/** Chooses an incident that a release caused, among those after it. */
export const PickIncident = (props: {
  release: ChosenRelease;
  linked: readonly { id: string }[];
  onPick: (incident: ChosenIncident) => void;
  onClose: () => void;
}) => {
  const { release, linked, onPick, onClose } = props;
  const t = useTranslation();
  const format = useFormatter();
  const day = dayOf(release.time, useTimezone());
  // An incident on its product is none on the component itself.
  const [scope, setScope] = useState<PickScope>({ filter: '', isWide: true });
  const { data, error, retry } = useDoraRequest(
    'incidents',
    {
      entityRef: scope.isWide ? undefined : release.entityRef,
      from: day,
      to: addDays(day, DAYS + 1),
      filter: scope.filter || undefined,
      order: 'asc',
      limit: MOST,
    },
    { keep: true },
  );
  const keyOf = ({ source, id }: { source: string; id: string }) =>
    `${source}/${id}`;
  const incidents = data?.items.filter(
    incident =>
      Date.parse(incident.startedAt) >= Date.parse(release.time) &&
      linked.every(known => known.id !== keyOf(incident)),
  );
  return (
    <PickStep
      question={t('correct.pick.incident')}
      findLabel={t('evidence.incidents.find')}
      narrowText={entityName(release.entityRef)}
      scope={scope}
      onScope={setScope}
      choices={incidents?.map(incident => ({
        key: keyOf(incident),
        name: incident.title || incident.id,
        details: [
          ...(incident.title ? [incident.id] : []),
          entityName(incident.entityRef),
          t('incident.started', { time: format.time(incident.startedAt) }),
        ].join(' · '),
      }))}
      emptyText={t('correct.pick.noIncident', { count: DAYS })}
      error={error}
      errorTitle={t('error.incidents')}
      onRetry={retry}
      onPick={key => {
        const incident = incidents?.find(known => keyOf(known) === key);
        if (incident) {
          onPick(incident);
        }
      }}
      onClose={onClose}
    />
  );
};
