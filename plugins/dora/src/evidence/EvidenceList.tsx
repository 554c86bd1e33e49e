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

import Typography from '@material-ui/core/Typography';
import { makeStyles, Theme } from '@material-ui/core/styles';
import { useApi } from '@backstage/core-plugin-api';
import { doraApiRef, useDoraRequest } from '../api';
import { CsvButton, LoadingRows, Pager, RequestError, Toggle } from '../common';
import type { EvidenceKind } from '../metrics';
import { useTranslation } from '../translations';
import { ChangeList } from './ChangeList';
import { evidenceCsv } from './evidenceCsv';
import { IncidentList } from './IncidentList';
import { ReleaseList } from './ReleaseList';
import { EvidenceState } from './useEvidence';

const PAGE_SIZE = 25;

const FILTERS = {
  releases: ['failed', 'rework', 'excluded'],
  changes: ['counted', 'excluded'],
  incidents: ['open', 'attributed', 'unattributed'],
} as const;

interface Scope {
  entityRef?: string;
  from: string;
  to: string;
}

const useStyles = makeStyles(
  (theme: Theme) => ({
    filters: {
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      marginBottom: theme.spacing(1),
    },
    outdated: { opacity: 0.6 },
    empty: { padding: theme.spacing(4, 0) },
  }),
  { name: 'DoraEvidenceList' },
);

/** One page of a list, each kind with a query and rows of its own. */
function useList(
  list: EvidenceKind,
  scope: Scope,
  only: string | undefined,
  page: number,
) {
  const query = { ...scope, limit: PAGE_SIZE, offset: page * PAGE_SIZE };
  const filter = <K extends EvidenceKind>(kind: K) =>
    (FILTERS[kind] as readonly (typeof FILTERS)[K][number][]).find(
      name => name === only,
    );
  const releases = useDoraRequest(
    'releases',
    list === 'releases' ? { ...query, only: filter('releases') } : undefined,
    { keep: true },
  );
  const changes = useDoraRequest(
    'changes',
    list === 'changes' ? { ...query, only: filter('changes') } : undefined,
    { keep: true },
  );
  const incidents = useDoraRequest(
    'incidents',
    list === 'incidents' ? { ...query, only: filter('incidents') } : undefined,
    { keep: true },
  );
  return { releases, changes, incidents };
}

/** A list of evidence with its filter and pages. */
export const EvidenceList = (props: {
  list: EvidenceKind;
  evidence: EvidenceState;
  query: Scope;
}) => {
  const { list, evidence, query } = props;
  const classes = useStyles();
  const t = useTranslation();
  const api = useApi(doraApiRef);
  const requests = useList(list, query, evidence.only, evidence.page);
  const { data, error, retry, outdated } = requests[list];
  const active = FILTERS[list].find(name => name === evidence.only);

  return (
    <>
      <div className={classes.filters}>
        <Toggle
          label={t('evidence.filter')}
          value={active ?? 'all'}
          options={['all' as const, ...FILTERS[list]].map(name => ({
            value: name,
            text: t(`evidence.only.${name}`),
          }))}
          onChange={name => evidence.setOnly(name === 'all' ? undefined : name)}
        />
        <CsvButton
          name={`dora-${list}-${query.from}-${query.to}.csv`}
          load={() => evidenceCsv(api, list, { ...query, only: active })}
        />
      </div>
      {error && (
        <RequestError
          title={t(`error.${list}`)}
          error={error}
          onRetry={retry}
        />
      )}
      {!data && !error && <LoadingRows />}
      {data?.totalItems === 0 && (
        <Typography className={classes.empty} color="textSecondary">
          {t(`evidence.${list}.empty`)}
        </Typography>
      )}
      {data && data.totalItems > 0 && (
        <>
          <div className={outdated ? classes.outdated : undefined}>
            {list === 'releases' && (
              <ReleaseList
                items={requests.releases.data?.items ?? []}
                onOpen={evidence.openRelease}
              />
            )}
            {list === 'changes' && (
              <ChangeList
                items={requests.changes.data?.items ?? []}
                onOpenRelease={evidence.openRelease}
              />
            )}
            {list === 'incidents' && (
              <IncidentList
                items={requests.incidents.data?.items ?? []}
                onOpenRelease={evidence.openRelease}
              />
            )}
          </div>
          <Pager
            totalItems={data.totalItems}
            page={evidence.page}
            pageSize={PAGE_SIZE}
            onPage={evidence.setPage}
          />
        </>
      )}
    </>
  );
};
