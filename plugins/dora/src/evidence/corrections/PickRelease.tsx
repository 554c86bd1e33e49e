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
import { releaseName } from '../releaseName';
import { ChosenIncident, ChosenRelease } from './Intent';
import { PickScope, PickStep } from './PickStep';

const DAYS = 14;
const MOST = 50;

/** Chooses the release that caused an incident, among those before it. */
export const PickRelease = (props: {
  incident: ChosenIncident;
  linked: readonly { id: string }[];
  onPick: (release: ChosenRelease) => void;
  onClose: () => void;
}) => {
  const { incident, linked, onPick, onClose } = props;
  const t = useTranslation();
  const format = useFormatter();
  const day = dayOf(incident.startedAt, useTimezone());
  const [scope, setScope] = useState<PickScope>({ filter: '', isWide: false });
  const { data, error, retry } = useDoraRequest(
    'releases',
    {
      entityRef: scope.isWide ? undefined : incident.entityRef,
      from: addDays(day, -DAYS),
      to: addDays(day, 1),
      filter: scope.filter || undefined,
      limit: MOST,
    },
    { keep: true },
  );
  const releases = data?.items.flatMap(({ id, entityRef, version, time }) =>
    time &&
    Date.parse(time) <= Date.parse(incident.startedAt) &&
    linked.every(known => known.id !== id)
      ? [{ id, entityRef, version, time }]
      : [],
  );
  return (
    <PickStep
      question={t('correct.pick.release', { incident: incident.id })}
      findLabel={t('evidence.releases.find')}
      narrowText={entityName(incident.entityRef)}
      scope={scope}
      onScope={setScope}
      choices={releases?.map(release => ({
        key: release.id,
        name: releaseName(release, t),
        details: t('correct.pick.before', {
          time: format.time(release.time),
          duration: format.duration(
            (Date.parse(incident.startedAt) - Date.parse(release.time)) / 1000,
          ),
        }),
      }))}
      emptyText={t('correct.pick.noRelease', { count: DAYS })}
      error={error}
      errorTitle={t('error.releases')}
      onRetry={retry}
      onPick={key => {
        const release = releases?.find(({ id }) => id === key);
        if (release) {
          onPick(release);
        }
      }}
      onClose={onClose}
    />
  );
};
