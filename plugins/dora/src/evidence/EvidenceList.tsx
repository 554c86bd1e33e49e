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
import {
  CsvButton,
  LoadingRows,
  Pager,
  PendingNote,
  RequestError,
  Toggle,
} from '../common';
import { FilterField, NoMatch } from '../filters';
import type { EvidenceKind } from '../metrics';
import { useTranslation } from '../translations';
import { ChangeList } from './ChangeList';
import { evidenceCsv } from './evidenceCsv';
import { IncidentList } from './IncidentList';
import { FILTERS, selectionOf } from './lists';
import { ReleaseList } from './ReleaseList';
import { SortField } from './SortField';
import { EvidenceState } from './useEvidence';

const PAGE_SIZE = 25;

interface Scope {
  entityRef?: string;
  from: string;
  to: string;
}

const useStyles = makeStyles(
  (theme: Theme) => ({
    tools: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      marginBottom: theme.spacing(1),
    },
    find: { flex: '1 1 280px' },
    // In the gap below the tools.
    pending: { marginTop: theme.spacing(-1) },
    csv: { marginLeft: 'auto' },
    outdated: { opacity: 0.6 },
    empty: { padding: theme.spacing(4, 0) },
  }),
  { name: 'DoraEvidenceList' },
);

/** One page of a list, each kind with a query and rows of its own. */
function useList(list: EvidenceKind, scope: Scope, evidence: EvidenceState) {
  const query = <K extends EvidenceKind>(kind: K) =>
    list === kind
      ? {
          ...scope,
          ...selectionOf(kind, evidence),
          limit: PAGE_SIZE,
          offset: evidence.page * PAGE_SIZE,
        }
      : undefined;
  const keep = { keep: true };
  return {
    releases: useDoraRequest('releases', query('releases'), keep),
    changes: useDoraRequest('changes', query('changes'), keep),
    incidents: useDoraRequest('incidents', query('incidents'), keep),
  };
}

/** A list of evidence with its filters, order and pages. */
export const EvidenceList = (props: {
  list: EvidenceKind;
  evidence: EvidenceState;
  query: Scope;
}) => {
  const { list, evidence, query } = props;
  const classes = useStyles();
  const t = useTranslation();
  const api = useApi(doraApiRef);
  const requests = useList(list, query, evidence);
  const { data, error, retry, outdated } = requests[list];
  const selection = selectionOf(list, evidence);
  const { only, filter } = selection;

  return (
    <>
      <div className={classes.tools}>
        <Toggle
          label={t('evidence.filter')}
          value={only ?? 'all'}
          options={['all' as const, ...FILTERS[list]].map(name => ({
            value: name,
            text: t(`evidence.only.${name}`),
          }))}
          onChange={name => evidence.setOnly(name === 'all' ? undefined : name)}
        />
        <span className={classes.csv}>
          <CsvButton
            name={`dora-${list}-${query.from}-${query.to}.csv`}
            load={() => evidenceCsv(api, list, { ...query, ...selection })}
          />
        </span>
      </div>
      <div className={classes.tools}>
        <div className={classes.find}>
          <FilterField
            key={list}
            label={t(`evidence.${list}.find`)}
            value={evidence.filter}
            onChange={evidence.setFilter}
          />
        </div>
        <SortField
          list={list}
          only={only}
          sort={selection.sort}
          order={selection.order}
          onChange={evidence.setSort}
        />
      </div>
      <PendingNote pending={data?.pending} className={classes.pending} />
      {error && (
        <RequestError
          title={t(`error.${list}`)}
          error={error}
          onRetry={retry}
        />
      )}
      {!data && !error && <LoadingRows />}
      {data?.totalItems === 0 &&
        (filter ? (
          <NoMatch
            filters={[
              ...(only ? [t(`evidence.only.${only}`)] : []),
              t('evidence.text', { text: filter }),
            ]}
            onClear={() => evidence.setFilter('')}
          />
        ) : (
          <Typography className={classes.empty} color="textSecondary">
            {t(`evidence.${list}.empty`)}
          </Typography>
        ))}
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
